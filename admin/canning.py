"""Canned replies at the desk: those of a conversation, filled and in its language."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from fastapi import Request

from admin.advising import advice_of
from admin.desk_verbs import desk_of
from admin.staff import Staff
from admin.wording import wording_of
from bot.advice import Advice
from bot.canned import CannedReply, read_replies
from bot.canned_choice import Choice, choices, topics_of
from bot.canned_filling import Filling, filled
from bot.cases import Case
from bot.desk import Desk
from bot.duty import openings_of
from bot.opening_hours import Openings
from bot.queue_words import opening_sentence
from bot.teams import teams_of
from dialogues.conversation.assessment import ELSEWHERE
from dialogues.conversation.cards import card


@dataclass(frozen=True, slots=True)
class CannedView:
    """`text` has its places filled. `note` tells what to know before it is sent, "" for nothing."""

    id: str
    shortcut: str
    text: str
    language: str
    note: str


def canned_views(request: Request, who: Staff, conversation_id: str, words: str) -> tuple[CannedView, ...]:
    """The conversation's topic first. Raises bot.store.NotFound."""
    desk = desk_of(request)
    case = desk.case(conversation_id)
    with desk.database.read() as session:
        near = (case.row.city,) if case.row.city else who.cities
        replies, teams = read_replies(session, cities=near), teams_of(session, who.id)
    return _views(request, who, case, replies, teams, words.removeprefix("/"))


def _views(
    request: Request,
    who: Staff,
    case: Case,
    replies: tuple[CannedReply, ...],
    teams: tuple[str, ...],
    words: str,
) -> tuple[CannedView, ...]:
    advice, language = advice_of(request), case.row.language
    found = choices(replies, words, language, topics_of(case), teams, advice.words)
    desk = advice.desk
    with desk.database.read() as reading:
        doors = openings_of(reading, case.row, desk.cities.of(case.row.city).hours, desk.clock())
    opens = partial(_opens, desk, doors)
    return tuple(
        CannedView(
            id=each.reply.id,
            shortcut=each.reply.shortcut,
            text=filled(each.wording.text, _filling(who, case, advice, opens, each.language)),
            language=each.language,
            note=_note(request, who, each),
        )
        for each in found
    )


def _opens(desk: Desk, doors: Openings, language: str) -> str:
    return opening_sentence(partial(desk.texts.get, language=language), doors, desk.clock())


def _filling(who: Staff, case: Case, advice: Advice, opens: Callable[[str], str], language: str) -> Filling:
    say = partial(advice.desk.texts.get, language=language)
    place = case.row.municipality
    known = advice.catalogue.municipalities.get(place) if place and place != ELSEWHERE else None
    return Filling(
        desk=say("desk.name"),
        counsellor=who.name,
        opening=opens(language),
        municipality=known.name(language) if known else say("desk.your_municipality"),
        service=partial(_service, advice, language),
    )


def _service(advice: Advice, language: str, service_id: str) -> str | None:
    found = advice.catalogue.by_id.get(service_id)
    if found is None:
        return None
    shown = card(found, advice.words, language, advice.today)
    return f"{shown.name} ({shown.url})" if shown.url else shown.name


def _note(request: Request, who: Staff, choice: Choice) -> str:
    say = partial(wording_of(request).say, language=who.language)
    notes = (
        say("canned.only_in", languages=", ".join(choice.languages)) if choice.languages else "",
        say("canned.stale") if choice.wording.stale else "",
        say("canned.machine") if choice.wording.status == "machine" else "",
    )
    return " ".join(filter(None, notes))
