"""All services side by side: a rule is asked once for all that have the same facts, not for each service."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from knowledge.eligibility import DOOR, HARD_RULES
from knowledge.matching_rule import Facts, Rule
from knowledge.profile import NeedsProfile
from knowledge.ranking import POINTS
from knowledge.relevance import HELPS, SUITS
from knowledge.service import Service
from knowledge.variety import COULD_STAND_FOR

Places = NDArray[np.int64]
"""Places of services in an index, in rising order."""

Answers = NDArray[np.int64]

REMEMBERED: Final = 2048
"""Answers that are kept: of a rule, for what one profile says to it. A few kilobytes each."""


READ: Final = (
    DOOR,
    *dict.fromkeys(rule.reads for rule in (*HARD_RULES.values(), *POINTS, *HELPS, *SUITS, *COULD_STAND_FOR)),
)
"""Everything that rules read of services."""


class MatchingIndex:
    """Services in the order of their ids; of each the number of what rules read of it. Immutable.

    There may be 20,000 services, but of different sets of goals there are a few hundred. Of an `older` index
    only the services are read that it does not have.
    """

    def __init__(self, services: Iterable[Service], older: "MatchingIndex | None" = None) -> None:
        self.services = tuple(sorted(services, key=lambda service: service.id))
        before = older._by_identity if older else {}
        kept = np.array([before.get(id(each), -1) for each in self.services], dtype=np.int64)
        self._read: Mapping[Facts, _Read] = MappingProxyType(
            {each: _Read(each, self.services, kept, older._read[each] if older else None) for each in READ}
        )
        self._answers = lru_cache(REMEMBERED)(self._ask)

    def following(self, services: Iterable[Service]) -> "MatchingIndex":
        """Of these services, of which most are the same objects."""
        return MatchingIndex(services, self)

    @cached_property
    def _by_identity(self) -> Mapping[int, int]:
        return MappingProxyType({id(each): place for place, each in enumerate(self.services)})

    @property
    def everywhere(self) -> Places:
        return np.arange(len(self.services))

    def answers(self, rule: Rule[int], profile: NeedsProfile, places: Places, today: date) -> Answers:
        """What the rule says of each service at these places."""
        said = tuple(getattr(profile, name) for name in rule.known)
        answers: Answers = self._answers(rule, said, today)[self._read[rule.reads].numbers[places]]
        return answers

    def asked(self, reads: Facts, question: Callable[[Service], int], places: Places) -> Answers:
        """The same for a question that is not asked again."""
        there = self._read[reads]
        answers = np.array([question(each) for each in there.examples], dtype=np.int64)
        return np.take(answers, there.numbers[places])

    def kinds(self, reads: Facts, places: Places) -> Iterator[tuple[Service, int]]:
        """One service for all with the same facts, and how many of them are at these places."""
        there = self._read[reads]
        counts = np.bincount(there.numbers[places], minlength=len(there.examples))
        return ((there.examples[number], int(counts[number])) for number in np.flatnonzero(counts).tolist())

    def _ask(self, rule: Rule[int], said: tuple[Any, ...], today: date) -> Answers:
        profile = NeedsProfile(**dict(zip(rule.known, said, strict=True)))
        examples = self._read[rule.reads].examples
        return np.array([rule.answer(profile, example, today) for example in examples], dtype=np.int64)


class _Read:
    """What is read of services by one rule: numbered, with a service as example of each number."""

    def __init__(
        self, reads: Facts, services: Sequence[Service], kept: Places, older: "_Read | None"
    ) -> None:
        self._known: dict[Hashable, int] = dict(older._known) if older else {}
        self.examples: list[Service] = list(older.examples) if older else []
        was = older.numbers if older is not None and len(older.numbers) else np.zeros(1, dtype=np.int32)
        self.numbers: NDArray[np.int32] = was[np.where(kept < 0, 0, kept)]
        for place in np.flatnonzero(kept < 0).tolist():
            self.numbers[place] = self._number(reads(services[place]), services[place])

    def _number(self, facts: Hashable, service: Service) -> int:
        number = self._known.setdefault(facts, len(self._known))
        if number == len(self.examples):
            self.examples.append(service)
        return number
