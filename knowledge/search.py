"""A search of the catalogue in people's own words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import islice
from typing import Final

import numpy as np

from knowledge.catalogue import Catalogue
from knowledge.eligibility import is_valid, serves_municipality
from knowledge.search_index import Wanted
from knowledge.search_words import Asked, content_words
from knowledge.service import Service

FAR_BEHIND: Final = 0.35
"""Hits below this share of the best one's score are left out."""

MEANING: Final = 0.5
"""What likeness of meaning counts beside that of characters. Measured: 0.4 to 0.6 are as good."""

NEAREST: Final = 100
"""Of services that are near in meaning so many at most are looked at."""

FIRST: Final = 1000.0
"""The score of a service that a synonym names: above all that are only alike."""

LOCAL: Final = 0.75
"""Of a local service's score while nobody knows where the person lives: nationwide ones as good are first."""

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

    A municipality named in the query stands in for one that is not known. Without any, local services are
    found too, after nationwide ones that are as good; with a code that is no municipality's ("elsewhere")
    only nationwide ones. `today` is the catalogue's day when not given. What a synonym names comes first.
    """
    if municipality is None and (named := catalogue.municipalities.find(query, language)):
        municipality = named.municipality.code
    closed = frozenset(
        role
        for role, doors in catalogue.index.doors.items()
        if any(serves_municipality(door, municipality) for door in doors)
    )
    wanted = Wanted(municipality, audience, category, closed)
    may_be_shown = partial(_may_be_shown, wanted=wanted, today=today or catalogue.made_on)
    meant = catalogue.synonyms.meant(query, language)
    asked = Asked(content_words(query), meant.words)
    scores = _fused(catalogue, query, language, asked, wanted, may_be_shown)
    if municipality is None:
        scores = {key: score * _reach(catalogue.by_id[key]) for key, score in scores.items()}
    for place, service_id in enumerate(meant.services):
        if (named_service := catalogue.by_id.get(service_id)) and may_be_shown(named_service):
            scores[service_id] = FIRST - place
    best_first = sorted(scores, key=lambda key: (-scores[key], key))[:limit]
    found = ((catalogue.by_id[key], scores[key]) for key in best_first)
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


def _fused(
    catalogue: Catalogue,
    query: str,
    language: str,
    asked: Asked,
    wanted: Wanted,
    may_be_shown: Callable[[Service], bool],
) -> dict[str, float]:
    """Service -> score of those that answer: by characters, and by meaning where vectors can be had.

    Both are counted as shares of their best: on real records that is better than fusing ranks.
    """
    found = catalogue.index.find(asked, wanted)
    by_words = {key: score for key, score in found.relevance.items() if may_be_shown(catalogue.by_id[key])}
    best = max(by_words.values(), default=0.0)
    answers = by_words if found.meant else {}
    alike = {key: score / best for key, score in answers.items() if score >= FAR_BEHIND * best}
    near = _near(catalogue, query, language, may_be_shown, frozenset(alike))
    if near is None:
        return alike
    shares = {key: by_words[key] / best if key in by_words else 0.0 for key in near}
    return {key: (1 - MEANING) * shares[key] + MEANING * near[key] for key in near}


def _near(
    catalogue: Catalogue,
    query: str,
    language: str,
    may_be_shown: Callable[[Service], bool],
    alike: frozenset[str],
) -> dict[str, float] | None:
    """Service -> likeness as a share of the best: of those that are near, and of those that are `alike`.

    None while no vectors can be had.
    """
    meanings = catalogue.meanings
    likeness = meanings.likeness(query, language) if meanings and query.strip() else None
    if meanings is None or likeness is None:
        return None
    services = catalogue.services
    enough = np.flatnonzero(likeness >= meanings.near_enough(language))
    nearest = (services[place] for place in enough[np.argsort(-likeness[enough], kind="stable")])
    found = {each.id for each in islice(filter(may_be_shown, nearest), NEAREST)} | alike
    near = {key: max(0.0, float(likeness[catalogue.place(key)])) for key in found}
    best = max(near.values(), default=0.0)
    return {key: share / best if best else 0.0 for key, share in near.items()}


def _reach(service: Service) -> float:
    return 1.0 if service.municipalities is None else LOCAL


def _may_be_shown(service: Service, wanted: Wanted, today: date) -> bool:
    return (
        (wanted.municipality is None or serves_municipality(service, wanted.municipality))
        and (wanted.audience is None or wanted.audience in service.audience)
        and (wanted.category is None or wanted.category == service.category)
        and not (service.stand_in and service.role in wanted.closed)
        and is_valid(service, today)
    )
