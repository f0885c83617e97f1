"""Who does something to a service, as far as the knowledge room has to know."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Actor:
    """`id` and `name` go into the history. `providers` are the ids of those whose services may be changed.

    None means every provider (coordinators, administrators, imports).
    """

    id: str
    name: str
    providers: frozenset[str] | None = frozenset()

    def owns(self, provider: str) -> bool:
        return self.providers is None or provider in self.providers


OSAAMO: Final = Actor("osaamo", "Osaamo", None)
"""What the service does by itself: publishing at its time."""
