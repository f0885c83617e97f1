"""What the page about the service tells of this installation: who answers for it, how long, who else."""

from dataclasses import dataclass, replace
from typing import Final, Self

from bot.city import City

ABOUT: Final = "/about-this-service"
"""The page's address; `?language=` chooses the language."""
OMBUDSMAN: Final = "https://tietosuoja.fi"


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """`controller` answers for the data, `contact` is where it is reached, `hosting` who keeps the servers.

    `translation` and `meaning` are the hosts that translate messages or work out what they mean.
    What is "" the city has not said, or it is not in use.
    """

    controller: str = ""
    contact: str = ""
    hosting: str = ""
    retention_days: int = 30
    contact_days: int = 14
    telegram: bool = False
    translation: str = ""
    meaning: str = ""

    def of(self, city: City) -> Self:
        """As a city says it, where it says something of its own."""
        controller, contact = city.controller or self.controller, city.contact or self.contact
        return replace(self, controller=controller, contact=contact)

    @property
    def contact_link(self) -> str:
        """Where a tap on the contact leads, "" for what is no address."""
        if self.contact.startswith(("https://", "http://")):
            return self.contact
        return f"mailto:{self.contact}" if "@" in self.contact and " " not in self.contact else ""

    @property
    def unsaid(self) -> tuple[str, ...]:
        """The settings that people miss on the page."""
        said = {
            "OSAAMO_CONTROLLER": self.controller,
            "OSAAMO_CONTROLLER_CONTACT": self.contact,
            "OSAAMO_HOSTING": self.hosting,
        }
        return tuple(name for name, value in said.items() if not value)
