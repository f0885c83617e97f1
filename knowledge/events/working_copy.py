"""The working copy of an event: opened, locked for a verb, saved as one more version."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.editing.actor import Actor
from knowledge.editing.errors import Clash, Conflict, NotFound, NotYours
from knowledge.events.content import (
    CONTENT,
    FACT_FIELDS,
    WORD_FIELDS,
    EventContent,
    EventFacts,
    EventTongue,
    EventWords,
    digest,
    normal,
)
from knowledge.events.models import EventRevisionRow, EventRow
from knowledge.events.recurrence import last_start, moment
from knowledge.events.rules import LAST_YEAR
from knowledge.revisions import Change, Revision, lines


@dataclass(frozen=True, slots=True)
class EventCopy:
    """An event as editors see it. `unpublished_changes`: the chat shows an older version of it."""

    id: str
    provider: str
    state: str
    content: EventContent
    revision: int
    published_revision: int | None
    unpublished_changes: bool
    source_system: str | None
    calendar: str
    licence: str
    gone: bool
    changed_at: datetime
    changed_by: str
    changed_id: str


def open_event(session: Session, event_id: str) -> EventCopy:
    """Raises NotFound."""
    row = session.get(EventRow, event_id)
    if row is None:
        raise NotFound(event_id)
    last = session.scalars(
        select(EventRevisionRow).where(
            EventRevisionRow.event_id == event_id, EventRevisionRow.number == row.revision
        )
    ).one()
    return EventCopy(
        id=row.id,
        provider=row.provider_id,
        state=row.state,
        content=content_of(row),
        revision=row.revision,
        published_revision=row.published_revision,
        unpublished_changes=row.published_revision is not None and row.digest != row.published_digest,
        source_system=row.source_system,
        calendar=row.calendar,
        licence=row.licence,
        gone=row.gone,
        changed_at=last.made_at,
        changed_by=last.made_by_name,
        changed_id=last.made_by,
    )


def taken(session: Session, event_id: str, actor: Actor) -> EventRow:
    """The locked row. Raises NotFound, NotYours."""
    found = select(EventRow).where(EventRow.id == event_id)
    row = session.scalar(found.with_for_update().execution_options(populate_existing=True))
    if row is None:
        raise NotFound(event_id)
    if not actor.owns(row.provider_id):
        raise NotYours(row.provider_id)
    return row


def content_of(row: EventRow) -> EventContent:
    return CONTENT.validate_python(row.content)


def content_at(session: Session, event_id: str, number: int) -> EventContent:
    """Raises NotFound."""
    snapshot = session.scalar(
        select(EventRevisionRow.snapshot).where(
            EventRevisionRow.event_id == event_id, EventRevisionRow.number == number
        )
    )
    if snapshot is None:
        raise NotFound(f"{event_id} {number}")
    return CONTENT.validate_python(snapshot)


def history(session: Session, event_id: str) -> tuple[Revision, ...]:
    """Newest first."""
    return lines(session, EventRevisionRow, EventRevisionRow.event_id == event_id)


def changes(before: EventContent, after: EventContent) -> tuple[Change, ...]:
    """Every field that differs."""
    return tuple(Change(each.field, each.language, each.base, each.theirs) for each in compare(before, after))


def write(
    session: Session,
    row: EventRow,
    content: EventContent,
    actor: Actor,
    change: str,
    now: datetime,
    comment: str = "",
) -> None:
    """One more version, whole."""
    clean = normal(content)
    facts = clean.facts
    row.provider_id, row.municipality = facts.provider, facts.municipality
    row.starts = moment(facts.starts, facts.zone) if facts.starts else None
    row.ends = last_end(facts)
    row.content, row.digest = CONTENT.dump_python(clean, mode="json"), digest(clean)
    row.revision, row.updated_at = (row.revision or 0) + 1, now
    session.add(row)
    session.flush()
    session.add(
        EventRevisionRow(
            event_id=row.id,
            number=row.revision,
            made_at=now,
            made_by=actor.id,
            made_by_name=actor.name,
            change=change,
            comment=comment,
            digest=row.digest,
            snapshot=row.content,
        )
    )
    session.flush()


def without_overwriting(session: Session, row: EventRow, yours: EventContent, base: int) -> EventContent:
    """What others have saved since version `base` stays where `yours` leaves the base as it was.

    Raises Conflict when both have changed one field; NotFound for no such version.
    """
    if base == row.revision:
        return yours
    before, theirs, yours = content_at(session, row.id, base), content_of(row), normal(yours)
    clashes = tuple(each for each in _clashes(before, theirs, yours) if each.yours != each.base)
    if clashes:
        copy = open_event(session, row.id)
        raise Conflict(row.revision, clashes, copy.changed_by, copy.changed_at)
    return merged(before, theirs, yours)


def merged(base: EventContent, theirs: EventContent, yours: EventContent) -> EventContent:
    """`yours`, and their value where yours is that of the base."""
    facts = {
        name: getattr(
            theirs.facts if getattr(yours.facts, name) == getattr(base.facts, name) else yours.facts, name
        )
        for name in FACT_FIELDS
    }
    texts = {
        language: text
        for language in {*theirs.texts, *yours.texts}
        if (text := _merged_text(*(each.texts.get(language) for each in (base, theirs, yours))))
    }
    return EventContent(EventFacts(**facts), texts)


def _merged_text(
    base: EventTongue | None, theirs: EventTongue | None, yours: EventTongue | None
) -> EventTongue | None:
    if base is None or theirs is None or yours is None or yours == base:
        return theirs if yours == base else yours
    old, new, own = base.words, theirs.words, yours.words
    words = EventWords(
        new.name if own.name == old.name else own.name,
        new.summary if own.summary == old.summary else own.summary,
    )
    return replace(theirs if own == old else yours, words=words)


def last_end(facts: EventFacts) -> datetime | None:
    """The end of the last time; None for what goes on without one, or has no times yet."""
    if facts.starts is None or facts.ends is None:
        return None
    latest = last_start(facts.rule, facts.starts)
    if latest is None or latest.year > LAST_YEAR:
        return None
    return moment(max(latest, *facts.extra, facts.starts) + (facts.ends - facts.starts), facts.zone)


def compare(before: EventContent, after: EventContent) -> Iterator[Clash]:
    """Fields that differ: as `base` and `theirs` of a clash whose `yours` is the base."""
    return _clashes(before, after, before)


def _clashes(base: EventContent, theirs: EventContent, yours: EventContent) -> Iterator[Clash]:
    languages = sorted({*base.texts, *theirs.texts, *yours.texts})
    places = [("", name) for name in FACT_FIELDS]
    places += [(language, name) for language in languages for name in WORD_FIELDS]
    for language, name in places:
        values = [each.value(name, language) or None for each in (base, theirs, yours)]
        if values[1] not in (values[0], values[2]):
            yield Clash(name, language, *values)
