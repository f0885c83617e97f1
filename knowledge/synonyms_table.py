"""Where synonyms are kept: shipped ones in a file, those of editors in a table."""

import csv
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Final

from sqlalchemy import String, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from knowledge.catalogue_version import next_version
from knowledge.database import Base, JsonValue, UtcDateTime
from knowledge.models import ServiceRow
from knowledge.synonyms import Synonym, Synonyms

LONGEST: Final = 200
"""Characters of what is said, and of all words or ids together."""

_FILE: Final = Path(__file__).parent / "synonyms.csv"


class SynonymRow(Base):
    """A synonym of the editors. `key` is what two that say the same have in common."""

    __tablename__ = "synonym"
    __table_args__ = (UniqueConstraint("language", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(String(20))
    key: Mapped[str] = mapped_column(String(400))
    said: Mapped[str] = mapped_column(String(LONGEST))
    words: Mapped[list[str]] = mapped_column(JsonValue, default=list)
    services: Mapped[list[str]] = mapped_column(JsonValue, default=list)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by_name: Mapped[str] = mapped_column(String(80))


@dataclass(frozen=True, slots=True)
class OwnSynonym:
    """One of the editors', and who wrote it when."""

    id: int
    synonym: Synonym
    made_at: datetime
    made_by_name: str


class SynonymError(ValueError):
    """`code` says why it cannot be taken: empty, too_long, no_meaning, unknown_service."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def own_synonyms(session: Session) -> tuple[OwnSynonym, ...]:
    """By language and words."""
    rows = session.scalars(select(SynonymRow).order_by(SynonymRow.language, SynonymRow.key))
    return tuple(OwnSynonym(row.id, _synonym(row), row.made_at, row.made_by_name) for row in rows)


def read_synonyms(session: Session) -> Synonyms:
    """All that are in use, shipped ones too. Raises OSError."""
    return Synonyms.of(shipped_synonyms(), (own.synonym for own in own_synonyms(session)))


def save_synonym(session: Session, synonym: Synonym, made_by_name: str, now: datetime) -> None:
    """Adds one, or changes the one that says the same; every process uses it within two seconds.

    One without words and services switches a shipped one off.

    Raises SynonymError.
    """
    language, key = synonym.key
    if not key:
        raise SynonymError("empty")
    if max(len(synonym.said), len(" ".join((*synonym.words, *synonym.services)))) > LONGEST:
        raise SynonymError("too_long")
    if (
        not synonym.words
        and not synonym.services
        and synonym.key not in {it.key for it in shipped_synonyms()}
    ):
        raise SynonymError("no_meaning")
    known = session.scalars(select(ServiceRow.id).where(ServiceRow.id.in_(synonym.services)))
    if set(synonym.services) - set(known):
        raise SynonymError("unknown_service")
    next_version(session)
    same = select(SynonymRow).where(SynonymRow.language == language, SynonymRow.key == key)
    row = session.scalar(same) or SynonymRow(language=language, key=key)
    row.said, row.words, row.services = synonym.said, list(synonym.words), list(synonym.services)
    row.made_at, row.made_by_name = now, made_by_name
    session.add(row)


def remove_synonym(session: Session, synonym_id: int) -> bool:
    """One of the editors'; a shipped one that says the same is in use again. False where there is none."""
    next_version(session)
    removed = delete(SynonymRow).where(SynonymRow.id == synonym_id).returning(SynonymRow.id)
    return session.scalar(removed) is not None


@cache
def shipped_synonyms() -> tuple[Synonym, ...]:
    """Raises OSError."""
    with _FILE.open(encoding="utf-8", newline="") as lines:
        return tuple(
            Synonym(line["language"], line["said"], listed(line["words"]), listed(line["services"]))
            for line in csv.DictReader(lines)
        )


def listed(text: str) -> tuple[str, ...]:
    """What stands between commas."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _synonym(row: SynonymRow) -> Synonym:
    return Synonym(row.language, row.said, tuple(row.words), tuple(row.services))
