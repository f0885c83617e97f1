"""The hard rules: which services may be shown to somebody at all. Each rule says nothing but yes or no."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

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


def obstacles(profile: NeedsProfile, service: Service, today: date) -> Iterator[str]:
    """The hard rules by which a service may not be shown, by name; that of stand-ins is not among them."""
    if profile.audience not in service.audience:
        yield "audience"
    if not serves_municipality(service, profile.municipality):
        yield "municipality"
    if service.newcomers_only and not newcomer(profile):
        yield "newcomers_only"
    if profile.audience == "person" and not serves_age(service, profile.age_band):
        yield "age"
    if not serves_situation(service, profile.situation):
        yield "situation"
    if not is_valid(service, today):
        yield "dates"


def eligible(profile: NeedsProfile, services: Iterable[Service], today: date) -> tuple[Service, ...]:
    """What may be shown, in the order given. A stand-in only where no other door of its role is left."""
    fitting = [service for service in services if next(obstacles(profile, service, today), None) is None]
    doors = {service.role for service in fitting if not service.stand_in}
    return tuple(service for service in fitting if not service.stand_in or service.role not in doors)
