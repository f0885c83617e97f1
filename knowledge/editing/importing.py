"""Brings a record of an outside catalogue into ours, without touching what editors have corrected."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from sqlalchemy.orm import Session

from knowledge.catalogue_version import next_version
from knowledge.editing.actor import Actor
from knowledge.editing.content import Content, Text, normal, normal_words
from knowledge.editing.errors import FieldError, NotFound
from knowledge.editing.ids import free_id
from knowledge.editing.merging import Place, as_said, merged, taken_over, with_unspoken
from knowledge.editing.overrides import forget_overrides, keep_overrides, overridden
from knowledge.editing.providers import put_provider
from knowledge.editing.sources import (
    SAID,
    Said,
    SourceRecord,
    provider_of,
    record_digest,
    source_row,
)
from knowledge.editing.validation import check_complete, check_content, require
from knowledge.editing.workflow import hide, show
from knowledge.editing.working_copy import content_of, open_copy, save, taken, unapprove
from knowledge.editing.writing import create
from knowledge.models import ProviderRow, ServiceRow, ServiceSourceRow
from knowledge.revisions import Change, compare
from knowledge.stored_municipalities import todays_codes

Outcome = Literal["new", "changed", "same", "archived"]


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of a record.

    `kept` are the corrected fields (language, field) where the source says something else than we do.
    `state` is the service's afterwards; `missing` says why a service that was to be published is not.
    """

    service_id: str
    outcome: Outcome
    changes: tuple[Change, ...] = ()
    kept: tuple[Place, ...] = ()
    state: str = "draft"
    missing: tuple[FieldError, ...] = ()


def preview_source(session: Session, record: SourceRecord) -> Applied:
    """What `apply_source` would do; nothing is written. Raises Invalid."""
    found = source_row(session, record.system, record.source_id)
    provider = provider_of(session, record.system, record.provider.source_id)
    new = _said(session, record, provider.id if provider else record.provider.id or "")
    if found is None:
        return Applied(_wished_id(record), "new", compare(_nothing(new), new.content))
    copy = open_copy(session, found.service_id)
    old, new = _before_and_now(found, record, new)
    kept = overridden(session, copy.id) | taken_over(copy.content, old, new)
    after = merged(copy.content, old, new, kept)
    require(check_content(after, todays_codes(session)))
    changes = compare(copy.content, after)
    return Applied(
        copy.id, "changed" if changes else "same", changes, _differing(after, new, kept), copy.state
    )


def apply_source(
    session: Session,
    record: SourceRecord,
    now: datetime,
    *,
    publish: bool = False,
    actor: Actor | None = None,
) -> Applied:
    """Inserts or updates one service. Doing it twice is doing it once.

    With `publish` a new service, and one that had no unpublished changes, is shown by the chat at once, if it
    is complete (where the provider asks for four eyes it waits in review). `actor` is who goes into the
    history, the source system by default. Raises Invalid and has then changed nothing.
    """
    actor = actor or Actor(record.system, record.system, None)
    found = source_row(session, record.system, record.source_id)
    if found is not None and found.digest == record_digest(record) and not found.gone:
        return _same(session, found)
    _said(session, record, record.provider.id or "")
    version = next_version(session)
    provider = put_provider(session, record.system, record.provider, record.languages, later=not publish)
    new = _said(session, record, provider.id)
    if found is None:
        return _insert(session, record, new, actor, version, now, publish)
    return _update(session, found, record, new, actor, version, now, publish)


def archive_source(
    session: Session, system: str, source_id: str, now: datetime, actor: Actor | None = None
) -> Applied:
    """The source has this record no more: its service leaves the chat, with all its history kept.

    A record that comes back later brings it back. Raises NotFound for one that was never imported.
    """
    found = source_row(session, system, source_id)
    if found is None:
        raise NotFound(f"{system} has brought no record {source_id}")
    if found.gone:
        return Applied(found.service_id, "same", state="archived")
    version = next_version(session)
    actor = actor or Actor(system, system, None)
    row = taken(session, found.service_id, actor)
    if row.state != "archived":
        found.gone, found.changed_at = True, now
        hide(session, row, actor, version, "archived", now, "")
    return Applied(row.id, "archived", state=row.state)


def _insert(
    session: Session,
    record: SourceRecord,
    new: Said,
    actor: Actor,
    version: int,
    now: datetime,
    publish: bool,
) -> Applied:
    key = free_id(session, ServiceRow, _wished_id(record))
    create(session, actor, key, new.content, now, record.review_due, "imported", "")
    source = ServiceSourceRow(service_id=key, system=record.system, source_id=record.source_id)
    _remember_source(source, record, new, now)
    session.add(source)
    session.flush()
    row = taken(session, key, actor)
    missing = _publish(session, row, actor, version, now) if publish else ()
    return Applied(key, "new", compare(_nothing(new), new.content), (), row.state, missing)


def _update(
    session: Session,
    found: ServiceSourceRow,
    record: SourceRecord,
    new: Said,
    actor: Actor,
    version: int,
    now: datetime,
    publish: bool,
) -> Applied:
    row = taken(session, found.service_id, actor)
    before = content_of(row)
    old, new = _before_and_now(found, record, new)
    own = taken_over(before, old, new)
    kept = overridden(session, row.id) | own
    after = merged(before, old, new, kept)
    require(check_content(after, todays_codes(session)))
    keep_overrides(session, row.id, own, actor, now)
    lost = [place for place in kept if place[0] and place[0] not in new.content.texts]
    forget_overrides(session, row.id, lost)
    back = found.gone and row.state == "archived"
    was_shown = row.published_revision is not None and row.digest == row.published_digest
    changes = compare(before, after)
    if record.review_due and (row.review_due is None or record.review_due > row.review_due):
        row.review_due, row.catalogue_version = record.review_due, version
    if back:
        row.state = "draft"
    if after != before or back:
        unapprove(row)
        save(session, row, after, actor, "imported", now)
    _remember_source(found, record, new, now)
    missing: tuple[FieldError, ...] = ()
    if publish and ((was_shown and after != before) or back):
        missing = _publish(session, row, actor, version, now)
    outcome: Outcome = "changed" if changes or back else "same"
    return Applied(row.id, outcome, changes, _differing(after, new, kept), row.state, missing)


def _publish(
    session: Session, row: ServiceRow, actor: Actor, version: int, now: datetime
) -> tuple[FieldError, ...]:
    content = content_of(row)
    if missing := check_complete(content):
        return missing
    if session.get_one(ProviderRow, row.provider_id).four_eyes:
        row.state = "in_review"
        save(session, row, content, actor, "submitted", now)
    else:
        show(session, row, actor, version, now)
    return ()


def _remember_source(row: ServiceSourceRow, record: SourceRecord, new: Said, now: datetime) -> None:
    row.url, row.licence, row.modified = record.url, record.licence, record.modified
    row.changed_at, row.gone = now, False
    row.digest, row.record = record_digest(record), SAID.dump_python(new, mode="json")


def _said(session: Session, record: SourceRecord, provider: str) -> Said:
    """The record as a version of a service. Raises Invalid."""
    facts = normal(replace(record.facts, provider=provider))
    texts = {language: Text(normal_words(words), record.status) for language, words in record.texts.items()}
    content = as_said(Content(facts, dict(sorted(texts.items()))))
    require(check_content(content, todays_codes(session)))
    return Said(content, record.gives)


def _before_and_now(found: ServiceSourceRow, record: SourceRecord, new: Said) -> tuple[Said, Said]:
    old = SAID.validate_python(found.record)
    return old, new if record.languages is None else with_unspoken(old, new, record.languages)


def _same(session: Session, found: ServiceSourceRow) -> Applied:
    state = session.get_one(ServiceRow, found.service_id).state
    return Applied(found.service_id, "same", state=state)


def _differing(after: Content, new: Said, kept: frozenset[Place]) -> tuple[Place, ...]:
    return tuple(
        sorted(
            (language, name)
            for language, name in kept
            if new.content.value(name, language) is not None
            and after.value(name, language) != new.content.value(name, language)
        )
    )


def _nothing(new: Said) -> Content:
    return Content(new.content.facts, {})


def _wished_id(record: SourceRecord) -> str:
    return record.service_id or f"{record.system}-{record.source_id}"
