"""The form of a canned reply: who may change what, and what was sent."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from starlette.datastructures import FormData

from admin.meanwhile import Said
from admin.navigation import LEADING
from admin.staff import Staff
from bot.canned import STATUSES, CannedReply, Status, Written
from bot.city import Cities, sees
from knowledge.vocabulary import CATEGORIES, EMPLOYER_NEEDS, GOALS, LANGUAGES

TOPICS = tuple(dict.fromkeys((*GOALS, *EMPLOYER_NEEDS, *CATEGORIES)))


@dataclass(frozen=True, slots=True)
class Right:
    """Counsellors write and change their own suggestions, coordinators all of their cities, and publish."""

    leads: bool
    writes: bool


def places_of(who: Staff, cities: Cities) -> tuple[str, ...]:
    """Whose replies somebody writes: codes of cities, "" for all of them together."""
    if len(cities.several) < 2:
        return ("",)
    return tuple(code for code in ("", *cities.codes) if sees(who.cities, code))


def right(who: Staff, places: Collection[str], reply: CannedReply | None = None) -> Right:
    ours = bool(places) if reply is None else not who.cities or reply.city in places
    leads = who.role in LEADING
    own = reply is None or (reply.state == "suggested" and reply.suggested_by == who.id)
    return Right(ours and leads, ours and (leads or own))


def written(form: FormData, before: CannedReply | None, leads: bool, places: Sequence[str]) -> Written:
    """Who does not lead writes drafts: what they leave as it was keeps its status."""
    city = _field(form, "city")
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
        city=city if city in places else places[0],
    )


def as_written(reply: CannedReply) -> Written:
    """As its form shows it."""
    texts = {language: (text.text, text.status) for language, text in reply.texts.items()}
    return Written(reply.shortcut, reply.topics, reply.team, reply.source_language, texts, city=reply.city)


def said(
    say: Callable[[str], str],
    topics: Mapping[str, str],
    teams: Mapping[str, str],
    cities: Mapping[str, str],
    reply: Written,
) -> tuple[Said, ...]:
    """What the form says. `topics`, `teams` and `cities` are names by code."""
    texts = ((language, *reply.texts[language]) for language in LANGUAGES if language in reply.texts)
    return (
        Said(say("canned.shortcut"), reply.shortcut),
        Said(say("canned.team"), teams.get(reply.team or "", say("canned.team_all"))),
        Said(say("canned.city"), cities.get(reply.city, "")),
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
