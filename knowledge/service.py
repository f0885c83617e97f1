"""A published service as the bot sees it: values without behaviour of their own storage."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class ServiceText:
    """The words of one service in one language. `status` is draft, machine or reviewed."""

    language: str
    name: str
    summary: str
    first_step: str = ""
    condition: str = ""
    status: str = "machine"


@dataclass(frozen=True, slots=True)
class Service:
    """Structured facts of a service. Empty sets mean "no limit" or "not stated", never "nobody".

    `municipalities` None is nationwide. `required_situations` is a hard rule; `situations`, `goals`,
    `barriers`, `fields` and `employer_needs` only rank. `stand_in` is shown only where no other published
    service with the same `role` serves the municipality.
    """

    id: str
    provider: str
    provider_names: Mapping[str, str]
    category: str
    audience: frozenset[str]
    url: str
    texts: Mapping[str, ServiceText]
    municipalities: frozenset[str] | None = None
    min_age: int | None = None
    max_age: int | None = None
    newcomers_only: bool = False
    required_situations: frozenset[str] = frozenset()
    situations: frozenset[str] = frozenset()
    goals: frozenset[str] = frozenset()
    barriers: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    unemployed_for: frozenset[str] = frozenset()
    employer_needs: frozenset[str] = frozenset()
    role: str | None = None
    stand_in: bool = False
    languages: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    review_due: date | None = None
    evidence: str = "D"
    keywords: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
