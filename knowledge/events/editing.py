"""What editors do to events: draft, save, publish, withdraw, archive, bring back, duplicate."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.catalogue_version import next_version
from knowledge.editing.actor import OSAAMO, Actor
from knowledge.editing.errors import Conflict, FourEyesNeeded, NotAllowedNow, NotYours
from knowledge.editing.ids import free_id
from knowledge.editing.providers import provider
from knowledge.editing.validation import require
from knowledge.events.content import EventContent, normal
from knowledge.events.models import EventRow
from knowledge.events.rules import missing, wrong
from knowledge.events.working_copy import (
    EventCopy,
    content_at,
    content_of,
    open_event,
    taken,
    without_overwriting,
    write,
)
from knowledge.stored_municipalities import todays_codes

ALLOWED: Final[Mapping[str, tuple[str, ...]]] = {
    "save": ("draft", "published", "withdrawn"),
    "publish": ("draft", "published", "withdrawn"),
    "withdraw": ("published",),
    "archive": ("draft", "published", "withdrawn"),
    "restore": ("archived",),
}
KEPT: Final = timedelta(days=30)
"""How long an event stays among the others after its last time."""


def draft(session: Session, actor: Actor, content: EventContent, now: datetime) -> EventCopy:
    """A new one. Raises Invalid, NotYours, NotFound for no such provider."""
    _require_savable(session, actor, content)
    row = EventRow(
        id=free_id(session, EventRow, content.name or "event"),
        state="draft",
        catalogue_version=0,
        created_at=now,
        calendar="",
    )
    row.revision, row.gone, row.licence = 0, False, ""
    write(session, row, content, actor, "drafted", now)
    return open_event(session, row.id)


def save(
    session: Session, actor: Actor, event_id: str, content: EventContent, base: int, now: datetime
) -> EventCopy:
    """What others have saved since `base` stays, where the two have not changed the same field.

    Raises Conflict, Invalid, NotFound, NotYours, NotAllowedNow.
    """
    row = _open(session, event_id, actor, "save")
    after = normal(without_overwriting(session, row, content, base))
    _require_savable(session, actor, after)
    if after != content_of(row):
        write(session, row, after, actor, "saved", now)
    return open_event(session, event_id)


def roll_back(
    session: Session, actor: Actor, event_id: str, number: int, seen: int, now: datetime
) -> EventCopy:
    """The working copy becomes what it was after version `number`. `seen` is the version shown before.

    Raises NotFound, NotYours, NotAllowedNow, Conflict.
    """
    row = _open(session, event_id, actor, "save")
    before = open_event(session, event_id)
    if row.revision != seen:
        raise Conflict(row.revision, (), before.changed_by, before.changed_at)
    after = content_at(session, event_id, number)
    if not actor.owns(after.facts.provider):
        raise NotYours(after.facts.provider)
    if after != before.content:
        write(session, row, after, actor, "rolled_back", now, str(number))
    return open_event(session, event_id)


def publish(session: Session, actor: Actor, event_id: str, now: datetime) -> EventCopy:
    """In the chat of every process within two seconds.

    Where the provider asks for four eyes, not by who has written the newest version. Raises Invalid,
    NotFound, NotYours, NotAllowedNow, FourEyesNeeded.
    """
    version = next_version(session)
    row = _open(session, event_id, actor, "publish")
    if provider(session, row.provider_id).four_eyes and open_event(session, event_id).changed_id == actor.id:
        raise FourEyesNeeded
    show(session, row, actor, version, now)
    return open_event(session, event_id)


def withdraw(session: Session, actor: Actor, event_id: str, now: datetime) -> EventCopy:
    """Raises NotFound, NotYours, NotAllowedNow."""
    return _hidden(session, actor, event_id, "withdraw", "withdrawn", now)


def archive(session: Session, actor: Actor, event_id: str, now: datetime) -> EventCopy:
    """Raises NotFound, NotYours, NotAllowedNow."""
    return _hidden(session, actor, event_id, "archive", "archived", now)


def restore(session: Session, actor: Actor, event_id: str, now: datetime) -> EventCopy:
    """As a draft. Raises NotFound, NotYours, NotAllowedNow."""
    row = _open(session, event_id, actor, "restore")
    row.state = "draft"
    write(session, row, content_of(row), actor, "restored", now)
    return open_event(session, event_id)


def duplicate(session: Session, actor: Actor, event_id: str, now: datetime) -> EventCopy:
    """A draft of its own, of no source. Raises NotFound, NotYours."""
    content = open_event(session, event_id).content
    return draft(session, actor, replace(content, facts=replace(content.facts, group="")), now)


def archive_past(session: Session, now: datetime) -> int:
    """Those whose last time is long over; returns how many. They were hidden from that time on."""
    over = select(EventRow.id).where(EventRow.ends < now - KEPT, EventRow.state != "archived")
    ids = session.scalars(over.order_by(EventRow.id).limit(500)).all()
    version = next_version(session) if ids else 0
    for event_id in ids:
        hide(session, taken(session, event_id, OSAAMO), OSAAMO, version, "archived", now)
    return len(ids)


def show(session: Session, row: EventRow, actor: Actor, version: int, now: datetime) -> None:
    """Makes the working copy of a locked row what the chat shows. Raises Invalid."""
    content = _with_own_words(content_of(row))
    require((*wrong(content, todays_codes(session)), *missing(content)))
    row.state, row.gone, row.catalogue_version = "published", False, version
    row.published_revision = row.revision + 1
    write(session, row, content, actor, "published", now)
    row.published_digest = row.digest


def hide(session: Session, row: EventRow, actor: Actor, version: int, state: str, now: datetime) -> None:
    """Takes a locked row out of the chat."""
    row.state, row.published_revision, row.published_digest = state, None, None
    row.catalogue_version = version
    write(session, row, content_of(row), actor, state, now)


def _hidden(session: Session, actor: Actor, event_id: str, verb: str, state: str, now: datetime) -> EventCopy:
    version = next_version(session)
    hide(session, _open(session, event_id, actor, verb), actor, version, state, now)
    return open_event(session, event_id)


def _open(session: Session, event_id: str, actor: Actor, verb: str) -> EventRow:
    row = taken(session, event_id, actor)
    if row.state not in ALLOWED[verb]:
        raise NotAllowedNow(verb, row.state)
    return row


def _require_savable(session: Session, actor: Actor, content: EventContent) -> None:
    if not actor.owns(provider(session, content.facts.provider).id):
        raise NotYours(content.facts.provider)
    require(wrong(content, todays_codes(session)))


def _with_own_words(content: EventContent) -> EventContent:
    """Who publishes stands for the source text."""
    own = content.texts.get(content.facts.source_language)
    if own is None or own.status != "draft":
        return content
    return replace(
        content, texts={**content.texts, content.facts.source_language: replace(own, status="reviewed")}
    )
