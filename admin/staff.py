"""Accounts of the staff: adding, signing in, sessions, passwords."""

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from admin.models import StaffRow, StaffSessionRow
from admin.passwords import hash_password, matches, one_time_password
from knowledge.editing.actor import Actor
from knowledge.models import ProviderRow

ROLES: Final = ("administrator", "coordinator", "counsellor", "editor")
SESSION_LENGTH: Final = timedelta(hours=12)
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,180}")


@dataclass(frozen=True, slots=True)
class Staff:
    """Who is signed in. `language` is the panel's. A one-time password must be replaced first.

    `provider` is whose services an editor writes; coordinators and administrators write everybody's.
    """

    id: str
    email: str
    name: str
    role: str
    language: str = "fi"
    must_choose_password: bool = False
    provider: str | None = None

    @property
    def actor(self) -> Actor:
        """Who this is to the knowledge room."""
        if self.role in ("coordinator", "administrator"):
            return Actor(self.id, self.name, None)
        own = {self.provider} if self.role == "editor" and self.provider else set[str]()
        return Actor(self.id, self.name, frozenset(own))


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session: `token` goes into the cookie and nowhere else, `csrf_token` into every form."""

    staff: Staff
    csrf_token: str
    token: str = ""


class StaffError(Exception):
    """The account cannot be added or changed: one sentence for the operator, `code` a text of the panel."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


def add(
    session: Session,
    email: str,
    name: str,
    role: str,
    language: str = "fi",
    password: str | None = None,
    provider: str = "",
) -> str:
    """Adds an account and returns its password, a one-time one when none is given. Raises StaffError."""
    address = email.strip().lower()
    if not _EMAIL.fullmatch(address):
        raise StaffError("bad_email", f"'{email}' is not an e-mail address")
    if role not in ROLES:
        raise StaffError("bad_role", f"'{role}' is not a role; the roles are {', '.join(ROLES)}")
    _require_provider(session, provider)
    secret = password or one_time_password()
    row = StaffRow(email=address, name=name.strip() or address, role=role, language=language)
    row.provider_id = provider or None
    row.password_hash, row.one_time_password = hash_password(secret), password is None
    session.add(row)
    try:
        session.flush()
    except IntegrityError as error:
        raise StaffError("account_exists", f"{address} has an account already") from error
    return secret


def count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(StaffRow)) or 0


def everyone(session: Session) -> tuple[StaffRow, ...]:
    return tuple(session.scalars(select(StaffRow).order_by(StaffRow.name)))


def check_password(session: Session, email: str, password: str) -> Staff | None:
    row = session.scalar(select(StaffRow).where(StaffRow.email == email.strip().lower(), StaffRow.active))
    return _staff(row) if matches(row.password_hash if row else None, password) and row else None


def open_session(session: Session, staff: Staff) -> SignedIn:
    token, csrf_token = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    row = StaffSessionRow(token_hash=_hash(token), staff_id=staff.id, csrf_token=csrf_token)
    row.expires_at = datetime.now(UTC) + SESSION_LENGTH
    session.add(row)
    return SignedIn(staff, csrf_token, token)


def signed_in(session: Session, token: str) -> SignedIn | None:
    """Who a cookie belongs to, while its session lives and its account is active."""
    found = session.execute(
        select(StaffRow, StaffSessionRow)
        .join(StaffSessionRow, StaffSessionRow.staff_id == StaffRow.id)
        .where(StaffSessionRow.token_hash == _hash(token), StaffRow.active)
        .where(StaffSessionRow.expires_at > datetime.now(UTC))
    ).one_or_none()
    return SignedIn(_staff(found[0]), found[1].csrf_token) if found else None


def close_session(session: Session, token: str) -> None:
    session.execute(delete(StaffSessionRow).where(StaffSessionRow.token_hash == _hash(token)))


def choose_password(session: Session, staff_id: str, password: str) -> None:
    """Replaces the password and ends every session of the account."""
    row = session.get_one(StaffRow, staff_id)
    row.password_hash, row.one_time_password = hash_password(password), False
    session.execute(delete(StaffSessionRow).where(StaffSessionRow.staff_id == staff_id))


def set_active(session: Session, staff_id: str, active: bool) -> StaffRow:
    """Closing an account ends its sessions at once.

    Raises StaffError for an unknown account and for the last active administrator.
    """
    row = session.get(StaffRow, staff_id)
    if row is None:
        raise StaffError("no_account", "there is no such account")
    administrators = select(func.count()).select_from(StaffRow)
    administrators = administrators.where(StaffRow.role == "administrator", StaffRow.active)
    if not active and row.role == "administrator" and (session.scalar(administrators) or 0) <= 1:
        raise StaffError("last_administrator", "the last administrator cannot be closed")
    row.active = active
    if not active:
        session.execute(delete(StaffSessionRow).where(StaffSessionRow.staff_id == staff_id))
    return row


def set_provider(session: Session, staff_id: str, provider: str) -> StaffRow:
    """Whose services the account writes from now on. Raises StaffError for what is not there."""
    row = session.get(StaffRow, staff_id)
    if row is None:
        raise StaffError("no_account", "there is no such account")
    _require_provider(session, provider)
    row.provider_id = provider or None
    return row


def _require_provider(session: Session, provider: str) -> None:
    if provider and session.get(ProviderRow, provider) is None:
        raise StaffError("no_provider", f"there is no provider {provider}")


def _staff(row: StaffRow) -> Staff:
    return Staff(row.id, row.email, row.name, row.role, row.language, row.one_time_password, row.provider_id)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
