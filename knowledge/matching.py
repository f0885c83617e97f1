"""Which services fit a needs profile, best first, each with the reasons it was chosen."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from typing import Final, Literal, overload

import numpy as np

from knowledge import ranking
from knowledge.catalogue import Catalogue
from knowledge.eligibility import ADULT, DOOR, HARD_RULES, is_needed, open_doors
from knowledge.matching_index import Answers, MatchingIndex, Places
from knowledge.matching_rule import Rule
from knowledge.profile import NeedsProfile
from knowledge.ranking import SCORES, barriers, common, foreign_language
from knowledge.relevance import FOR_ANOTHER_FIELD, FOR_OTHER_GOALS, HELPS, MEETS_NEEDS, SUITS
from knowledge.service import Service
from knowledge.variety import COULD_STAND_FOR, FIRST_ONES, first_ones
from knowledge.vocabulary import AGE_BANDS

NARROWEST: Final = HARD_RULES["municipality"]
"""Asked first it leaves few services for the others."""

ReasonKind = Literal[
    "municipality",
    "situation",
    "goal",
    "barrier",
    "field",
    "unemployed_for",
    "age",
    "employer_need",
    "language",
    "newcomer",
]


@dataclass(frozen=True, slots=True)
class Reason:
    """Something true of both the profile and the service. `values` are the codes it is true of."""

    kind: ReasonKind
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Recommendation:
    service: Service
    reasons: tuple[Reason, ...]
    score: int


class Recommendations(Sequence[Recommendation]):
    """Services in the order in which they are shown. Why each was chosen is told when it is looked at."""

    def __init__(self, profile: NeedsProfile, services: Sequence[Service], scores: Sequence[int]) -> None:
        self._profile = profile
        self._services = services
        self._scores = scores

    def __len__(self) -> int:
        return len(self._services)

    @property
    def services(self) -> Sequence[Service]:
        return self._services

    def picked(self, places: Iterable[int]) -> "Recommendations":
        """Those at these places, in the order of the places."""
        kept = tuple(places)
        services, scores = [self._services[at] for at in kept], [self._scores[at] for at in kept]
        return Recommendations(self._profile, services, scores)

    def place(self, service_id: str) -> int | None:
        """Where a service stands, counted from 0."""
        places = (place for place, service in enumerate(self._services) if service.id == service_id)
        return next(places, None)

    @overload
    def __getitem__(self, place: int) -> Recommendation: ...
    @overload
    def __getitem__(self, place: slice) -> "Recommendations": ...
    def __getitem__(self, place: int | slice) -> "Recommendation | Recommendations":
        if isinstance(place, slice):
            return Recommendations(self._profile, self._services[place], self._scores[place])
        service = self._services[place]
        return Recommendation(service, tuple(reasons(self._profile, service)), self._scores[place])


def recommend(profile: NeedsProfile, catalogue: Catalogue, today: date) -> Recommendations:
    """All that fit, best first; among the first three as many wanted goals and heavy barriers as possible.

    The same as to ask `eligibility.eligible`, `ranking.relevant` and `ranking.score` of each service.
    """
    index = catalogue.matching
    found, scores = _in_order(profile, index, today)
    return Recommendations(profile, [index.services[place] for place in found.tolist()], scores.tolist())


def _in_order(profile: NeedsProfile, index: MatchingIndex, today: date) -> tuple[Places, Answers]:
    """Where what fits stands in the index, as it is shown, and its scores."""
    found, scores = _best_first(profile, index, today)
    could = reduce(np.bitwise_or, (index.answers(rule, profile, found, today) for rule in COULD_STAND_FOR))
    choices = _choices(profile, index, found)
    first = first_ones(profile, lambda place: index.services[found[place]], scores, could, choices)
    places = np.arange(len(found))
    order = np.concatenate([places[first], np.delete(places, first)])
    return found[order], scores[order]


def _best_first(profile: NeedsProfile, index: MatchingIndex, today: date) -> tuple[Places, Answers]:
    """By their scores alone; those alike in the order of the index."""
    found = _relevant(profile, index, _eligible(profile, index, today), today)
    scores = reduce(np.add, (index.answers(rule, profile, found, today) for rule in SCORES))
    order = np.argsort(-scores, kind="stable")
    return found[order], scores[order]


def _choices(profile: NeedsProfile, index: MatchingIndex, places: Places) -> dict[str, int]:
    """How many services there are for each wanted goal."""
    kinds = tuple(index.kinds(ranking.GOALS, places))
    return {
        goal: sum(how_many for service, how_many in kinds if goal in service.goals) for goal in profile.goals
    }


def _eligible(profile: NeedsProfile, index: MatchingIndex, today: date) -> Places:
    places = _allowed(profile, index, today)
    doors = _doors(index, places)
    return places[index.asked(DOOR, lambda service: is_needed(service, doors), places) > 0]


def _allowed(profile: NeedsProfile, index: MatchingIndex, today: date) -> Places:
    places = index.everywhere
    for rule in (NARROWEST, *HARD_RULES.values()):
        places = places[index.answers(rule, profile, places, today) > 0]
    return places


def _doors(index: MatchingIndex, places: Places) -> frozenset[str | None]:
    return open_doors(service for service, _ in index.kinds(DOOR, places))


def _relevant(profile: NeedsProfile, index: MatchingIndex, places: Places, today: date) -> Places:
    def answers(*rules: Rule[int]) -> Answers:
        each = (index.answers(rule, profile, places, today) for rule in rules)
        return reduce(np.bitwise_or, each)

    if profile.audience == "employer":
        return places[answers(MEETS_NEEDS) > 0]
    suits = answers(*SUITS) & ~answers(FOR_OTHER_GOALS)
    return places[(answers(*HELPS) | suits) & ~answers(FOR_ANOTHER_FIELD) > 0]


def open_doors_for(profile: NeedsProfile, catalogue: Catalogue, today: date) -> frozenset[str | None]:
    """The roles whose stand-ins somebody does not need."""
    return _doors(catalogue.matching, _allowed(profile, catalogue.matching, today))


def depends_on_age(profile: NeedsProfile, catalogue: Catalogue, today: date) -> bool:
    """Whether knowing an adult's age could change which services are shown first: only then is it asked."""
    if profile.age_band is not None or profile.audience == "employer":
        return False
    unknown = _first_ids(profile, catalogue, today)
    adults = (replace(profile, age_band=band) for band in AGE_BANDS if band != "under_18")
    return any(_first_ids(adult, catalogue, today) != unknown for adult in adults)


def _first_ids(profile: NeedsProfile, catalogue: Catalogue, today: date) -> set[str]:
    index = catalogue.matching
    found, _ = _in_order(profile, index, today)
    return {index.services[place].id for place in found[:FIRST_ONES].tolist()}


def reasons(profile: NeedsProfile, service: Service) -> Iterator[Reason]:
    """Why an eligible service suits, the weightiest first."""
    served = service.required_situations | service.situations
    matches: tuple[tuple[ReasonKind, tuple[str, ...]], ...] = (
        ("employer_need", common(profile.employer_needs, service.employer_needs)),
        ("goal", common(profile.goals, service.goals)),
        ("barrier", common(barriers(profile), service.barriers)),
        ("situation", common((profile.situation,), served)),
        ("unemployed_for", common((profile.unemployed_for,), service.unemployed_for)),
        ("field", common((profile.field,), service.fields)),
        ("municipality", common((profile.municipality,), service.municipalities or frozenset())),
        ("language", common((foreign_language(profile),), frozenset(service.languages))),
    )
    yield from (Reason(kind, values) for kind, values in matches if values)
    if profile.age_band and (service.max_age is not None or (service.min_age or 0) > ADULT):
        yield Reason("age", (profile.age_band,))
    if service.newcomers_only and (profile.situation == "new_in_finland" or profile.education == "foreign"):
        yield Reason("newcomer")  # a language alone opens the door, but proves nothing that could be said
