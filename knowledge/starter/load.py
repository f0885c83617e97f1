"""Puts the starter catalogue into the database without ever undoing an editor's work."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.editing.actor import OSAAMO
from knowledge.editing.content import Facts, Words
from knowledge.editing.errors import EditingError
from knowledge.editing.importing import apply_source, archive_source
from knowledge.editing.providers import put_provider
from knowledge.editing.sources import SourceProvider, SourceRecord, known_ids
from knowledge.guides.taking import drop, take
from knowledge.models import FieldOverrideRow, ServiceRow
from knowledge.municipalities import read_municipalities
from knowledge.starter.check import validate
from knowledge.starter.entries import ProviderEntry, ServiceEntry, Starter
from knowledge.starter.guide_entries import content_of

SYSTEM: Final = "starter"


class StarterError(Exception):
    """The starter's files hold something that cannot be loaded; the message says what and where."""


@dataclass(slots=True)
class LoadReport:
    """Ids of services by what happened to them. `kept`: an editor had changed all or part of it.

    `guides` are theirs, each with what happened.
    """

    inserted: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    guides: list[tuple[str, str]] = field(default_factory=list)


def load_starter(session: Session, starter: Starter, now: datetime) -> LoadReport:
    """Inserts what is new, updates what nobody has edited, archives what the starter no longer has.

    Runs in the caller's transaction. Raises StarterError before it has changed anything.
    """
    if problems := validate(starter):
        raise StarterError("\n".join(str(problem) for problem in problems))
    for key, entry in starter.providers.items():
        put_provider(session, SYSTEM, _provider(key, entry))
    dropped = dict(known_ids(session, SYSTEM))
    corrected = frozenset(session.scalars(select(FieldOverrideRow.service_id).distinct()))
    report = LoadReport()
    for _, service in starter.services:
        dropped.pop(service.id, None)
        provider = _provider(service.provider, starter.providers[service.provider])
        _load(session, _record(service, provider), now, corrected, report)
    for source_id, service_id in dropped.items():
        _drop(session, source_id, service_id, now, corrected, report)
    _load_guides(session, starter, now, report)
    return report


def _load_guides(session: Session, starter: Starter, now: datetime, report: LoadReport) -> None:
    """After the services, which their steps name."""
    places = read_municipalities()
    for _, entry in starter.guides:
        try:
            content = content_of(entry, places)
            outcome = take(session, OSAAMO, entry.id, content, entry.review_due, now)
        except EditingError as error:
            raise StarterError(f"{entry.id}: {error}") from error
        report.guides.append((entry.id, outcome))
    present = frozenset(entry.id for _, entry in starter.guides)
    report.guides.extend((each, "withdrawn") for each in drop(session, OSAAMO, present, now))


def _load(
    session: Session, record: SourceRecord, now: datetime, corrected: frozenset[str], report: LoadReport
) -> None:
    try:
        applied = apply_source(session, record, now, publish=True)
    except EditingError as error:
        raise StarterError(f"{record.source_id}: {error}") from error
    if applied.outcome == "new":
        report.inserted.append(applied.service_id)
    elif applied.service_id in corrected:
        report.kept.append(applied.service_id)
    else:
        (report.updated if applied.outcome == "changed" else report.unchanged).append(applied.service_id)


def _drop(
    session: Session,
    source_id: str,
    service_id: str,
    now: datetime,
    corrected: frozenset[str],
    report: LoadReport,
) -> None:
    if session.get_one(ServiceRow, service_id).published_revision is None:
        return
    if service_id in corrected:
        report.kept.append(service_id)
        return
    archive_source(session, SYSTEM, source_id, now)
    report.withdrawn.append(service_id)


def _provider(key: str, entry: ProviderEntry) -> SourceProvider:
    return SourceProvider(source_id=key, names=entry.names, url=entry.url or "", id=key)


def _record(entry: ServiceEntry, provider: SourceProvider) -> SourceRecord:
    texts = {language: Words(**text.model_dump()) for language, text in entry.texts.items()}
    return SourceRecord(
        system=SYSTEM,
        source_id=entry.id,
        service_id=entry.id,
        provider=provider,
        facts=_facts(entry),
        texts=texts,
        status="machine",
        url=entry.source.page or "",
        review_due=entry.review_due,
    )


def _facts(entry: ServiceEntry) -> Facts:
    return Facts(
        category=entry.category,
        audience=tuple(entry.audience),
        url=entry.url,
        municipalities=None if entry.area == "nationwide" else tuple(entry.area),
        min_age=entry.age.min,
        max_age=entry.age.max,
        newcomers_only=entry.newcomers_only,
        required_situations=tuple(entry.required_situations),
        situations=tuple(entry.situations),
        goals=tuple(entry.goals),
        barriers=tuple(entry.barriers),
        fields=tuple(entry.fields),
        unemployed_for=tuple(entry.unemployed_for),
        employer_needs=tuple(entry.employer_needs),
        role=entry.role,
        stand_in=entry.stand_in,
        languages=tuple(entry.languages),
        keywords={language: tuple(words) for language, words in entry.keywords.items()},
        valid_from=entry.valid.from_,
        valid_to=entry.valid.to,
        evidence=entry.source.evidence,
        note=entry.note,
    )
