"""How well an eligible service fits a profile: which of the weights count for the two."""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import chain
from operator import attrgetter
from typing import Final

from knowledge.eligibility import NATIONAL_LANGUAGES, newcomer
from knowledge.matching_rule import Facts, Rule
from knowledge.profile import NeedsProfile
from knowledge.service import Service
from knowledge.weights import DOORS, HEAVY_BARRIERS, JOB_SEEKING, LIFTED_BY, NO_BARRIERS, WEIGHTS

NOTHING_SAID: Final = ("unsure",)
"""Who names no goal is helped first by what helps those who do not know."""


def score(profile: NeedsProfile, service: Service) -> int:
    """The sum of all that counts; only the order of two scores means anything."""
    return total(points(profile, service))


def points(profile: NeedsProfile, service: Service) -> Iterator[str]:
    """The names in WEIGHTS that count for this pair; one may come several times."""
    return chain.from_iterable(rule.answer(profile, service, date.min) for rule in POINTS)


def total(names: Iterator[str]) -> int:
    return sum(WEIGHTS[name].figure for name in names)


def _goals(profile: NeedsProfile, service: Service) -> Iterator[str]:
    return _points_for_each("goal", common(profile.goals or NOTHING_SAID, service.goals))


def _employer_needs(profile: NeedsProfile, service: Service) -> Iterator[str]:
    yield from _points_for_each("employer_need", common(profile.employer_needs, service.employer_needs))
    if len(service.employer_needs) == 1 and not service.employer_needs.isdisjoint(profile.employer_needs):
        yield "only_employer_need"


def _required_situation(profile: NeedsProfile, service: Service) -> Iterator[str]:
    if profile.situation in service.required_situations:
        yield "required_situation"


def _situation(profile: NeedsProfile, service: Service) -> Iterator[str]:
    return _either("situation", profile.situation, service.situations)


def _barriers(profile: NeedsProfile, service: Service) -> Iterator[str]:
    for barrier in common(barriers(profile), service.barriers):
        yield "heavy_barrier" if barrier in HEAVY_BARRIERS and lifts(service, barrier) else "barrier"


def _unemployed_for(profile: NeedsProfile, service: Service) -> Iterator[str]:
    yield from _either("unemployed_for", _without_work_for(profile), service.unemployed_for)
    if service.unemployed_for == {"over_a_year"} and profile.unemployed_for is None:
        yield "only_long_unemployed"


def _field(profile: NeedsProfile, service: Service) -> Iterator[str]:
    return _either("field", profile.field, service.fields)


def _local(_: NeedsProfile, service: Service) -> Iterator[str]:
    if service.municipalities is not None:
        yield "local"


def _door(profile: NeedsProfile, service: Service) -> Iterator[str]:
    if is_own_door(profile, service):
        yield DOORS.get(service.role or "", "own_door")


def _newcomer(_: NeedsProfile, service: Service) -> Iterator[str]:
    if service.newcomers_only:
        yield "newcomer"


def _language(profile: NeedsProfile, service: Service) -> Iterator[str]:
    if not _taught_in_it(profile, service):
        yield from _either("language", foreign_language(profile), frozenset(service.languages))


def _evidence(_: NeedsProfile, service: Service) -> Iterator[str]:
    yield f"evidence_{service.evidence}"


GOALS: Final[Facts] = attrgetter("goals")
EMPLOYER_NEEDS: Final[Facts] = attrgetter("employer_needs")
REQUIRED_SITUATIONS: Final[Facts] = attrgetter("required_situations")
SITUATIONS: Final[Facts] = attrgetter("situations")
BARRIERS: Final[Facts] = attrgetter("barriers", "category")
FIELDS: Final[Facts] = attrgetter("fields")
ROLE: Final[Facts] = attrgetter("role")
DOOR_OPENERS: Final = (
    *("audience", "goals", "situation", "education", "language", "language_level", "age_band"),
    "employer_needs",
)
"""What is known by which a door is somebody's own."""


def _nationwide(service: Service) -> bool:
    return service.municipalities is None


def _spoken(service: Service) -> tuple[tuple[str, ...], bool]:
    return service.languages, "language" in service.goals


def _counted(
    known: tuple[str, ...], reads: Facts, names: Callable[[NeedsProfile, Service], Iterator[str]]
) -> Rule[Iterator[str]]:
    return Rule(known, reads, lambda profile, service, _: names(profile, service))


def _scored(rule: Rule[Iterator[str]]) -> Rule[int]:
    return Rule(
        rule.known, rule.reads, lambda profile, service, today: total(rule.answer(profile, service, today))
    )


POINTS: Final[tuple[Rule[Iterator[str]], ...]] = (
    _counted(("goals",), GOALS, _goals),
    _counted(("employer_needs",), EMPLOYER_NEEDS, _employer_needs),
    _counted(("situation",), REQUIRED_SITUATIONS, _required_situation),
    _counted(("situation",), SITUATIONS, _situation),
    _counted(("barriers",), BARRIERS, _barriers),
    _counted(("situation", "unemployed_for"), attrgetter("unemployed_for"), _unemployed_for),
    _counted(("field",), FIELDS, _field),
    _counted((), _nationwide, _local),
    _counted(DOOR_OPENERS, ROLE, _door),
    _counted((), attrgetter("newcomers_only"), _newcomer),
    _counted(("goals", "language"), _spoken, _language),
    _counted((), attrgetter("evidence"), _evidence),
)
SCORES: Final = tuple(_scored(rule) for rule in POINTS)


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
