"""Which services fit a needs profile, best first, each with the reasons it was chosen."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from knowledge.catalogue import Catalogue
from knowledge.eligibility import ADULT, eligible
from knowledge.profile import NeedsProfile
from knowledge.ranking import barriers, common, foreign_language, relevant, score
from knowledge.service import Service
from knowledge.variety import FIRST_ONES, varied
from knowledge.vocabulary import AGE_BANDS

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


def recommend(profile: NeedsProfile, catalogue: Catalogue, today: date) -> tuple[Recommendation, ...]:
    """All that fit, best first; among the first three as many wanted goals and heavy barriers as possible."""
    fitting = eligible(profile, catalogue.services, today)
    scores = {service.id: score(profile, service) for service in fitting if relevant(profile, service)}
    kept = [(service, scores[service.id]) for service in fitting if service.id in scores]
    kept.sort(key=lambda pair: (-pair[1], pair[0].id))
    return tuple(
        Recommendation(service, tuple(reasons(profile, service)), scores[service.id])
        for service in varied(profile, kept)
    )


def depends_on_age(profile: NeedsProfile, catalogue: Catalogue, today: date) -> bool:
    """Whether knowing an adult's age could change which services are shown first: only then is it asked."""
    if profile.age_band is not None or profile.audience == "employer":
        return False
    unknown = _first_ids(profile, catalogue, today)
    adults = (replace(profile, age_band=band) for band in AGE_BANDS if band != "under_18")
    return any(_first_ids(adult, catalogue, today) != unknown for adult in adults)


def _first_ids(profile: NeedsProfile, catalogue: Catalogue, today: date) -> set[str]:
    return {found.service.id for found in recommend(profile, catalogue, today)[:FIRST_ONES]}


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
