"""The glossary of service terms: what is shipped, and what coordinators say in its place."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any, Final

import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.editing.actor import Actor
from knowledge.editing.errors import FieldError
from knowledge.editing.validation import require
from knowledge.translation.models import TERM_STATUSES, GlossaryTermRow
from knowledge.translation.terms import Term
from knowledge.vocabulary import SERVICE_LANGUAGES

SOURCE: Final = "fi"
LONGEST_TERM: Final = 100
LONGEST_NOTE: Final = 500
MOST_FORBIDDEN: Final = 20


@dataclass(frozen=True, slots=True)
class Entry:
    """A term as the glossary's page shows it. `own`: said here, by `changed_by_name`, and not shipped."""

    term: Term
    own: bool = False
    changed_by_name: str = ""


def terms_for(session: Session, source_language: str, language: str) -> tuple[Term, ...]:
    """The terms in force between two languages, by term."""
    return tuple(entry.term for entry in entries(session, source_language, language))


def entries(session: Session, source_language: str, language: str) -> tuple[Entry, ...]:
    """The glossary's page of two languages: the shipped terms with what is said here in their place."""
    found = {term.term: Entry(term) for term in shipped_terms() if _pair(term) == (source_language, language)}
    rows = select(GlossaryTermRow).where(
        GlossaryTermRow.source_language == source_language, GlossaryTermRow.language == language
    )
    for row in session.scalars(rows):
        found[row.term] = Entry(_term(row), True, row.changed_by_name)
        if row.dropped:
            del found[row.term]
    return tuple(found[key] for key in sorted(found, key=str.casefold))


def write_term(session: Session, actor: Actor, term: Term, now: datetime) -> None:
    """Adds a term or says it anew. Raises Invalid."""
    term = _clean(term)
    require(_wrong(term))
    _put(session, actor, term, False, now)


def drop_term(
    session: Session, actor: Actor, source_language: str, term: str, language: str, now: datetime
) -> None:
    """Takes a term away; a shipped one too."""
    shipped = {(each.term, *_pair(each)): each for each in shipped_terms()}
    known = shipped.get((term, source_language, language))
    if known:
        _put(session, actor, known, True, now)
    elif row := session.get(GlossaryTermRow, (source_language, term, language)):
        session.delete(row)


@cache
def shipped_terms() -> tuple[Term, ...]:
    """The central terms of Finnish employment services, one for each language."""
    content = files(__package__).joinpath("terms.yml").read_text(encoding="utf-8")
    return tuple(term for row in yaml.safe_load(content) for term in _shipped(row))


def _shipped(row: Mapping[str, Any]) -> list[Term]:
    official, never = row.get("official", ()), row.get("never", {})
    return [
        Term(
            SOURCE,
            row["term"],
            language,
            row["in"][language],
            tuple(never.get(language, ())),
            row.get("note", ""),
            "official" if language in official else "machine",
        )
        for language in row["in"]
    ]


def _put(session: Session, actor: Actor, term: Term, dropped: bool, now: datetime) -> None:
    key = (term.source_language, term.term, term.language)
    row = session.get(GlossaryTermRow, key)
    if row is None:
        row = GlossaryTermRow(source_language=key[0], term=key[1], language=key[2])
        session.add(row)
    row.translation, row.forbidden = term.translation, list(term.forbidden)
    row.note, row.status, row.dropped = term.note, term.status, dropped
    row.changed_at, row.changed_by_name = now, actor.name


def _clean(term: Term) -> Term:
    forbidden = tuple(dict.fromkeys(each for word in term.forbidden if (each := " ".join(word.split()))))
    said, translation = " ".join(term.term.split()), " ".join(term.translation.split())
    note = term.note.strip()
    return Term(term.source_language, said, term.language, translation, forbidden, note, term.status)


def _wrong(term: Term) -> tuple[FieldError, ...]:
    errors = [
        FieldError(name, "unknown_code", code)
        for name, code in (("source_language", term.source_language), ("language", term.language))
        if code not in SERVICE_LANGUAGES
    ]
    errors += [FieldError(name, "missing") for name in ("term", "translation") if not getattr(term, name)]
    longest = {"term": LONGEST_TERM, "translation": LONGEST_TERM, "note": LONGEST_NOTE}
    errors += [
        FieldError(n, "too_long", str(most)) for n, most in longest.items() if len(getattr(term, n)) > most
    ]
    if len(term.forbidden) > MOST_FORBIDDEN or any(len(each) > LONGEST_TERM for each in term.forbidden):
        errors.append(FieldError("forbidden", "too_long", str(LONGEST_TERM)))
    if term.status not in TERM_STATUSES:
        errors.append(FieldError("status", "unknown_code", term.status))
    return tuple(errors)


def _pair(term: Term) -> tuple[str, str]:
    return term.source_language, term.language


def _term(row: GlossaryTermRow) -> Term:
    said = (row.source_language, row.term, row.language, row.translation, tuple(row.forbidden), row.note)
    return Term(*said, row.status)
