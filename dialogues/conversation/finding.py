"""Searching the catalogue in the middle of a conversation."""

from typing import Final

from dialogues.conversation.assessment import ELSEWHERE
from dialogues.conversation.cards import card, local_card
from dialogues.conversation.context import Context, Voice, entity, is_typed, language_of
from dialogues.conversation.misunderstanding import not_understood
from dialogues.conversation.opening import WAIT, go_on
from dialogues.engine import Button, Said, ServiceCard, UnmetNeed
from dialogues.tracker import ActionResult, TrackerView
from knowledge.search import search as search_catalogue
from knowledge.service import Service

HITS: Final = 3
_LIKELY: Final = 2
_WITH_DECISIONS: Final = ("income_support", "integration", "entrepreneurship", "employer_services")
_GRANTED: Final = ("tuki", "tuet", "raha", "korvaus", "turva", "lupa", "oikeus", "eläk")
_ADVICE: Final = "neuvonta"
"""What benefits, permits and rights are called, and advice: every service has a Finnish name."""


def search(context: Context, view: TrackerView) -> ActionResult:
    """At most three hits for the words of the message; without words, asks what to look for."""
    voice = context.voice(view)
    query = _query(voice, view)
    if not query:
        said = Said(voice("search.ask"), go_on(voice, view), choice="one")
        return ActionResult(slots={"prompt": "search"}, said=(said,), followup=WAIT)
    found = find(context, view, query)
    if not found:
        return _nothing(voice, view, query)
    return ActionResult(
        said=(Said(_words(voice, found), _next(voice, view), services=_cards(context, view, query, found)),),
        followup=view.active_loop,
    )


def _cards(
    context: Context, view: TrackerView, query: str, found: tuple[Service, ...]
) -> tuple[ServiceCard, ...]:
    """With the places of local services while nobody knows where the person lives."""
    language, today = language_of(view), context.today()
    if _area(context, view, query) is None:
        places = context.municipalities
        return tuple(local_card(each, context.texts, language, today, places) for each in found)
    return tuple(card(each, context.texts, language, today) for each in found)


def _query(voice: Voice, view: TrackerView) -> str:
    """What to look for; nothing when only the name of the command was typed."""
    typed = view.latest.text if is_typed(view) else ""
    query = str(entity(view, "query") or typed).strip()
    return "" if query.casefold() == voice("menu.search").casefold() else query


def search_or_not_understood(context: Context, view: TrackerView) -> ActionResult:
    """Words that are most likely a search are searched for; only what finds nothing was not understood."""
    likely = [intent for intent, _confidence in view.latest.ranking[:_LIKELY]]
    first_time = is_typed(view) and not view.slots.get("misses")
    if first_time and "search_service" in likely and find(context, view, view.latest.text):
        return search(context, view)
    return not_understood(context, view)


def find(context: Context, view: TrackerView, query: str) -> tuple[Service, ...]:
    """For a person, until a company is known to ask; services for companies only where nothing else is."""
    known = view.slots.get("audience")
    return _hits(context, view, query, known or "person") or (
        () if known else _hits(context, view, query, None)
    )


def _hits(context: Context, view: TrackerView, query: str, audience: str | None) -> tuple[Service, ...]:
    hits = search_catalogue(
        context.catalogue(),
        query,
        language_of(view),
        municipality=_area(context, view, query),
        audience=audience,
        limit=HITS,
        today=context.today(),
    )
    return tuple(hit.service for hit in hits)


def _area(context: Context, view: TrackerView, query: str) -> str | None:
    """The person's municipality, else that which the words name; ELSEWHERE when told, None when not known."""
    told: str | None = view.slots.get("municipality")
    if told is not None and told != ELSEWHERE:
        return told
    named = context.municipalities.find(query, language_of(view))
    return named.municipality.code if named else told


def _words(voice: Voice, found: tuple[Service, ...]) -> str:
    text = voice("search.found") if len(found) > 1 else voice("search.found_one")
    return f"{text} {voice('search.who_decides')}" if any(map(is_granted, found)) else text


def is_granted(service: Service) -> bool:
    """Whether it is decided who gets it: a benefit, a permit, a right; advice is open to everybody."""
    name = service.texts["fi"].name.casefold() if "fi" in service.texts else ""
    named = any(word in name for word in _GRANTED) and _ADVICE not in name
    return service.category in _WITH_DECISIONS and named


def _nothing(voice: Voice, view: TrackerView, query: str) -> ActionResult:
    said = Said(voice("search.nothing"), _next(voice, view))
    return ActionResult(said=(said,), effects=(UnmetNeed(query),), followup=view.active_loop)


def _next(voice: Voice, view: TrackerView) -> tuple[Button, ...]:
    """Nothing when the open question follows."""
    if view.active_loop and not view.slots.get("waiting"):
        return ()
    again = voice.button("button.search_again", "search_service")
    if view.slots.get("waiting"):
        return (again, voice.button("handoff.cancel", "cancel_human"))
    start = go_on(voice, view) or (voice.button("menu.assessment", "start_assessment"),)
    return (
        again,
        *start,
        voice.button("menu.person", "ask_human"),
    )
