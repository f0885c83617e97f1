"""A service as an outside catalogue has it, and what the catalogue said of it last."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.editing.content import FACT_FIELDS, WORD_FIELDS, Content, Facts, Words
from knowledge.models import ProviderRow, ServiceSourceRow

EVERYTHING: Final = frozenset((*FACT_FIELDS, *WORD_FIELDS))


@dataclass(frozen=True, slots=True)
class SourceProvider:
    """The organisation as its source knows it. `id` is ours for a new one, made from the source's if None."""

    source_id: str
    names: Mapping[str, str]
    url: str = ""
    id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRecord:
    """One record of an importer, in our words.

    `facts.provider` is filled in from `provider`. `gives` names the fields that this source speaks of at all:
    others take the record's value when the service is new, and belong to the editors from then on.
    `languages` are those that it speaks of at all, None for every one; what it said in others earlier stays.
    `status` is that of the texts: reviewed where people of the source wrote them. `service_id` is the
    wish for a new service's id. A record without `texts`, or with wrong values, is refused as Invalid.
    """

    system: str
    source_id: str
    provider: SourceProvider
    facts: Facts
    texts: Mapping[str, Words]
    gives: frozenset[str] = EVERYTHING
    languages: frozenset[str] | None = None
    status: str = "reviewed"
    url: str = ""
    licence: str = ""
    modified: datetime | None = None
    service_id: str | None = None
    review_due: date | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """The newest that a source says of a service; kept beside what editors have made of it."""

    content: Content
    gives: frozenset[str] = field(default=EVERYTHING)

    def speaks_of(self, name: str) -> bool:
        return name in self.gives


SAID: Final = TypeAdapter(Said)
RECORD: Final = TypeAdapter(SourceRecord)


def record_digest(record: SourceRecord) -> str:
    """Equal for records that say the same in every field."""
    ordered = replace(record, texts=dict(sorted(record.texts.items())), gives=frozenset(), languages=None)
    named = ",".join((*sorted(record.gives), *sorted(record.languages or ())))
    return hashlib.sha256(RECORD.dump_json(ordered) + named.encode()).hexdigest()


def source_row(session: Session, system: str, source_id: str) -> ServiceSourceRow | None:
    return session.scalar(
        select(ServiceSourceRow).where(
            ServiceSourceRow.system == system, ServiceSourceRow.source_id == source_id
        )
    )


def said_of(session: Session, service_id: str) -> Said | None:
    """None for a service that has not been imported."""
    record = session.scalar(select(ServiceSourceRow.record).where(ServiceSourceRow.service_id == service_id))
    return None if record is None else SAID.validate_python(record)


def known_ids(session: Session, system: str) -> Mapping[str, str]:
    """Source ids to our service ids, of everything that this source still had when it was imported last."""
    found = select(ServiceSourceRow.source_id, ServiceSourceRow.service_id)
    found = found.where(ServiceSourceRow.system == system, ServiceSourceRow.gone.is_(False))
    return dict(session.execute(found).all())


def provider_of(session: Session, system: str, source_id: str) -> ProviderRow | None:
    return session.scalar(
        select(ProviderRow).where(ProviderRow.source_system == system, ProviderRow.source_id == source_id)
    )
