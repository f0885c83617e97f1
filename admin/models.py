"""Tables of the staff: accounts, their sessions, what they have read, and the audit log."""

from datetime import UTC, datetime
from typing import Any, Literal
from uuid import uuid4

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.database import Base, JsonValue, UtcDateTime

SecondStep = Literal["none", "asked", "done"]
"""Of a session: its account has no code, the code is still to be given, it has been given."""


def _now() -> datetime:
    return datetime.now(UTC)


def _identity() -> str:
    return uuid4().hex


class StaffRow(Base):
    """An account. `role` is one of `admin.staff.ROLES`; `email` is stored in lower case.

    `provider_id` is whose services an editor writes; the other roles need none. `language` is the panel's,
    `languages` are those that the person speaks with people (BCP 47), `cities` those whose conversations
    they see (empty: all). An empty `password_hash` matches no password: the invitation has not been used.
    The secrets of the second step are sealed (`bot.sealing`);
    `totp_step` is the time step of the last code that was taken, `oidc_subject` who this is to the provider.
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
    languages: Mapped[list[str]] = mapped_column(JsonValue, default=list)
    cities: Mapped[list[str]] = mapped_column(JsonValue, default=list, server_default="[]")
    totp_secret: Mapped[str | None] = mapped_column(String(200))
    totp_pending: Mapped[str | None] = mapped_column(String(200))
    totp_step: Mapped[int] = mapped_column(default=0)
    oidc_subject: Mapped[str | None] = mapped_column(String(500), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=_now)


class StaffSessionRow(Base):
    """A signed-in browser. Only the hash of its cookie is kept.

    It ends at `expires_at`, or unused at `idle_until`.
    """

    __tablename__ = "staff_sessions"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    csrf_token: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=_now)
    last_used_at: Mapped[datetime] = mapped_column(UtcDateTime, default=_now)
    idle_until: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    browser: Mapped[str] = mapped_column(String(40), default="")
    second_step: Mapped[SecondStep] = mapped_column(String(8), default="none")


class StaffLinkRow(Base):
    """A one-time link with which a person chooses a password: an account has one or none."""

    __tablename__ = "staff_links"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), unique=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=_now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)


class RecoveryCodeRow(Base):
    """A code that stands in once for the lost second step; it is gone when it has been used."""

    __tablename__ = "staff_recovery_codes"

    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)


class RoleRuleRow(Base):
    """What an administrator asks of a role."""

    __tablename__ = "staff_role_rules"

    role: Mapped[str] = mapped_column(String(20), primary_key=True)
    requires_code: Mapped[bool] = mapped_column(default=False)


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
