"""The form of a canned reply: who may change what, and what was sent."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import cast

from starlette.datastructures import FormData

from admin.meanwhile import Said
from admin.navigation import LEADING
from admin.staff import Staff
from bot.canned import STATUSES, CannedReply, Status, Written
from knowledge.vocabulary import CATEGORIES, EMPLOYER_NEEDS, GOALS, LANGUAGES

TOPICS = tuple(dict.fromkeys((*GOALS, *EMPLOYER_NEEDS, *CATEGORIES)))


@dataclass(frozen=True, slots=True)
class Right:
    """Counsellors write and change their own suggestions, coordinators all; they publish too."""

    leads: bool
    writes: bool


def right(who: Staff, reply: CannedReply | None = None) -> Right:
    leads = who.role in LEADING
    own = reply is None or (reply.state == "suggested" and reply.suggested_by == who.id)
    return Right(leads, leads or own)


def written(form: FormData, before: CannedReply | None, leads: bool) -> Written:
    """Who does not lead writes drafts: what they leave as it was keeps its status."""
    texts = {
        language: (text, _status(form, before, language, text, leads))
        for language in LANGUAGES
        if (text := _field(form, f"text.{language}"))
    }
    return Written(
        shortcut=_field(form, "shortcut").removeprefix("/"),
        topics=tuple(topic for topic in TOPICS if topic in form.getlist("topics")),
        team=_field(form, "team") or None,
        source_language=_field(form, "source_language"),
        texts=texts,
        still_right=tuple(code for code in LANGUAGES if code in form.getlist("still_right")),
    )


def as_written(reply: CannedReply) -> Written:
    """As its form shows it."""
    texts = {language: (text.text, text.status) for language, text in reply.texts.items()}
    return Written(reply.shortcut, reply.topics, reply.team, reply.source_language, texts)


def said(
    say: Callable[[str], str], topics: Mapping[str, str], teams: Mapping[str, str], reply: Written
) -> tuple[Said, ...]:
    """What the form says. `topics` and `teams` are names by code."""
    texts = ((language, *reply.texts[language]) for language in LANGUAGES if language in reply.texts)
    return (
        Said(say("canned.shortcut"), reply.shortcut),
        Said(say("canned.team"), teams.get(reply.team or "", say("canned.team_all"))),
        Said(say("canned.source_language"), say(f"language.{reply.source_language}")),
        Said(say("canned.topics"), ", ".join(topics[each] for each in TOPICS if each in reply.topics)),
        *(
            Said(say(f"language.{language}"), f"{text} ({say(f'canned.status_{status}')})")
            for language, text, status in texts
        ),
    )


def _status(form: FormData, before: CannedReply | None, language: str, text: str, leads: bool) -> Status:
    asked = _field(form, f"status.{language}")
    if leads and asked in STATUSES:
        return cast(Status, asked)
    known = before.texts.get(language) if before else None
    return known.status if known and known.text == text else "draft"


def _field(form: FormData, name: str) -> str:
    value = form.get(name)
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else ""
