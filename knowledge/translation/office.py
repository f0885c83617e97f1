"""What goes to a translation office and what comes back, whatever the format of the file."""

from dataclasses import dataclass, field
from typing import Final

from knowledge.editing.content import WORD_FIELDS, Words, words_hash
from knowledge.translation.terms import Term
from knowledge.translation.worklist import Task

UNTOUCHED: Final = "initial"
"""The state of a part that no translator has dealt with (XLIFF 2.0, 4.3.1.27)."""


class Unreadable(Exception):  # noqa: N818 - what the caller met, not a fault
    """The file is none that can be taken: one sentence for the person who sent it."""


@dataclass(frozen=True, slots=True)
class Order:
    """Texts for an office, from one language into another."""

    source_language: str
    language: str
    texts: tuple["OrderedText", ...]


@dataclass(frozen=True, slots=True)
class OrderedText:
    """One service. `terms` are those of the glossary that its source uses."""

    task: Task
    provider: str
    url: str
    terms: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One field of a service as it came back. `state` is `UNTOUCHED`, translated, reviewed or final."""

    field: str
    source: str
    target: str
    state: str


@dataclass(frozen=True, slots=True)
class DeliveredText:
    """One service as it came back. `base` is the text's version that the office had, None when not told."""

    service_id: str
    source_hash: str
    base: int | None
    parts: tuple[Part, ...]

    @property
    def targets(self) -> dict[str, str]:
        return {part.field: part.target for part in self.parts if part.target}


@dataclass(frozen=True, slots=True)
class Delivery:
    """A file that came back. `unknown` are parts that are none of ours."""

    source_language: str
    language: str
    texts: tuple[DeliveredText, ...]
    unknown: tuple[str, ...] = field(default=())


def hash_of(parts: tuple[Part, ...]) -> str:
    """`words_hash` of the sources in a file: what the translator had before them."""
    said = {part.field: part.source for part in parts}
    return words_hash(Words(*(said.get(name, "") for name in WORD_FIELDS)))
