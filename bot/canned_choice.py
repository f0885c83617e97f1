"""Canned replies for one conversation: those of its topic first, in its language or the nearest one."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from bot.canned import CannedReply, CannedText
from bot.cases import Case
from dialogues.conversation.texts import Texts


@dataclass(frozen=True, slots=True)
class Choice:
    """A reply to insert. `languages` are all that it is offered in, where the wanted one is missing."""

    reply: CannedReply
    language: str
    wording: CannedText
    languages: tuple[str, ...]


def topics_of(case: Case) -> dict[str, int]:
    """What the conversation is about: what the person told weighs more than what was shown to them."""
    profile = case.row.profile
    shown = {card.category: 1 for card in case.services}
    return shown | dict.fromkeys((*profile.goals, *profile.employer_needs), 2)


def choices(
    replies: Sequence[CannedReply],
    words: str,
    language: str,
    topics: Mapping[str, int],
    teams: Collection[str],
    texts: Texts,
) -> tuple[Choice, ...]:
    """Those that hold every word; a shortcut that begins with them stands first, then the topic."""
    wanted = words.casefold().split()
    mine = (each for each in replies if each.offered and (each.team is None or each.team in teams))
    found = [each for each in mine if all(word in _written(each) for word in wanted)]
    begin = words.casefold().strip()
    found.sort(
        key=lambda each: (
            not (begin and each.shortcut.casefold().startswith(begin)),
            -sum(topics.get(topic, 0) for topic in each.topics),
            each.shortcut,
        )
    )
    return tuple(_choice(each, language, texts) for each in found)


def _choice(reply: CannedReply, language: str, texts: Texts) -> Choice:
    offered = reply.offered
    near = next(code for code in (*texts.chain(language), reply.source_language, *offered) if code in offered)
    return Choice(reply, near, offered[near], () if near == language else tuple(offered))


def _written(reply: CannedReply) -> str:
    return " ".join((reply.shortcut, *(each.text for each in reply.offered.values()))).casefold()
