"""A search of the catalogue in people's own words."""

from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Final

from knowledge.catalogue import Catalogue
from knowledge.eligibility import is_valid, serves_municipality
from knowledge.search_index import content_words
from knowledge.service import Service

ENOUGH: Final = 0.3
"""The share of a query's weight that a service must hold: less is a chance likeness."""

FAR_BEHIND: Final = 0.35
"""Hits below this share of the best one's score are left out."""

SENTENCE: Final = 3
"""From so many words with content on, meanings count twice as much as characters."""

RANK_DAMPING: Final = 60
"""Of reciprocal rank fusion, as usual: the first places of both rankings weigh nearly alike."""

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
    day = today or catalogue.made_on
    open_to_all = [
        place
        for place, service in enumerate(catalogue.services)
        if serves_municipality(service, municipality)
        and (audience is None or audience in service.audience)
        and (category is None or category == service.category)
        and is_valid(service, day)
    ]
    places = _without_needless_stand_ins(catalogue, open_to_all, municipality)
    scores = _fused(catalogue, query, language, places)
    best_first = sorted(scores, key=lambda place: (-scores[place], catalogue.services[place].id))[:limit]
    found = ((catalogue.services[place], scores[place]) for place in best_first)
    return tuple(Hit(service, text_language(service, language), score) for service, score in found)


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


def _fused(catalogue: Catalogue, query: str, language: str, places: list[int]) -> dict[int, float]:
    """Place -> score of those that answer: by characters, and by meaning where vectors can be had."""
    by_words = catalogue.index.scores(query)
    alike = {
        place: float(by_words.relevance[place]) for place in places if by_words.coverage[place] >= ENOUGH
    }
    alike = {place: score for place, score in alike.items() if score >= FAR_BEHIND * max(alike.values())}
    likeness = catalogue.meanings.likeness(query, language) if catalogue.meanings and query.strip() else None
    if likeness is None:
        return alike
    near = {place: float(likeness[place]) for place in places if likeness[place] > 0}
    weight = 2 if len(content_words(query)) >= SENTENCE else 1
    fused = _reciprocal_ranks(alike)
    for place, share in _reciprocal_ranks(near).items():
        fused[place] = fused.get(place, 0.0) + weight * share
    return fused


def _reciprocal_ranks(scores: dict[int, float]) -> dict[int, float]:
    best_first = sorted(scores, key=lambda place: (-scores[place], place))
    return {place: 1 / (RANK_DAMPING + rank) for rank, place in enumerate(best_first)}


def _without_needless_stand_ins(
    catalogue: Catalogue, places: list[int], municipality: str | None
) -> list[int]:
    doors = {
        service.role
        for service in catalogue.services
        if not service.stand_in and serves_municipality(service, municipality)
    }
    services = catalogue.services
    return [place for place in places if not services[place].stand_in or services[place].role not in doors]
