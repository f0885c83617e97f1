"""Which services fit a needs profile, best first, each with the reasons it was chosen."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal

from knowledge.catalogue import Catalogue
from knowledge.eligibility import ADULT, NATIONAL_LANGUAGES, eligible, newcomer
from knowledge.profile import NeedsProfile
from knowledge.service import Service
from knowledge.vocabulary import AGE_BANDS

WEIGHTS: Final = {
    "goal": 30,  # the first wanted goal that the service helps with
    "another_goal": 6,  # each further one
    "employer_need": 30,
    "another_employer_need": 8,
    "required_situation": 16,  # made for exactly this situation
    "situation": 12,
    "other_situation": -10,  # made for situations, but not for this one
    "heavy_barrier": 22,  # health, money, criminal record, digital, family: first what blocks the rest
    "barrier": 10,
    "unemployed_for": 10,
    "other_unemployed_for": -8,
    "field": 14,
    "other_field": -16,
    "local": 8,
    "own_office": 16,  # the municipality's own employment services, for job seekers
    "own_door": 12,  # newcomers' advice, youth guidance or start-up advice, for those it is the door of
    "newcomer": 8,
    "language": 8,  # serves in a language other than the national ones
    "other_language": -4,
    "evidence_A": 3,
    "evidence_B": 2,
    "evidence_C": 1,
    "evidence_D": 0,
}
"""The order in which a counsellor thinks, in points."""

COVERS_GOAL, COVERS_BARRIER = 50, 60
"""Added while choosing the first ones to a service that helps with what none chosen before it helps with."""

FIRST_ONES: Final = 3
HEAVY_BARRIERS: Final = ("criminal_record", "health", "money", "family", "digital")
NO_BARRIERS: Final = ("nothing", "rather_not_say")
JOB_SEEKING: Final = (
    "unemployed",
    "laid_off",
    "new_in_finland",
    "graduated",
    "part_time",
    "at_home",
    "other",
)
LEADING_GOAL: Final = {
    "employment_services": "job",
    "youth_guidance": "direction",
    "newcomer_advice": "language",
    "startup_advice": "business",
}
"""Doors know a little of everything: among the first ones they stand for one goal only."""

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
    scored = [_recommendation(profile, service) for service in fitting if _relevant(profile, service)]
    scored.sort(key=lambda found: (-found.score, found.service.id))
    return _varied(profile, scored)


def depends_on_age(profile: NeedsProfile, catalogue: Catalogue, today: date) -> bool:
    """Whether knowing the age could change which services are shown first: only then is it worth asking."""
    if profile.age_band is not None or profile.audience == "employer":
        return False
    unknown = _first_ids(profile, catalogue, today)
    adult_bands = AGE_BANDS[1:]
    return any(
        _first_ids(replace(profile, age_band=band), catalogue, today) != unknown for band in adult_bands
    )


def _first_ids(profile: NeedsProfile, catalogue: Catalogue, today: date) -> set[str]:
    return {found.service.id for found in recommend(profile, catalogue, today)[:FIRST_ONES]}


def _recommendation(profile: NeedsProfile, service: Service) -> Recommendation:
    return Recommendation(
        service, tuple(reasons(profile, service)), sum(WEIGHTS[name] for name in points(profile, service))
    )


def _relevant(profile: NeedsProfile, service: Service) -> bool:
    """Eligible is not enough: it must help with something that was said, or nothing may have been said."""
    if profile.audience == "employer":
        return not profile.employer_needs or not service.employer_needs.isdisjoint(profile.employer_needs)
    if not service.barriers.isdisjoint(_barriers(profile)) or not service.goals.isdisjoint(profile.goals):
        return True
    if service.goals and profile.goals:
        return False
    return profile.situation in service.required_situations | service.situations or _is_own_door(
        profile, service
    )


def reasons(profile: NeedsProfile, service: Service) -> Iterator[Reason]:
    """Why an eligible service suits, the weightiest first."""
    served = service.required_situations | service.situations
    matches: tuple[tuple[ReasonKind, tuple[str, ...]], ...] = (
        ("employer_need", _common(profile.employer_needs, service.employer_needs)),
        ("goal", _common(profile.goals, service.goals)),
        ("barrier", _common(_barriers(profile), service.barriers)),
        ("situation", _common((profile.situation,), served)),
        ("unemployed_for", _common((profile.unemployed_for,), service.unemployed_for)),
        ("field", _common((profile.field,), service.fields)),
        ("municipality", _common((profile.municipality,), service.municipalities or frozenset())),
        ("language", _common((_foreign_language(profile),), frozenset(service.languages))),
    )
    yield from (Reason(kind, values) for kind, values in matches if values)
    if profile.age_band and (service.max_age is not None or (service.min_age or 0) > ADULT):
        yield Reason("age", (profile.age_band,))
    if service.newcomers_only:
        yield Reason("newcomer")


def points(profile: NeedsProfile, service: Service) -> Iterator[str]:
    """The names in WEIGHTS that count for this pair; one may come several times."""
    yield from _points_for_each("goal", _common(profile.goals, service.goals))
    yield from _points_for_each("employer_need", _common(profile.employer_needs, service.employer_needs))
    yield from _situation_points(profile, service)
    for barrier in _common(_barriers(profile), service.barriers):
        yield "heavy_barrier" if barrier in HEAVY_BARRIERS else "barrier"
    yield from _either("unemployed_for", profile.unemployed_for, service.unemployed_for)
    yield from _either("field", profile.field, service.fields)
    if service.municipalities is not None:
        yield "local"
    if _is_own_door(profile, service):
        yield "own_office" if service.role == "employment_services" else "own_door"
    if service.newcomers_only:
        yield "newcomer"
    yield from _either("language", _foreign_language(profile), frozenset(service.languages))
    yield f"evidence_{service.evidence}"


def _points_for_each(name: str, matched: tuple[str, ...]) -> Iterator[str]:
    yield from (name if place == 0 else f"another_{name}" for place in range(len(matched)))


def _situation_points(profile: NeedsProfile, service: Service) -> Iterator[str]:
    if profile.situation in service.required_situations and not service.situations:
        yield "required_situation"
    else:
        yield from _either("situation", profile.situation, service.situations)


def _either(name: str, known: str | None, served: frozenset[str]) -> Iterator[str]:
    """A point for a match, a minus for a service that is for others; nothing when either side is silent."""
    if known is not None and served:
        yield name if known in served else f"other_{name}"


def _is_own_door(profile: NeedsProfile, service: Service) -> bool:
    if service.role == "employment_services":
        looking = not profile.goals or not {"job", "unsure"}.isdisjoint(profile.goals)
        return looking and (profile.situation is None or profile.situation in JOB_SEEKING)
    if service.role == "newcomer_advice":
        return newcomer(profile)
    if service.role == "youth_guidance":
        return profile.age_band is not None
    if service.role == "startup_advice":
        return "business" in profile.goals or "startup" in profile.employer_needs
    return service.role == "employer_services" and profile.audience == "employer"


def _varied(profile: NeedsProfile, scored: list[Recommendation]) -> tuple[Recommendation, ...]:
    """Puts first, one after the other, what helps most with what is not helped with yet."""
    rest, chosen = list(scored), list[Recommendation]()
    open_goals = set(profile.goals) - {"unsure"}
    open_barriers = set(_barriers(profile)).intersection(HEAVY_BARRIERS)
    while rest and (len(chosen) < FIRST_ONES or open_goals or open_barriers):
        best = max(
            rest, key=lambda found: found.score + _newly_helped(found.service, open_goals, open_barriers)
        )
        if len(chosen) >= FIRST_ONES and not _newly_helped(best.service, open_goals, open_barriers):
            break
        rest.remove(best)
        chosen.append(best)
        open_goals -= _stands_for(best.service)
        open_barriers -= best.service.barriers
    return (*chosen, *rest)


def _newly_helped(service: Service, open_goals: set[str], open_barriers: set[str]) -> int:
    goals = len(open_goals & _stands_for(service))
    return COVERS_GOAL * goals + COVERS_BARRIER * len(open_barriers & service.barriers)


def _stands_for(service: Service) -> frozenset[str]:
    leading = LEADING_GOAL.get(service.role or "")
    return frozenset((leading,)) if leading else service.goals


def _barriers(profile: NeedsProfile) -> tuple[str, ...]:
    return tuple(barrier for barrier in profile.barriers if barrier not in NO_BARRIERS)


def _foreign_language(profile: NeedsProfile) -> str | None:
    return None if profile.language in NATIONAL_LANGUAGES else profile.language


def _common(known: tuple[str | None, ...], served: frozenset[str]) -> tuple[str, ...]:
    return tuple(value for value in known if value is not None and value in served)
