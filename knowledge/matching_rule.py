"""A rule of matching and what it reads: so that it can be asked once for all services that are alike."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from knowledge.profile import NeedsProfile
from knowledge.service import Service

Answer_co = TypeVar("Answer_co", covariant=True)

Facts = Callable[[Service], Hashable]
"""What is read of a service: services with the same facts get the same answer."""


@dataclass(frozen=True, slots=True, eq=False)
class Rule(Generic[Answer_co]):
    """Of a profile `answer` reads the fields `known` alone, of a service what `reads` gives of it."""

    known: tuple[str, ...]
    reads: Facts
    answer: Callable[[NeedsProfile, Service, date], Answer_co]
