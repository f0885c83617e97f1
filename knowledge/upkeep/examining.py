"""Examines what the chat shows: only services that were published anew, or by words that have changed."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, Select, and_, or_, select
from sqlalchemy.orm import Session

from knowledge.database import Database
from knowledge.editing.content import CONTENT
from knowledge.models import ServiceRevisionRow, ServiceRow
from knowledge.upkeep.dictionary import digest_of, outdated_words
from knowledge.upkeep.findings import Patterns, findings, patterns
from knowledge.upkeep.models import ServiceUpkeepRow
from knowledge.upkeep.reforms import Outdated
from knowledge.upkeep.turns import wait_for

BATCH: Final = 100
"""Services of one transaction: on SQLite the chat waits for it, some 0.1 s."""

WORK: Final = "examining"


@dataclass(frozen=True, slots=True)
class Rules:
    """What a version is examined with. `digest` changes with either."""

    languages: tuple[str, ...]
    patterns: Patterns
    digest: str


def rules_of(words: Iterable[Outdated], languages: tuple[str, ...]) -> Rules:
    """`languages` are those that every service should have words in."""
    known = tuple(words)
    spoken = {*languages, *(each.language for each in known if each.language)}
    return Rules(languages, patterns(known, spoken), digest_of(known, languages))


def examine(database: Database, languages: tuple[str, ...], now: datetime, most: int | None = None) -> int:
    """Examines what has changed, at most so many services; returns how many there were."""
    with database.read() as session:
        rules = rules_of(outdated_words(session), languages)
        waiting: list[str] = list(session.scalars(_changed(rules).limit(most)))
    for start in range(0, len(waiting), BATCH):
        with database.write() as session:
            wait_for(session, WORK, now)
            mine = _changed(rules).where(ServiceRow.id.in_(waiting[start : start + BATCH]))
            _examine(session, list(session.scalars(mine)), rules)
    return len(waiting)


def keep_showings(session: Session, showings: Mapping[str, int]) -> None:
    """How often people were shown each service lately, by service id; what is not named, never."""
    for row in session.scalars(select(ServiceUpkeepRow).order_by(ServiceUpkeepRow.service_id)):
        shown = showings.get(row.service_id, 0)
        if row.shown != shown:
            row.shown = shown


def _changed(rules: Rules) -> Select[Any]:
    return (
        select(ServiceRow.id)
        .outerjoin(ServiceUpkeepRow, ServiceUpkeepRow.service_id == ServiceRow.id)
        .where(
            ServiceRow.published_revision.is_not(None),
            or_(
                ServiceUpkeepRow.service_id.is_(None),
                ServiceUpkeepRow.revision != ServiceRow.published_revision,
                ServiceUpkeepRow.rules != rules.digest,
            ),
        )
        .order_by(ServiceRow.id)
    )


def _examine(session: Session, ids: list[str], rules: Rules) -> None:
    known = {
        row.service_id: row
        for row in session.scalars(select(ServiceUpkeepRow).where(ServiceUpkeepRow.service_id.in_(ids)))
    }
    for version in session.execute(_versions(ids)):
        row = known.get(version.service_id) or ServiceUpkeepRow(service_id=version.service_id, shown=0)
        _note(row, version, rules)
        session.add(row)


def _versions(ids: list[str]) -> Select[Any]:
    """The published versions of services."""
    shown = and_(
        ServiceRevisionRow.service_id == ServiceRow.id,
        ServiceRevisionRow.number == ServiceRow.published_revision,
    )
    columns = (
        *(ServiceRevisionRow.service_id, ServiceRevisionRow.number),
        *(ServiceRevisionRow.made_at, ServiceRevisionRow.snapshot),
    )
    return select(*columns).join(ServiceRow, shown).where(ServiceRow.id.in_(ids))


def _note(row: ServiceUpkeepRow, version: Row[Any], rules: Rules) -> None:
    content = CONTENT.validate_python(version.snapshot)
    found = findings(content, rules.languages, rules.patterns)
    row.revision, row.rules, row.published_at = version.number, rules.digest, version.made_at
    row.url = content.facts.url
    row.missing, row.stale = list(found.missing), list(found.stale)
    row.outdated = [asdict(each) for each in found.outdated]
