"""The hard rules: which services may be shown to somebody at all. Each rule says nothing but yes or no."""

from collections.abc import Iterable, Iterator
from datetime import date
from operator import attrgetter
from types import MappingProxyType
from typing import Final

from knowledge.matching_rule import Facts, Rule
from knowledge.profile import NeedsProfile
from knowledge.service import Service
from knowledge.vocabulary import AGES_IN_BAND

ADULT: Final = 18
NATIONAL_LANGUAGES: Final = ("fi", "fi-x-selko", "sv")
BELOW_WORK: Final = ("none", "little", "everyday")


def serves_municipality(service: Service, code: str | None) -> bool:
    """Unknown or "elsewhere": only what is nationwide."""
    return service.municipalities is None or code in service.municipalities


def serves_age(service: Service, age_band: str | None) -> bool:
    """A band fits when any age in it does. Without a band only what every adult may use is shown."""
    if age_band is None:
        return service.max_age is None and (service.min_age or 0) <= ADULT
    youngest, oldest = AGES_IN_BAND[age_band]
    return oldest >= (service.min_age or 0) and (service.max_age is None or youngest <= service.max_age)


def serves_situation(service: Service, situation: str | None) -> bool:
    """A situation that is not known excludes nothing."""
    return not service.required_situations or situation is None or situation in service.required_situations


def is_valid(service: Service, today: date) -> bool:
    started = service.valid_from is None or service.valid_from <= today
    return started and (service.valid_to is None or today <= service.valid_to)


def newcomer(profile: NeedsProfile) -> bool:
    """Whether anything tells that the person has moved to Finland. Nobody is asked for an origin."""
    learning = not {"language", "recognition"}.isdisjoint(profile.goals)
    return (
        profile.situation == "new_in_finland"
        or profile.education == "foreign"
        or profile.language not in NATIONAL_LANGUAGES
        or (learning and profile.language_level in BELOW_WORK)
    )


HARD_RULES: Final = MappingProxyType(
    {
        "audience": Rule(
            ("audience",),
            attrgetter("audience"),
            lambda profile, service, _: profile.audience in service.audience,
        ),
        "municipality": Rule(
            ("municipality",),
            attrgetter("municipalities"),
            lambda profile, service, _: serves_municipality(service, profile.municipality),
        ),
        "newcomers_only": Rule(
            ("situation", "education", "language", "goals", "language_level"),
            attrgetter("newcomers_only"),
            lambda profile, service, _: not service.newcomers_only or newcomer(profile),
        ),
        "age": Rule(
            ("audience", "age_band"),
            attrgetter("min_age", "max_age"),
            lambda profile, service, _: profile.audience != "person" or serves_age(service, profile.age_band),
        ),
        "situation": Rule(
            ("situation",),
            attrgetter("required_situations"),
            lambda profile, service, _: serves_situation(service, profile.situation),
        ),
        "dates": Rule(
            (), attrgetter("valid_from", "valid_to"), lambda _, service, today: is_valid(service, today)
        ),
    }
)

DOOR: Final[Facts] = attrgetter("role", "stand_in")


def obstacles(profile: NeedsProfile, service: Service, today: date) -> Iterator[str]:
    """The hard rules by which a service may not be shown, by name; that of stand-ins is not among them."""
    return (name for name, rule in HARD_RULES.items() if not rule.answer(profile, service, today))


def eligible(profile: NeedsProfile, services: Iterable[Service], today: date) -> tuple[Service, ...]:
    """What may be shown, in the order given. A stand-in only where no other door of its role is left."""
    fitting = [service for service in services if next(obstacles(profile, service, today), None) is None]
    doors = open_doors(fitting)
    return tuple(service for service in fitting if is_needed(service, doors))


def open_doors(services: Iterable[Service]) -> frozenset[str | None]:
    """The roles for which there is more than a stand-in."""
    return frozenset(service.role for service in services if not service.stand_in)


def is_needed(service: Service, doors: frozenset[str | None]) -> bool:
    return not service.stand_in or service.role not in doors
