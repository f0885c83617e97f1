"""A search of the catalogue in people's own words."""

from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Final

from knowledge.catalogue import Catalogue
from knowledge.eligibility import is_valid, serves_municipality
from knowledge.service import Service

ENOUGH: Final = 0.3
"""The share of a query's weight that a service must hold: less is a chance likeness."""

FAR_BEHIND: Final = 0.35
"""Hits below this share of the best one's score are left out."""

FALLBACKS: Final = ("fi", "en", "sv")


@dataclass(frozen=True, slots=True)
class Hit:
    """A service found. `text_language`: of the text to show, the asked one or the nearest there is."""

    service: Service
    text_language: str
    score: float


def search(
    catalogue: Catalogue,
    query: str,
    language: str,
    municipality: str | None = None,
    audience: str | None = None,
    category: str | None = None,
    limit: int = 3,
    today: date | None = None,
) -> tuple[Hit, ...]:
    """The services that answer a query best, at most `limit`; none when nothing does.

    A municipality named in the query stands in for one that is not known. Without any, only nationwide
    services are found. `today` is the catalogue's day when not given.
    """
    if municipality is None and (named := catalogue.municipalities.find(query, language)):
        municipality = named.municipality.code
    scores = catalogue.index.scores(query)
    day = today or catalogue.made_on
    found = [
        Hit(service, text_language(service, language), float(scores.relevance[place]))
        for place, service in enumerate(catalogue.services)
        if scores.coverage[place] >= ENOUGH
        and serves_municipality(service, municipality)
        and (audience is None or audience in service.audience)
        and (category is None or category == service.category)
        and is_valid(service, day)
    ]
    found = _without_needless_stand_ins(catalogue, found, municipality)
    found.sort(key=lambda hit: (-hit.score, hit.service.id))
    return tuple(hit for hit in found[:limit] if hit.score >= FAR_BEHIND * found[0].score)


def browse(
    catalogue: Catalogue,
    municipality: str | None = None,
    audience: str | None = None,
    category: str | None = None,
    limit: int = 10,
    today: date | None = None,
) -> tuple[Service, ...]:
    """Every service that meets the conditions, in the order of their ids; None is no condition."""
    day = today or catalogue.made_on
    found = (
        service
        for service in catalogue.services
        if (municipality is None or serves_municipality(service, municipality))
        and (audience is None or audience in service.audience)
        and (category is None or category == service.category)
        and is_valid(service, day)
    )
    return tuple(islice(found, limit))


def text_language(service: Service, language: str) -> str:
    """In which language a service is best told to a reader of `language`."""
    wanted = (language, *FALLBACKS) if language != "fi-x-selko" else ("fi-x-selko", *FALLBACKS)
    return next((code for code in wanted if code in service.texts), next(iter(service.texts)))


def _without_needless_stand_ins(
    catalogue: Catalogue, found: list[Hit], municipality: str | None
) -> list[Hit]:
    doors = {
        service.role
        for service in catalogue.services
        if not service.stand_in and serves_municipality(service, municipality)
    }
    return [hit for hit in found if not hit.service.stand_in or hit.service.role not in doors]
