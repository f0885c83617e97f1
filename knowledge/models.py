"""The tables of knowledge: providers, services, their texts, every version, what their sources say."""

from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from knowledge.database import Base, JsonValue, UtcDateTime

STATES: Final = ("draft", "in_review", "approved", "published", "withdrawn", "archived")
TEXT_STATUSES: Final = ("draft", "machine", "reviewed")
"""From the least to the most trusted."""

PROPOSAL_STATES: Final = ("open", "accepted", "declined")


def one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    """Keeps a column to these codes."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


class ProviderRow(Base):
    """An organisation. `names` maps a language to its name; `edited_at` is set by editors only.

    With `four_eyes` nothing is published before another person than its writers has reviewed it. `renamed`
    are `names` and `url` as an import that is under way brings them: they are shown when it ends.
    """

    __tablename__ = "provider"
    __table_args__ = (UniqueConstraint("source_system", "source_id"),)

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    names: Mapped[dict[str, str]] = mapped_column(JsonValue)
    url: Mapped[str] = mapped_column(String(500), default="")
    four_eyes: Mapped[bool] = mapped_column(default=False)
    source_system: Mapped[str | None] = mapped_column(String(40))
    source_id: Mapped[str | None] = mapped_column(String(200))
    edited_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    renamed: Mapped[dict[str, Any] | None] = mapped_column(JsonValue)


class ServiceRow(Base):
    """The working copy of a service: its facts, apart from its words. None for an area is nationwide.

    The chat sees the snapshot of `published_revision`, never this row; only `review_due` counts at once.
    `revision` is the newest one's number, `facts_version` the number of the one that last changed the facts.
    `digest` is of the working copy as a whole: another one than `published_digest` means unpublished changes.
    `catalogue_version` is the catalogue's version that first showed (or hid) what is published now.
    """

    __tablename__ = "service"
    __table_args__ = (one_of("state", STATES),)

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    provider_id: Mapped[str] = mapped_column(ForeignKey("provider.id", ondelete="RESTRICT"), index=True)
    state: Mapped[str] = mapped_column(String(12), default="draft", index=True)
    category: Mapped[str] = mapped_column(String(40))
    audience: Mapped[list[str]] = mapped_column(JsonValue)
    url: Mapped[str] = mapped_column(String(500))
    municipalities: Mapped[list[str] | None] = mapped_column(JsonValue)
    min_age: Mapped[int | None]
    max_age: Mapped[int | None]
    newcomers_only: Mapped[bool] = mapped_column(default=False)
    required_situations: Mapped[list[str]] = mapped_column(JsonValue, default=list)
    situations: Mapped[list[str]] = mapped_column(JsonValue, default=list)
    goals: Mapped[list[str]] = mapped_column(JsonValue, default=list)
    barriers: Mapped[list[str]] = mapped_column(JsonValue, default=list)
    fields: Mapped[list[str]] = mapped_column(JsonValue, default=list)
    unemployed_for: Mapped[list[str]] = mapped_column(JsonValue, default=list)
    employer_needs: Mapped[list[str]] = mapped_column(JsonValue, default=list)
    role: Mapped[str | None] = mapped_column(String(40))
    stand_in: Mapped[bool] = mapped_column(default=False)
    languages: Mapped[list[str]] = mapped_column(JsonValue, default=list)
    keywords: Mapped[dict[str, list[str]]] = mapped_column(JsonValue, default=dict)
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    evidence: Mapped[str] = mapped_column(String(1), default="D")
    note: Mapped[str] = mapped_column(default="")
    source_language: Mapped[str] = mapped_column(String(20), default="fi")
    review_due: Mapped[date | None] = mapped_column(index=True)
    revision: Mapped[int] = mapped_column(default=0)
    facts_version: Mapped[int] = mapped_column(default=0)
    digest: Mapped[str] = mapped_column(String(64), default="")
    publish_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    published_revision: Mapped[int | None]
    published_digest: Mapped[str | None] = mapped_column(String(64))
    catalogue_version: Mapped[int] = mapped_column(default=0, index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)

    provider: Mapped[ProviderRow] = relationship(lazy="raise")
    texts: Mapped[list["ServiceTextRow"]] = relationship(
        lazy="raise", order_by="ServiceTextRow.language", cascade="all, delete-orphan"
    )


class ServiceTextRow(Base):
    """The words of a service in one language. `version` is the number of the revision that changed them last.

    `source_hash` is `words_hash` of the text this one was translated from, None where it is an original: when
    the source's own hash has become another one, this translation is stale.
    """

    __tablename__ = "service_text"
    __table_args__ = (one_of("status", TEXT_STATUSES),)

    service_id: Mapped[str] = mapped_column(ForeignKey("service.id", ondelete="RESTRICT"), primary_key=True)
    language: Mapped[str] = mapped_column(String(20), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str]
    first_step: Mapped[str] = mapped_column(default="")
    condition: Mapped[str] = mapped_column(default="")
    status: Mapped[str] = mapped_column(String(12), default="draft")
    source_language: Mapped[str | None] = mapped_column(String(20))
    source_hash: Mapped[str | None] = mapped_column(String(64))
    version: Mapped[int] = mapped_column(default=0)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)


class RevisionColumns:
    """What was said after one verb, whole, so that it can be published, compared and brought back.

    `made_by` is an actor's id, `digest` the hash of the `snapshot`.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[str] = mapped_column(String(80))
    made_by_name: Mapped[str] = mapped_column(String(80), default="")
    change: Mapped[str] = mapped_column(String(40))
    comment: Mapped[str] = mapped_column(default="")
    digest: Mapped[str] = mapped_column(String(64), default="")
    snapshot: Mapped[dict[str, Any]] = mapped_column(JsonValue)


class ServiceRevisionRow(RevisionColumns, Base):
    """What a service was after one verb; `snapshot` is a `Content`."""

    __tablename__ = "service_revision"
    __table_args__ = (UniqueConstraint("service_id", "number"),)

    service_id: Mapped[str] = mapped_column(ForeignKey("service.id", ondelete="RESTRICT"), index=True)


class ServiceSourceRow(Base):
    """Where an imported service comes from, and the newest its source says of it, untouched by editors.

    `gone`: the source has it no more, and that is why the service is archived.
    """

    __tablename__ = "service_source"
    __table_args__ = (UniqueConstraint("system", "source_id"),)

    service_id: Mapped[str] = mapped_column(ForeignKey("service.id", ondelete="RESTRICT"), primary_key=True)
    system: Mapped[str] = mapped_column(String(40))
    source_id: Mapped[str] = mapped_column(String(200))
    url: Mapped[str] = mapped_column(String(500), default="")
    licence: Mapped[str] = mapped_column(String(80), default="")
    modified: Mapped[datetime | None] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    digest: Mapped[str] = mapped_column(String(64))
    record: Mapped[dict[str, Any]] = mapped_column(JsonValue)
    gone: Mapped[bool] = mapped_column(default=False)


class FieldOverrideRow(Base):
    """A field that an editor has corrected: no import touches it. `language` is empty for facts."""

    __tablename__ = "field_override"

    service_id: Mapped[str] = mapped_column(ForeignKey("service.id", ondelete="RESTRICT"), primary_key=True)
    language: Mapped[str] = mapped_column(String(20), primary_key=True)
    field: Mapped[str] = mapped_column(String(40), primary_key=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by_name: Mapped[str] = mapped_column(String(80))


class ProposalRow(Base):
    """A change to another provider's service, which its owner accepts or declines.

    `proposed` is a whole `Content`; what it changes is its difference from `base_revision`.
    """

    __tablename__ = "proposal"
    __table_args__ = (one_of("state", PROPOSAL_STATES),)

    id: Mapped[int] = mapped_column(primary_key=True)
    service_id: Mapped[str] = mapped_column(ForeignKey("service.id", ondelete="RESTRICT"), index=True)
    state: Mapped[str] = mapped_column(String(12), default="open", index=True)
    base_revision: Mapped[int]
    proposed: Mapped[dict[str, Any]] = mapped_column(JsonValue)
    comment: Mapped[str] = mapped_column(default="")
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[str] = mapped_column(String(80))
    made_by_name: Mapped[str] = mapped_column(String(80))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_name: Mapped[str | None] = mapped_column(String(80))
    answer: Mapped[str] = mapped_column(default="")


class CatalogueVersionRow(Base):
    """Row 1 grows with everything the chat must see, row 2 with each import of ESCO: asking is how a process
    knows."""

    __tablename__ = "catalogue_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(default=0)
