"""Tables of the staff: accounts, their sessions, what they have read, and the audit log."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.database import Base, JsonValue, UtcDateTime


def _now() -> datetime:
    return datetime.now(UTC)


def _identity() -> str:
    return uuid4().hex


class StaffRow(Base):
    """An account. `role` is one of `admin.staff.ROLES`; `email` is stored in lower case.

    `provider_id` is whose services an editor writes; the other roles need none.
    """

    __tablename__ = "staff"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=_identity)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    role: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(12), default="fi")
    password_hash: Mapped[str] = mapped_column(String(200))
    one_time_password: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)
    provider_id: Mapped[str | None] = mapped_column(ForeignKey("provider.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=_now)


class StaffSessionRow(Base):
    """A signed-in browser. Only the hash of its cookie is kept."""

    __tablename__ = "staff_sessions"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    csrf_token: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=_now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SeenRow(Base):
    """Up to which message a member of the staff has read a conversation."""

    __tablename__ = "desk_seen"

    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    seq: Mapped[int]


class AuditRow(Base):
    """One action of the staff. Rows are only ever added: a trigger of the migration refuses anything else."""

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_at", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=_now)
    staff_id: Mapped[str | None] = mapped_column(String(32))
    staff_name: Mapped[str] = mapped_column(String(80))
    action: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(80), default="")
    details: Mapped[dict[str, Any]] = mapped_column(JsonValue, default=dict)
