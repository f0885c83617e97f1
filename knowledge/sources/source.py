"""What an importer is: it gives the raw records of an outside catalogue, and reads each into our words."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Protocol, TypeAlias

from knowledge.editing.sources import SourceRecord
from knowledge.events.record import EventRecord

LARGEST_FILE: Final = 10_000_000
"""Bytes of one file or answer."""

REASONS: Final = (
    *("too_large", "wrong_encoding", "unreadable", "wrong_shape", "duplicate", "no_id", "failed"),
    *("missing_field", "wrong_value", "unknown_code", "too_long", "invalid", "no_text", "no_provider"),
    *("not_public", "out_of_scope", "not_a_service", "gone", "edited_meanwhile", "incomplete", "four_eyes"),
    *("over", "older"),
)
"""Why a record was not taken, or not published; the panel has words for each."""


class SourceError(Exception):
    """The source as a whole cannot be read (on): one sentence for the operator. What was taken stays."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A bad record: the rest goes on. `reason` is of `REASONS`, `detail` says what and where."""

    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A good record that we do not want. `reason` is of `REASONS`."""

    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Gone:
    """The source has taken this record away: our service of it is archived."""

    detail: str = ""


Unwanted: TypeAlias = Refused | Skipped | Gone
Parsed: TypeAlias = SourceRecord | EventRecord | Unwanted


@dataclass(frozen=True, slots=True)
class RawRecord:
    """One record before it is read. `id` is the source's own.

    `payload` is what `Source.parse` understands, or already why there is nothing to parse. `place` says
    where it stands: a file's name, a row. `name` helps a reader of the report.
    """

    id: str
    payload: object
    place: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What a source need not give again.

    `done` are the ids that a resumed run has dealt with already. `imported` are the ids that this source has
    brought before and that were still there.
    """

    done: frozenset[str] = frozenset()
    imported: frozenset[str] = frozenset()


class Source(Protocol):
    """One outside catalogue. `name` is its system (`ptv`, `ical` ...), `subject` the file or address."""

    @property
    def name(self) -> str: ...

    @property
    def subject(self) -> str: ...

    @property
    def expected(self) -> int | None:
        """How many records there are, as soon as that is known; asked while `records` is running."""

    def records(self, known: Known) -> Iterator[RawRecord]:
        """Every record in a stable order, those of `known.done` may be left out. May take its time.

        One that cannot be read has `Refused` as its payload. Raises SourceError when nothing can be read.
        """

    def parse(self, raw: RawRecord) -> Parsed:
        """Without reading anything from elsewhere. Never raises for a bad record."""
