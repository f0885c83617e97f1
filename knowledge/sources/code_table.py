"""What the codes of an outside catalogue mean here: a shipped table that editors change row by row."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Final

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import vocabulary
from knowledge.editing.errors import FieldError, NotFound
from knowledge.editing.validation import require
from knowledge.sources.models import CodeMappingRow

LISTS: Final[Mapping[str, tuple[str, ...]]] = {
    "audience": vocabulary.AUDIENCES,
    "situations": vocabulary.SITUATIONS,
    "goals": vocabulary.GOALS,
    "barriers": vocabulary.BARRIERS,
    "fields": vocabulary.FIELDS,
    "employer_needs": vocabulary.EMPLOYER_NEEDS,
}
"""The parts of a meaning that are lists, with the codes they are made of."""

SCOPES: Final = ("", "in", "out")


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What a code says of a service. `scope`: in and out of what Osaamo guides to; empty says neither."""

    scope: str = ""
    category: str = ""
    audience: tuple[str, ...] = ()
    situations: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    barriers: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    employer_needs: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self != Meaning()


@dataclass(frozen=True, slots=True)
class Code:
    """One row of the table. `aliases` are other spellings of the code; `changed_by` is empty as shipped."""

    code: str
    kind: str
    names: Mapping[str, str]
    meaning: Meaning
    aliases: tuple[str, ...] = ()
    changed_by: str = ""
    changed_at: datetime | None = None

    def name(self, language: str) -> str:
        return self.names.get(language) or self.code


@dataclass(frozen=True, slots=True)
class CodeTable:
    """All codes of one source. A code without a meaning of its own has its parent's (P10 of P10.1)."""

    source: str
    codes: Mapping[str, Code]
    _aliases: Mapping[str, str] = field(repr=False)

    def find(self, code: str) -> str | None:
        """The table's spelling of a code or of an address that ends in one; None for an unknown one."""
        last = code.rstrip("/").replace(":", "/").rsplit("/", 1)[-1]
        return last if last in self.codes else self._aliases.get(last)

    def meaning(self, code: str) -> Meaning:
        """Empty for a code that nobody has given a meaning, and for an unknown one."""
        known: str | None = code
        while known:
            row = self.codes.get(known)
            if row is not None and row.meaning:
                return row.meaning
            known = known.rpartition(".")[0]
        return Meaning()


MEANING: Final = TypeAdapter(Meaning)


def code_table(source: str, codes: Iterable[Code]) -> CodeTable:
    by_code = {each.code: each for each in codes}
    aliases = {alias: each.code for each in by_code.values() for alias in each.aliases}
    return CodeTable(source, MappingProxyType(by_code), MappingProxyType(aliases))


def with_changes(session: Session, shipped: CodeTable) -> CodeTable:
    """The table as editors have left it."""
    codes = dict(shipped.codes)
    for row in session.scalars(select(CodeMappingRow).where(CodeMappingRow.source == shipped.source)):
        if row.code in codes:
            meaning = MEANING.validate_python(row.meaning)
            codes[row.code] = replace(
                codes[row.code], meaning=meaning, changed_by=row.changed_by_name, changed_at=row.changed_at
            )
    return code_table(shipped.source, codes.values())


def write_meaning(
    session: Session, shipped: CodeTable, code: str, meaning: Meaning, name: str, now: datetime
) -> None:
    """From the next import on. The shipped meaning takes its place again. Raises NotFound, Invalid."""
    if code not in shipped.codes:
        raise NotFound(f"{shipped.source} has no code {code}")
    require(tuple(_wrong(meaning)))
    row = session.get(CodeMappingRow, (shipped.source, code))
    if meaning == shipped.codes[code].meaning:
        if row is not None:
            session.delete(row)
        return
    if row is None:
        row = CodeMappingRow(source=shipped.source, code=code)
        session.add(row)
    row.meaning = MEANING.dump_python(meaning, mode="json")
    row.changed_at, row.changed_by_name = now, name


def read_codes(path: Path) -> tuple[Code, ...]:
    """Of a CSV file in the form of the shipped ones. Raises OSError, KeyError."""
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(_code(row) for row in csv.DictReader(file))


def _code(row: Mapping[str, str]) -> Code:
    lists = {name: tuple(row[name].split()) for name in LISTS}
    meaning = Meaning(scope=row["scope"], category=row["category"], **lists)
    names = {language: row[language] for language in ("fi", "sv", "en")}
    return Code(row["code"], row["kind"], names, meaning, tuple(row["old"].split()))


def _wrong(meaning: Meaning) -> Iterable[FieldError]:
    if meaning.scope not in SCOPES:
        yield FieldError("scope", "unknown_code", meaning.scope)
    if meaning.category and meaning.category not in vocabulary.CATEGORIES:
        yield FieldError("category", "unknown_code", meaning.category)
    for name in (each.name for each in fields(Meaning) if each.name in LISTS):
        for code in getattr(meaning, name):
            if code not in LISTS[name]:
                yield FieldError(name, "unknown_code", code)
