"""Rows that were exported, changed and brought back: exactly the changed cells become an edit."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from knowledge.editing.actor import Actor
from knowledge.editing.content import Content, Text, normal, normal_words, words_hash
from knowledge.editing.errors import NotYours
from knowledge.editing.importing import Applied
from knowledge.editing.providers import provider
from knowledge.editing.working_copy import content_of
from knowledge.editing.writing import edit, open_for_writing
from knowledge.exports.columns import Column, value, with_values
from knowledge.revisions import compare, content_at
from knowledge.sources.source import Refused
from knowledge.sources.table_rows import Row, told_errors
from knowledge.stored_municipalities import todays_codes


def apply_row(session: Session, row: Row, actor: Actor, now: datetime, dry_run: bool) -> Applied | Refused:
    """Writes the cells that differ from what was exported; what others have written meanwhile stays.

    Raises NotFound, NotYours, NotAllowedNow.
    """
    locked = open_for_writing(session, row.id, actor, "write")
    before = content_of(locked)
    base = content_at(session, row.id, row.version or 0)
    changed = {
        column: new
        for column, new in row.values.items()
        if new not in (value(base, column), value(before, column))
    }
    clashes = [column.name for column in changed if value(base, column) != value(before, column)]
    if clashes:
        return Refused("edited_meanwhile", f"row {row.number}, column {', '.join(clashes)}")
    after = _after(before, changed)
    if wrong := told_errors(row, after, todays_codes(session)):
        return wrong
    _require_provider(session, actor, after)
    changes = compare(before, after)
    if changes and not dry_run:
        edit(session, locked, after, actor, "table_imported", now)
    return Applied(row.id, "changed" if changes else "same", changes, (), locked.state)


def _after(before: Content, changed: Mapping[Column, Any]) -> Content:
    said = with_values(before, changed)
    texts = {language: replace(text, words=normal_words(text.words)) for language, text in said.texts.items()}
    written = Content(normal(said.facts), texts)
    return replace(
        written,
        texts={
            language: _translated(written, text, language) if _rewritten(before, text, language) else text
            for language, text in texts.items()
        },
    )


def _rewritten(before: Content, text: Text, language: str) -> bool:
    old = before.texts.get(language)
    return old is None or old.words != text.words


def _translated(content: Content, text: Text, language: str) -> Text:
    """Whoever writes a translation has today's source before them."""
    source = content.texts.get(content.facts.source_language)
    if source is None or language == content.facts.source_language:
        return replace(text, source_language=None, source_hash=None)
    return replace(text, source_language=content.facts.source_language, source_hash=words_hash(source.words))


def _require_provider(session: Session, actor: Actor, content: Content) -> None:
    """The one that the service is given to."""
    if not actor.owns(provider(session, content.facts.provider).id):
        raise NotYours(content.facts.provider)
