"""Cities that share one installation: what is a city's own, and which city a conversation belongs to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from bot.opening_hours import OpeningHours

SERVICE: Final = "Osaamo"
"""What the service is called where a city does not say."""
PREFIX: Final = "/c/"
"""Below it each city has its address."""


@dataclass(frozen=True, slots=True)
class Theme:
    """`accent` is a colour (#rrggbb), "" for ours; `logo` is a picture's file."""

    accent: str = ""
    logo: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """One city's service. `code` "" is that of the installation: it has no city, or several share it.

    `municipalities` are codes, in the order of the buttons; `greetings` the first words by language.
    `controller` answers for the data, `contact` is where it is reached; "" where it is not said.
    """

    code: str = ""
    name: str = SERVICE
    hosts: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    municipalities: tuple[str, ...] = ()
    hours: OpeningHours
    greetings: Mapping[str, str] = field(default_factory=dict)
    allowed_origins: tuple[str, ...] = ()
    leave_url: str = ""
    theme: Theme = field(default_factory=Theme)
    controller: str = ""
    contact: str = ""

    @property
    def path(self) -> str:
        """The city's page, where it has no host of its own."""
        return f"{PREFIX}{self.code}/" if self.code else "/"

    def greeting(self, language: str) -> str:
        """ "" where nothing is written in the language."""
        return self.greetings.get(language) or self.greetings.get(language.partition("-")[0], "")


@dataclass(frozen=True, slots=True)
class Cities:
    """`common` is what holds outside of every city; `several` are empty where there is one service only."""

    common: City
    several: tuple[City, ...] = ()

    @classmethod
    def alone(cls, hours: OpeningHours, languages: tuple[str, ...] = ()) -> "Cities":
        """An installation without cities."""
        return cls(City(hours=hours, languages=languages))

    @property
    def zone(self) -> ZoneInfo:
        return self.common.hours.zone

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(city.code for city in self.several)

    def of(self, code: str | None) -> City:
        """`common` for None, and for a city that is no longer there."""
        return next((city for city in self.several if city.code == code), self.common)

    def at_host(self, host: str) -> City:
        """`host` without its port."""
        return next((city for city in self.several if host.lower() in city.hosts), self.common)

    def home(self, municipality: str | None) -> str | None:
        """The city of a municipality's code: whose conversation it is where no address has told."""
        if len(self.several) == 1:
            return self.several[0].code
        return next((city.code for city in self.several if municipality in city.municipalities), None)


def sees(cities: frozenset[str], city: str | None) -> bool:
    """Whether who works for these cities may see a conversation of one. No cities are all of them.

    What belongs to no city is everybody's: else nobody would answer it.
    """
    return not cities or city is None or city in cities
