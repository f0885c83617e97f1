"""Events of a place and of days: found by words or buttons, the soonest first."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, Final
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time

from dialogues.conversation.assessment import ELSEWHERE, EMPLOYER_FORM, form_of
from dialogues.conversation.context import Context, Voice, entity, is_typed, language_of, payload
from dialogues.conversation.opening import WAIT, go_on, menu_buttons
from dialogues.conversation.walking import marks
from dialogues.engine import Button, Said, UnmetNeed
from dialogues.tracker import ActionResult, TrackerView
from dialogues.understanding.days import Days
from knowledge.event import EventText, Occurrence
from knowledge.events.content import KINDS
from knowledge.events.finding import find_events

AT_ONCE: Final = 3
_PREPOSITION: Final = 3
_FURTHEST: Final = 60
"""Events looked through for those that a "more" still has to show."""
_HELSINKI: Final = ZoneInfo("Europe/Helsinki")
_AS_IN_FINLAND: Final = {"sv": "sv_FI", "en": "en_GB"}
"""Whose dates and hours are written otherwise where the language is spoken most."""


def find(context: Context, view: TrackerView) -> ActionResult:
    """At most three; asks where, once, when neither the message nor the profile tells it."""
    place, days = _place(context, view), _days(context, view)
    if place is None:
        return ask(context, view, days)
    after = _after(view)
    kind = _kind(context, view)
    found = _found(context, view, place, days, kind)
    shown = found[after : after + AT_ONCE]
    if not shown:
        return _nothing(context, view, place, days)
    voice = context.voice(view)
    head = voice("events.found") if len(found) > 1 else voice("events.found_one")
    noted = dict.fromkeys(marks(voice, _nearest(event, voice)) for event in shown)
    text = "\n\n".join(filter(None, (head, *(_told(context, voice, event) for event in shown), *noted)))
    left = len(found) > after + AT_ONCE
    more = Button(voice("events.more"), _payload(place, days, after=after + AT_ONCE, **_named(kind)))
    buttons = (*((more,) if left else ()), *_next(voice, view))
    return ActionResult(said=(Said(text, buttons, choice="one"),), followup=_then(view, left))


def ask(context: Context, view: TrackerView, days: Days | None = None) -> ActionResult:
    """Where; the days that were told are kept meanwhile."""
    voice, kept = context.voice(view), days or _kept(view)
    cities = (
        Button(context.place_name(code, voice.language), _payload(code, kept))
        for code in context.cities(view)
    )
    anywhere = Button(voice("events.anywhere"), _payload(ELSEWHERE, kept))
    slots = {
        "prompt": "events",
        "event_days": [*map(date.isoformat, (kept.first, kept.last))] if kept else None,
    }
    said = Said(voice("events.where"), (*cities, anywhere), choice="one")
    return ActionResult(slots=slots, said=(said,), followup=WAIT)


def answers(context: Context, view: TrackerView) -> bool:
    """Whether the words tell where or when, which was asked last."""
    if view.slots.get("prompt") != "events":
        return False
    return bool(
        _named_place(context, view)
        or context.facts.days(view.latest.text, language_of(view), context.today())
    )


def _place(context: Context, view: TrackerView) -> str | None:
    """The code of the municipality, ELSEWHERE for anywhere, None while nobody has told."""
    chosen = entity(view, "municipality")
    if chosen == ELSEWHERE or context.municipalities.get(str(chosen)):
        return str(chosen)
    told = _named_place(context, view) if is_typed(view) else None
    asked = view.slots.get("prompt") == "events" and is_typed(view)
    return told or view.slots.get("municipality") or (ELSEWHERE if asked else None)


def _named_place(context: Context, view: TrackerView) -> str | None:
    text, language = view.latest.text, language_of(view)
    read = (
        context.facts.read_answer("municipality", each, language)
        for each in (text, *_with_prepositions(text))
    )
    told = next(filter(None, read), None)
    anywhere = view.latest.text.strip().casefold() == context.voice(view)("events.anywhere").casefold()
    return told[0] if told else ELSEWHERE if anywhere else None


def _with_prepositions(text: str) -> tuple[str, ...]:
    """ "in Oulu" out of a question: a short name of a place is not found among many words."""
    spoken = text.rstrip("?؟!. ").split()
    return tuple(" ".join(pair) for pair in pairwise(spoken) if len(pair[0]) <= _PREPOSITION)


def _days(context: Context, view: TrackerView) -> Days | None:
    if is_typed(view):
        told = context.facts.days(view.latest.text, language_of(view), context.today())
        return told or (_kept(view) if view.slots.get("prompt") == "events" else None)
    return _read(str(entity(view, "first")), str(entity(view, "last")))


def _kept(view: TrackerView) -> Days | None:
    kept = view.slots.get("event_days") or ()
    return _read(*map(str, kept)) if len(kept) == len(("first", "last")) else None


def _read(first: str, last: str) -> Days | None:
    try:
        return Days(date.fromisoformat(first), date.fromisoformat(last))
    except ValueError:
        return None


def _after(view: TrackerView) -> int:
    """How many were shown before, as the "more" button says."""
    told = str(entity(view, "after") or 0)
    return int(told) if told.isdecimal() and len(told) <= 2 else 0


def _found(
    context: Context, view: TrackerView, place: str, days: Days | None, kind: str | None
) -> tuple[Occurrence, ...]:
    """Of the kind that was named where there are such, else all."""
    found = find_events(
        context.catalogue(),
        context.now(),
        municipality=None if place == ELSEWHERE else place,
        first=days.first if days else None,
        last=days.last if days else None,
        audience="employer" if form_of(view.slots) == EMPLOYER_FORM else "person",
        language=language_of(view).partition("-")[0],
        limit=_FURTHEST,
    )
    return tuple(event for event in found if event.kind == kind) or found


def _told(context: Context, voice: Voice, event: Occurrence) -> str:
    """Name, what it is, when, where, in which languages, the address: a line each."""
    words = _nearest(event, voice)
    where = ", ".join(filter(None, (event.place, event.address)))
    town = context.place_name(event.municipality, voice.language) if event.municipality else ""
    online = voice("events.online") if event.online else ""
    spoken = voice("events.languages", names=_languages(event.languages, voice)) if event.languages else ""
    lines = (
        words.name,
        words.summary,
        _when(event, voice),
        ", ".join(filter(None, (where, "" if town and town in where else town, online))),
        spoken,
        event.url,
    )
    return "\n".join(line for line in lines if line)


def _nearest(event: Occurrence, voice: Voice) -> EventText:
    wanted = (*voice.texts.chain(voice.language), *event.texts)
    return next(event.texts[code] for code in wanted if code in event.texts)


def locale_of(language: str) -> Locale:
    """Of the language as it is written here; English where nobody knows how a language writes dates."""
    code = language.partition("-")[0]
    try:
        return Locale.parse(_AS_IN_FINLAND.get(code, code))
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def _when(event: Occurrence, voice: Voice) -> str:
    """ "tiistai 24. marraskuuta 2026, 9.00–11.30"; of several days both."""
    locale = locale_of(voice.language)
    starts, ends = event.starts.astimezone(_HELSINKI), event.ends.astimezone(_HELSINKI)
    last = (ends - timedelta(seconds=1)).date() if event.all_day else ends.date()
    day = format_date(starts.date(), "full", locale)
    if event.all_day:
        return day if last <= starts.date() else f"{day} – {format_date(last, 'full', locale)}"
    until = format_time(ends.time(), "short", locale=locale)
    until = until if last == starts.date() else f"{format_date(last, 'full', locale)}, {until}"
    return f"{day}, {format_time(starts.time(), 'short', locale=locale)} – {until}"


def _languages(codes: Iterable[str], voice: Voice) -> str:
    names = locale_of(voice.language).languages
    return voice.texts.listed([str(names.get(code, code)) for code in codes], voice.language)


def _nothing(context: Context, view: TrackerView, place: str, days: Days | None) -> ActionResult:
    """Wider days and a wider area as buttons; it counts as a need that was not met."""
    voice = context.voice(view)
    any_time = (Button(voice("events.any_time"), _payload(place, None)),) if days else ()
    anywhere = (Button(voice("events.anywhere"), _payload(ELSEWHERE, days)),) if place != ELSEWHERE else ()
    buttons = (*any_time, *anywhere, voice.button("menu.search", "search_service"), *_next(voice, view))
    query = view.latest.text.strip() if is_typed(view) else voice("menu.events")
    said = Said(voice("events.nothing"), buttons, choice="one")
    return ActionResult(
        said=(said,), effects=(UnmetNeed(query),), followup=_then(view, bool(any_time or anywhere))
    )


def _kind(context: Context, view: TrackerView) -> str | None:
    if is_typed(view):
        return context.facts.event_kind(view.latest.text, language_of(view))
    told = entity(view, "kind")
    return str(told) if told in KINDS else None


def _named(kind: str | None) -> dict[str, str]:
    return {"kind": kind} if kind else {}


def _next(voice: Voice, view: TrackerView) -> tuple[Button, ...]:
    """Nothing where the open question follows."""
    if view.slots.get("waiting"):
        return (voice.button("handoff.cancel", "cancel_human"),)
    return go_on(voice, view) or (() if view.active_loop else menu_buttons(voice))


def _then(view: TrackerView, offers: bool) -> str | None:
    """Buttons of the answer wait for a press; else the open question follows."""
    return WAIT if offers else view.active_loop


def _payload(place: str, days: Days | None, **more: Any) -> str:
    told = {"first": days.first.isoformat(), "last": days.last.isoformat()} if days else {}
    return payload("find_events", municipality=place, **told, **more)
