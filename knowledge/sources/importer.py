"""Runs an import: batch by batch in short transactions, each record with its line in the report."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Final, TypeAlias

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from knowledge.database import Database
from knowledge.editing.actor import Actor
from knowledge.editing.sources import SourceRecord, known_ids
from knowledge.events.importing import end_events
from knowledge.events.record import SYSTEMS, EventRecord
from knowledge.sources.models import ImportRecordRow, ImportRunRow
from knowledge.sources.publishing import publish_awaiting
from knowledge.sources.reports import Run, run_of
from knowledge.sources.runs import AlreadyRunning, Holding, begin, done_ids, end, still_mine, take_over
from knowledge.sources.source import Gone, Known, Parsed, RawRecord, Refused, Source, SourceError, Unwanted
from knowledge.sources.taking import take

BATCH: Final = 20
"""Records of one transaction: some 0.1 s on SQLite, so that the chat never waits for an import."""

Progress: TypeAlias = Callable[[Run], None]
Take: TypeAlias = Callable[[Session, ImportRunRow, RawRecord, Parsed, Actor, datetime], ImportRecordRow]
"""Brings one record in and returns its line of the report; see `taking.take`."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How to import. Without `publish` new services are working copies that an editor publishes.

    With `dry_run` only the report is written. `resume` goes on with this source's last run that did not end.
    """

    publish: bool = False
    dry_run: bool = False
    resume: bool = False


def run_import(
    database: Database,
    source: Source,
    actor: Actor,
    plan: Plan,
    clock: Callable[[], datetime],
    progress: Progress = lambda _: None,
    take: Take = take,
) -> Run:
    """Imports everything and returns the report. `progress` is called after each batch.

    With `publish` nothing of it is in the chat before all records are in; then all of it at once.
    Raises AlreadyRunning, and SourceError or SQLAlchemyError when it cannot go on: the run has failed then,
    what was taken stays as working copies, and it can be resumed.
    """
    holding = start_import(database, source, actor, plan, clock())
    return carry_out(database, source, actor, holding, clock, progress, take)


def start_import(database: Database, source: Source, actor: Actor, plan: Plan, now: datetime) -> Holding:
    """Writes the run down, or takes over the one to be resumed. Raises AlreadyRunning."""
    with database.write() as session:
        if plan.resume and (found := take_over(session, source, plan.dry_run, plan.publish, now)):
            return found
        return begin(session, source, actor, plan.dry_run, plan.publish, now)


def carry_out(
    database: Database,
    source: Source,
    actor: Actor,
    holding: Holding,
    clock: Callable[[], datetime],
    progress: Progress = lambda _: None,
    take: Take = take,
) -> Run:
    """The work of `run_import` on a run that was started."""
    try:
        with database.read() as session:
            imported = frozenset(known_ids(session, source.name))
            known = Known(done_ids(session, holding.run_id), imported)
        for batch in _batches(_unseen(source.records(known), known.done)):
            parsed = [(raw, _parsed(source, raw)) for raw in batch]
            with database.write() as session:
                row = still_mine(session, holding, clock(), source.expected)
                session.add_all(take(session, row, *each, actor, clock()) for each in parsed)
            progress(_report(database, holding))
        with database.write() as session:
            row = still_mine(session, holding, clock(), source.expected)
            end_all = end_events if source.name in SYSTEMS else publish_awaiting
            end_all(session, row, actor, clock())
            end(row, clock())
    except (SourceError, SQLAlchemyError) as error:
        _fail(database, holding, str(error), clock())
        raise
    return _report(database, holding)


def _parsed(source: Source, raw: RawRecord) -> Parsed:
    found = raw.payload if isinstance(raw.payload, Unwanted) else source.parse(raw)
    return Refused("no_id") if isinstance(found, SourceRecord | EventRecord | Gone) and not raw.id else found


def _unseen(records: Iterator[RawRecord], done: frozenset[str]) -> Iterator[RawRecord]:
    """Each id once: a second record with an id of this run is refused."""
    seen: set[str] = set()
    for raw in records:
        if raw.id in done:
            continue
        if raw.id and raw.id in seen:
            yield RawRecord(raw.id, Refused("duplicate", raw.place), raw.place, raw.name)
        else:
            seen.add(raw.id)
            yield raw


def _batches(records: Iterator[RawRecord]) -> Iterator[list[RawRecord]]:
    while batch := list(islice(records, BATCH)):
        yield batch


def _fail(database: Database, holding: Holding, error: str, now: datetime) -> None:
    with database.write() as session:
        row = still_mine(session, holding, now, None)
        row.state, row.error, row.ended_at = "failed", error[:1000], now


def _report(database: Database, holding: Holding) -> Run:
    with database.read() as session:
        found = run_of(session, holding.run_id)
    if found is None:
        raise AlreadyRunning("somebody has removed this import")
    return found
