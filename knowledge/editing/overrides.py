"""Fields of imported services that editors have corrected: an import leaves them alone."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from knowledge.editing.actor import Actor
from knowledge.editing.content import Content, Value
from knowledge.editing.errors import NotFound
from knowledge.editing.sources import Said, said_of
from knowledge.editing.working_copy import WorkingCopy, content_of, open_copy, save, taken, unapprove
from knowledge.models import FieldOverrideRow
from knowledge.revisions import compare


@dataclass(frozen=True, slots=True)
class Override:
    """A corrected field: our value, and the newest one of the source beside it. No language for facts."""

    field: str
    language: str
    ours: Value
    theirs: Value
    made_at: datetime
    made_by_name: str


def overrides_of(session: Session, service_id: str) -> tuple[Override, ...]:
    """Facts first. Raises NotFound."""
    said = said_of(session, service_id)
    if said is None:
        return ()
    content = open_copy(session, service_id).content
    rows = session.scalars(
        select(FieldOverrideRow)
        .where(FieldOverrideRow.service_id == service_id)
        .order_by(FieldOverrideRow.language, FieldOverrideRow.field)
    )
    return tuple(
        Override(
            row.field,
            row.language,
            content.value(row.field, row.language),
            said.content.value(row.field, row.language),
            row.made_at,
            row.made_by_name,
        )
        for row in rows
    )


def overridden(session: Session, service_id: str) -> frozenset[tuple[str, str]]:
    """Pairs of language (empty for facts) and field."""
    found = select(FieldOverrideRow.language, FieldOverrideRow.field)
    found = found.where(FieldOverrideRow.service_id == service_id)
    return frozenset((language, name) for language, name in session.execute(found))


def note_overrides(
    session: Session, service_id: str, before: Content, after: Content, actor: Actor, now: datetime
) -> None:
    """A field is a correction while it says something else than the source."""
    said = said_of(session, service_id)
    if said is None:
        return
    changed = [
        change
        for change in compare(before, after)
        if said.speaks_of(change.field) and (not change.language or change.language in said.content.texts)
    ]
    forget_overrides(session, service_id, ((change.language, change.field) for change in changed))
    corrected = (
        change for change in changed if change.after != said.content.value(change.field, change.language)
    )
    keep_overrides(session, service_id, ((each.language, each.field) for each in corrected), actor, now)


def drop_override(
    session: Session, actor: Actor, service_id: str, field: str, language: str, now: datetime
) -> WorkingCopy:
    """The field takes the source's newest value and follows the source again.

    Raises NotFound, NotYours.
    """
    row = taken(session, service_id, actor)
    said = said_of(session, service_id)
    if said is None or (language, field) not in overridden(session, service_id):
        raise NotFound(f"{field} of {service_id} is not corrected")
    after = _with_value(content_of(row), said, field, language)
    forget_overrides(session, service_id, [(language, field)])
    unapprove(row)
    comment = f"{language}.{field}" if language else field
    return save(session, row, after, actor, "override_dropped", now, comment)


def keep_overrides(
    session: Session, service_id: str, places: Iterable[tuple[str, str]], actor: Actor, now: datetime
) -> None:
    """Pairs of language and field that are no corrections yet."""
    for language, name in places:
        session.add(
            FieldOverrideRow(
                service_id=service_id, language=language, field=name, made_at=now, made_by_name=actor.name
            )
        )
    session.flush()


def forget_overrides(session: Session, service_id: str, places: Iterable[tuple[str, str]]) -> None:
    for language, name in places:
        session.execute(
            delete(FieldOverrideRow).where(
                FieldOverrideRow.service_id == service_id,
                FieldOverrideRow.language == language,
                FieldOverrideRow.field == name,
            )
        )


def _with_value(content: Content, said: Said, field: str, language: str) -> Content:
    value: Any = said.content.value(field, language)
    if not language:
        return replace(content, facts=replace(content.facts, **{field: value}))
    text = content.texts.get(language) or said.content.texts[language]
    words = replace(text.words, **{field: value})
    return replace(content, texts={**content.texts, language: replace(text, words=words)})
