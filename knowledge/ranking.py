"""How well an eligible service fits a profile: which of the weights count for the two."""

from collections.abc import Iterator
from typing import Final

from knowledge.eligibility import NATIONAL_LANGUAGES, newcomer
from knowledge.profile import NeedsProfile
from knowledge.service import Service
from knowledge.weights import DOORS, HEAVY_BARRIERS, JOB_SEEKING, LIFTED_BY, NO_BARRIERS, WEIGHTS

FEW_FIELDS: Final = 2
"""A service for so few fields is of no use to somebody who has named another."""

NOTHING_SAID: Final = ("unsure",)
"""Who names no goal is helped first by what helps those who do not know."""


def score(profile: NeedsProfile, service: Service) -> int:
    """The sum of all that counts; only the order of two scores means anything."""
    return sum(WEIGHTS[name] for name in points(profile, service))


def points(profile: NeedsProfile, service: Service) -> Iterator[str]:
    """The names in WEIGHTS that count for this pair; one may come several times."""
    yield from _points_for_each("goal", common(profile.goals or NOTHING_SAID, service.goals))
    yield from _points_for_each("employer_need", common(profile.employer_needs, service.employer_needs))
    if len(service.employer_needs) == 1 and not service.employer_needs.isdisjoint(profile.employer_needs):
        yield "only_employer_need"
    if profile.situation in service.required_situations:
        yield "required_situation"
    yield from _either("situation", profile.situation, service.situations)
    for barrier in common(barriers(profile), service.barriers):
        yield "heavy_barrier" if barrier in HEAVY_BARRIERS and lifts(service, barrier) else "barrier"
    yield from _either("unemployed_for", _without_work_for(profile), service.unemployed_for)
    if service.unemployed_for == {"over_a_year"} and profile.unemployed_for is None:
        yield "only_long_unemployed"
    yield from _either("field", profile.field, service.fields)
    if service.municipalities is not None:
        yield "local"
    if is_own_door(profile, service):
        yield DOORS.get(service.role or "", "own_door")
    if service.newcomers_only:
        yield "newcomer"
    if not _taught_in_it(profile, service):
        yield from _either("language", foreign_language(profile), frozenset(service.languages))
    yield f"evidence_{service.evidence}"


def _taught_in_it(profile: NeedsProfile, service: Service) -> bool:
    """A Finnish course is held in Finnish: that does not count against it."""
    taught = "language" in common(profile.goals, service.goals)
    return taught and foreign_language(profile) not in service.languages


def _without_work_for(profile: NeedsProfile) -> str | None:
    """Who has just been laid off is not asked how long."""
    return "under_3_months" if profile.situation == "laid_off" else profile.unemployed_for


def _points_for_each(name: str, matched: tuple[str, ...]) -> Iterator[str]:
    yield from (name if place == 0 else f"another_{name}" for place in range(len(matched)))


def _either(name: str, known: str | None, served: frozenset[str]) -> Iterator[str]:
    """A point for a match, a minus for a service that is for others; nothing when either side is silent."""
    if known is not None and served:
        yield name if known in served else f"other_{name}"
        if served == {known} and f"only_{name}" in WEIGHTS:
            yield f"only_{name}"


def is_own_door(profile: NeedsProfile, service: Service) -> bool:
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


def relevant(profile: NeedsProfile, service: Service) -> bool:
    """Eligible is not enough: it must help with something that was said, or nothing may have been said."""
    if profile.audience == "employer":
        return not profile.employer_needs or not service.employer_needs.isdisjoint(profile.employer_needs)
    if _for_another_field(profile, service):
        return False
    if not service.goals.isdisjoint(profile.goals):
        return True
    if any(lifts(service, barrier) for barrier in barriers(profile)):
        return True
    if service.goals and profile.goals:
        return False
    served = service.required_situations | service.situations
    return profile.situation in served or is_own_door(profile, service)


def _for_another_field(profile: NeedsProfile, service: Service) -> bool:
    specific = 0 < len(service.fields) <= FEW_FIELDS
    return specific and profile.field not in (None, "other", *service.fields)


def lifts(service: Service, barrier: str) -> bool:
    """Whether a service is there for this barrier, and not only for people who have it."""
    return barrier in service.barriers and service.category in LIFTED_BY.get(barrier, ())


def barriers(profile: NeedsProfile) -> tuple[str, ...]:
    """The barriers named; "nothing special" and "rather not say" are none."""
    return tuple(barrier for barrier in profile.barriers if barrier not in NO_BARRIERS)


def foreign_language(profile: NeedsProfile) -> str | None:
    return None if profile.language in NATIONAL_LANGUAGES else profile.language


def common(known: tuple[str | None, ...], served: frozenset[str]) -> tuple[str, ...]:
    """What is known of the person and served by the service, in the person's order."""
    return tuple(value for value in known if value is not None and value in served)
