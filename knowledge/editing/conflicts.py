"""Two editors on one text: whoever saves second is shown both versions, nothing is overwritten unseen."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy.orm import Session

from knowledge.editing.content import FACT_FIELDS, WORD_FIELDS, Facts, Words
from knowledge.editing.errors import Clash, Conflict
from knowledge.editing.working_copy import content_of
from knowledge.models import ServiceRow
from knowledge.revisions import compare, content_at, revision


def refuse_overwriting_facts(session: Session, row: ServiceRow, yours: Facts, base: int) -> None:
    """Raises Conflict when others have saved other facts since `base`; NotFound for no such version."""
    if base == row.facts_version:
        return
    before = content_at(session, row.id, base).facts
    theirs = content_of(row).facts
    if before != theirs:
        _refuse(session, row, row.facts_version, tuple(_clashes(FACT_FIELDS, "", before, theirs, yours)))


def refuse_overwriting_text(
    session: Session, row: ServiceRow, language: str, yours: Words, base: int
) -> None:
    """Raises Conflict when others have saved other words since version `base` (0: there were none)."""
    text = content_of(row).texts.get(language)
    version = next((each.version for each in row.texts if each.language == language), 0)
    if base == version:
        return
    old = content_at(session, row.id, base).texts.get(language) if base else None
    before, theirs = old and old.words, text and text.words
    if before != theirs:
        clashes = tuple(_clashes(WORD_FIELDS, language, before, theirs, yours))
        _refuse(session, row, version, clashes)


def refuse_unseen(session: Session, row: ServiceRow, seen: int) -> None:
    """Raises Conflict when the service says something else than after the revision that the actor saw.

    That somebody has reviewed a text meanwhile changes no word of it.
    """
    if seen == row.revision:
        return
    changes = compare(content_at(session, row.id, seen), content_of(row))
    clashes = tuple(
        Clash(each.field, each.language, each.before, each.after, each.before)
        for each in changes
        if each.field != "status"
    )
    _refuse(session, row, row.revision, clashes)


def _clashes(names: tuple[str, ...], language: str, base: Any, theirs: Any, yours: Any) -> Iterator[Clash]:
    for name in names:
        before, now, wanted = (
            None if each is None else getattr(each, name) for each in (base, theirs, yours)
        )
        if now != wanted:
            yield Clash(name, language, before, now, wanted)


def _refuse(session: Session, row: ServiceRow, version: int, clashes: tuple[Clash, ...]) -> None:
    if clashes:
        last = revision(session, row.id, version or row.revision)
        raise Conflict(version, clashes, last.made_by_name, last.made_at)
