"""A few events around the day of the shipped catalogue, for conversations that look for them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from knowledge.catalogue import Catalogue
from knowledge.event import EventText, Occurrence
from knowledge.events.series import EventSeries
from tests.knowledge.shipped import catalogue

_HELSINKI = timedelta(hours=2)


def event(name: str, day: str, municipality: str | None, **facts: Any) -> EventSeries:
    """From 9 to 11 in Helsinki's winter; `day` as 2026-11-24."""
    starts = datetime.fromisoformat(f"{day}T09:00:00+00:00").astimezone(UTC) - _HELSINKI
    known: dict[str, Any] = {
        "kind": "recruiting",
        "texts": {"fi": EventText("fi", name, "Tule tapaamaan työnantajia.", "reviewed")},
        "languages": ("fi", "en"),
        "url": "https://example.org/event",
        "place": "Kirjasto",
        **facts,
    }
    return EventSeries(
        Occurrence(
            event_id=name,
            provider="oulu",
            provider_names={"fi": "Oulun kaupunki"},
            starts=starts,
            ends=starts + timedelta(hours=2),
            municipality=municipality,
            **known,
        ),
        name,
    )


EVENTS = (
    event("Rekrytreffit", "2026-11-24", "564"),
    event("Avoin info", "2026-11-25", "564", kind="info"),
    event("Hoiva-alan rekry", "2026-11-26", "564"),
    event("Rakennusalan rekry", "2026-11-27", "564"),
    event("Turun messut", "2026-11-24", "853", kind="fair"),
    event("Verkkoklinikka", "2026-12-03", None, kind="training", online=True, place=""),
)


@cache
def catalogue_with_events() -> Catalogue:
    return replace(catalogue(), events=EVENTS)
