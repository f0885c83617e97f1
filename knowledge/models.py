"""The tables of knowledge: providers, services, their texts per language and every earlier revision."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from knowledge.database import Base, JsonValue, UtcDateTime

STATES = ("draft", "published", "withdrawn")
TEXT_STATUSES = ("draft", "machine", "reviewed")


class ProviderRow(Base):
    """An organisation. `names` maps a language to its name; `edited_at` is set by editors only."""

    __tablename__ = "provider"

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    names: Mapped[dict[str, str]] = mapped_column(JsonValue)
    url: Mapped[str] = mapped_column(String(500), default="")
    edited_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ServiceRow(Base):
    """The facts of one service, apart from its words. Code lists are sorted; None for an area is nationwide.

    `facts_edited_at` is set by editors only: a set one keeps every later load and import away.
    """

    __tablename__ = "service"
    __table_args__ = (CheckConstraint("state IN ('draft', 'published', 'withdrawn')", name="state"),)

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
    review_due: Mapped[date | None] = mapped_column(index=True)
    evidence: Mapped[str] = mapped_column(String(1), default="D")
    note: Mapped[str] = mapped_column(default="")
    source_system: Mapped[str] = mapped_column(String(40))
    source_id: Mapped[str | None] = mapped_column(String(200))
    source_url: Mapped[str | None] = mapped_column(String(500))
    source_seen: Mapped[str | None] = mapped_column(String(10))
    facts_edited_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)

    provider: Mapped[ProviderRow] = relationship(lazy="raise")
    texts: Mapped[list["ServiceTextRow"]] = relationship(lazy="raise", order_by="ServiceTextRow.language")


class ServiceTextRow(Base):
    """The words of a service in one language.

    `source_hash` is `text_hash` of the text this one was translated from, None where it is an original: when
    the source's own hash has become another one, this translation is stale.
    """

    __tablename__ = "service_text"
    __table_args__ = (CheckConstraint("status IN ('draft', 'machine', 'reviewed')", name="status"),)

    service_id: Mapped[str] = mapped_column(ForeignKey("service.id", ondelete="RESTRICT"), primary_key=True)
    language: Mapped[str] = mapped_column(String(20), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str]
    first_step: Mapped[str] = mapped_column(default="")
    condition: Mapped[str] = mapped_column(default="")
    status: Mapped[str] = mapped_column(String(12), default="draft")
    source_language: Mapped[str | None] = mapped_column(String(20))
    source_hash: Mapped[str | None] = mapped_column(String(64))
    edited_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ServiceRevisionRow(Base):
    """What a service was after one change, whole, so that it can be brought back."""

    __tablename__ = "service_revision"
    __table_args__ = (UniqueConstraint("service_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    service_id: Mapped[str] = mapped_column(ForeignKey("service.id", ondelete="RESTRICT"), index=True)
    number: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[str] = mapped_column(String(80))
    change: Mapped[str] = mapped_column(String(40))
    snapshot: Mapped[dict[str, Any]] = mapped_column(JsonValue)
