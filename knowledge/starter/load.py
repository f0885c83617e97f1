"""Puts the starter catalogue into the database without ever undoing an editor's work."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from knowledge.models import ProviderRow, ServiceRow, ServiceTextRow
from knowledge.revisions import remember
from knowledge.starter.check import validate
from knowledge.starter.entries import ProviderEntry, ServiceEntry, Starter

SYSTEM = "starter"


class StarterError(Exception):
    """The starter's files hold something that cannot be loaded; the message says what and where."""


@dataclass(slots=True)
class LoadReport:
    """Ids of services by what happened to them. `kept`: an editor had changed all or part of it."""

    inserted: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)


def load_starter(session: Session, starter: Starter, now: datetime) -> LoadReport:
    """Inserts what is new, updates what nobody has edited, withdraws what the starter no longer has.

    Runs in the caller's transaction. Raises StarterError before it has changed anything.
    """
    if problems := validate(starter):
        raise StarterError("\n".join(str(problem) for problem in problems))
    _load_providers(session, starter.providers)
    rows = {
        row.id: row for row in session.scalars(select(ServiceRow).options(selectinload(ServiceRow.texts)))
    }
    report = LoadReport()
    for _, entry in starter.services:
        row = rows.pop(entry.id, None)
        if row is None:
            _insert(session, entry, now)
            report.inserted.append(entry.id)
        else:
            _update(session, row, entry, now, report)
    for row in rows.values():
        _withdraw(session, row, now, report)
    return report


def _load_providers(session: Session, providers: Mapping[str, ProviderEntry]) -> None:
    rows = {row.id: row for row in session.scalars(select(ProviderRow))}
    for key, entry in providers.items():
        row = rows.get(key)
        if row is None:
            session.add(ProviderRow(id=key, names=entry.names, url=entry.url or ""))
        elif row.edited_at is None:
            row.names, row.url = entry.names, entry.url or ""
    session.flush()


def _insert(session: Session, entry: ServiceEntry, now: datetime) -> None:
    row = ServiceRow(id=entry.id, state="published", created_at=now, updated_at=now, texts=[])
    _assign(row, _facts(entry))
    for language in entry.texts:
        row.texts.append(_new_text(entry, language, now))
    session.add(row)
    session.flush()
    remember(session, row, now, SYSTEM, "loaded")


def _update(
    session: Session, row: ServiceRow, entry: ServiceEntry, now: datetime, report: LoadReport
) -> None:
    changed = row.facts_edited_at is None and _assign(row, _facts(entry))
    texts = {text.language: text for text in row.texts}
    for language in entry.texts:
        text = texts.get(language)
        if text is None:
            row.texts.append(_new_text(entry, language, now))
            changed = True
        elif text.edited_at is None and _assign(text, _words(entry, language)):
            text.updated_at = now
            changed = True
    if changed:
        row.updated_at = now
        session.flush()
        remember(session, row, now, SYSTEM, "updated")
    if _edited(row):
        report.kept.append(row.id)
    else:
        (report.updated if changed else report.unchanged).append(row.id)


def _withdraw(session: Session, row: ServiceRow, now: datetime, report: LoadReport) -> None:
    if row.source_system != SYSTEM or row.state != "published":
        return
    if _edited(row):
        report.kept.append(row.id)
        return
    row.state, row.updated_at = "withdrawn", now
    session.flush()
    remember(session, row, now, SYSTEM, "withdrawn")
    report.withdrawn.append(row.id)


def _edited(row: ServiceRow) -> bool:
    return row.facts_edited_at is not None or any(text.edited_at is not None for text in row.texts)


def _new_text(entry: ServiceEntry, language: str, now: datetime) -> ServiceTextRow:
    return ServiceTextRow(language=language, status="machine", updated_at=now, **_words(entry, language))


def _words(entry: ServiceEntry, language: str) -> dict[str, Any]:
    return entry.texts[language].model_dump()


def _facts(entry: ServiceEntry) -> dict[str, Any]:
    """Column values of an entry. Lists are sorted, so that another order in the file changes nothing."""
    return {
        "provider_id": entry.provider,
        "category": entry.category,
        "audience": sorted(entry.audience),
        "url": entry.url,
        "municipalities": None if entry.area == "nationwide" else sorted(entry.area),
        "min_age": entry.age.min,
        "max_age": entry.age.max,
        "newcomers_only": entry.newcomers_only,
        "required_situations": sorted(entry.required_situations),
        "situations": sorted(entry.situations),
        "goals": sorted(entry.goals),
        "barriers": sorted(entry.barriers),
        "fields": sorted(entry.fields),
        "unemployed_for": sorted(entry.unemployed_for),
        "employer_needs": sorted(entry.employer_needs),
        "role": entry.role,
        "stand_in": entry.stand_in,
        "languages": list(entry.languages),
        "keywords": entry.keywords,
        "valid_from": entry.valid.from_,
        "valid_to": entry.valid.to,
        "review_due": entry.review_due,
        "evidence": entry.source.evidence,
        "note": entry.note,
        "source_system": SYSTEM,
        "source_id": entry.source.id,
        "source_url": entry.source.page,
        "source_seen": entry.source.seen,
    }


def _assign(row: ServiceRow | ServiceTextRow, values: Mapping[str, Any]) -> bool:
    """Sets what differs and says whether anything did."""
    differing = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in differing.items():
        setattr(row, name, value)
    return bool(differing)
