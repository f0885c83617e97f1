"""Accounts of the staff: adding, the check of a password, sessions."""

import hashlib
import re
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import delete, false, func, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from admin.models import RoleRuleRow, SecondStep, StaffLinkRow, StaffRow, StaffSessionRow
from admin.passwords import hash_password, matches, one_time_password
from bot.team_models import PresenceRow
from knowledge.editing.actor import Actor
from knowledge.models import ProviderRow

ROLES: Final = ("administrator", "coordinator", "counsellor", "editor")
NOTED_EVERY: Final = timedelta(minutes=1)
"""Not every request writes when a session was used."""
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,180}")


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a session lasts unused, and at most."""

    idle: timedelta = timedelta(hours=8)
    whole: timedelta = timedelta(days=30)


LIMITS: Final = Limits()


@dataclass(frozen=True, slots=True)
class Staff:
    """Who is signed in. `language` is the panel's, `languages` those spoken with people (BCP 47).

    `cities` are those whose conversations they see; none are all.
    A one-time password must be replaced first. `has_code`: signing in takes a second step.
    `provider` is whose services an editor writes; coordinators and administrators write everybody's.
    """

    id: str
    email: str
    name: str
    role: str
    language: str = "fi"
    must_choose_password: bool = False
    provider: str | None = None
    languages: tuple[str, ...] = ()
    has_code: bool = False
    cities: frozenset[str] = frozenset()

    @property
    def actor(self) -> Actor:
        """Who this is to the knowledge room."""
        if self.role in ("coordinator", "administrator"):
            return Actor(self.id, self.name, None)
        own = {self.provider} if self.role == "editor" and self.provider else set[str]()
        return Actor(self.id, self.name, frozenset(own))


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session: `token` goes into the cookie and nowhere else, `csrf_token` into every form.

    `must_set_up_code`: the role needs a second step and the account has none. `noted`: its use was written
    down within the last minute. `presence` is what was chosen for the desk.
    """

    staff: Staff
    csrf_token: str
    token: str = ""
    second_step: SecondStep = "none"
    must_set_up_code: bool = False
    noted: bool = True
    presence: str | None = None

    @property
    def may_work(self) -> bool:
        """Nothing has to be done before the panel opens."""
        first = self.staff.must_choose_password or self.must_set_up_code
        return self.second_step != "asked" and not first


class StaffError(Exception):
    """The account cannot be added or changed: one sentence for the operator, `code` a text of the panel."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


def new_account(
    session: Session,
    email: str,
    name: str,
    role: str,
    language: str = "fi",
    provider: str = "",
    languages: Collection[str] = (),
    cities: Collection[str] = (),
) -> StaffRow:
    """An account that no password opens yet. Raises StaffError."""
    address = email.strip().lower()
    if not _EMAIL.fullmatch(address):
        raise StaffError("bad_email", f"'{email}' is not an e-mail address")
    if role not in ROLES:
        raise StaffError("bad_role", f"'{role}' is not a role; the roles are {', '.join(ROLES)}")
    require_provider(session, provider)
    row = StaffRow(email=address, name=name.strip() or address, role=role, language=language)
    row.provider_id, row.languages, row.password_hash = provider or None, list(languages), ""
    row.cities = sorted(cities)
    session.add(row)
    try:
        session.flush()
    except IntegrityError as error:
        raise StaffError("account_exists", f"{address} has an account already") from error
    return row


def add(
    session: Session,
    email: str,
    name: str,
    role: str,
    language: str = "fi",
    password: str | None = None,
    provider: str = "",
    cities: Collection[str] = (),
) -> str:
    """Adds an account and returns its password, a one-time one when none is given. Raises StaffError."""
    row = new_account(session, email, name, role, language, provider, cities=cities)
    secret = password or one_time_password()
    row.password_hash, row.one_time_password = hash_password(secret), password is None
    return secret


def count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(StaffRow)) or 0


def everyone(session: Session) -> tuple[StaffRow, ...]:
    return tuple(session.scalars(select(StaffRow).order_by(StaffRow.name)))


def check_password(session: Session, email: str, password: str) -> Staff | None:
    row = session.scalar(select(StaffRow).where(StaffRow.email == email.strip().lower(), StaffRow.active))
    return staff_of(row) if matches(row.password_hash if row else None, password) and row else None


def open_session(
    session: Session,
    staff: Staff,
    browser: str = "",
    second_step: SecondStep = "none",
    limits: Limits = LIMITS,
) -> SignedIn:
    """Always with a new token. What has ended is swept away on the way."""
    now, token, csrf_token = datetime.now(UTC), secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    ended = or_(StaffSessionRow.expires_at < now, StaffSessionRow.idle_until < now)
    session.execute(delete(StaffSessionRow).where(ended))
    session.add(
        StaffSessionRow(
            token_hash=hash_token(token),
            staff_id=staff.id,
            csrf_token=csrf_token,
            idle_until=now + limits.idle,
            expires_at=now + limits.whole,
            browser=browser,
            second_step=second_step,
        )
    )
    return SignedIn(staff, csrf_token, token, second_step)


def signed_in(session: Session, token: str) -> SignedIn | None:
    """Who a cookie belongs to, while its session lives and its account is active."""
    now = datetime.now(UTC)
    found = session.execute(
        select(
            StaffRow, StaffSessionRow, func.coalesce(RoleRuleRow.requires_code, false()), PresenceRow.chosen
        )
        .join(StaffSessionRow, StaffSessionRow.staff_id == StaffRow.id)
        .outerjoin(RoleRuleRow, RoleRuleRow.role == StaffRow.role)
        .outerjoin(PresenceRow, PresenceRow.staff_id == StaffRow.id)
        .where(StaffSessionRow.token_hash == hash_token(token), StaffRow.active)
        .where(StaffSessionRow.expires_at > now, StaffSessionRow.idle_until > now)
    ).one_or_none()
    if found is None:
        return None
    row, opened, requires_code, chosen = found
    return SignedIn(
        staff_of(row),
        opened.csrf_token,
        token,
        opened.second_step,
        must_set_up_code=requires_code and opened.second_step == "none",
        noted=now - opened.last_used_at < NOTED_EVERY,
        presence=chosen,
    )


def note_use(session: Session, token: str, limits: Limits = LIMITS) -> None:
    """The session was used just now: its idle time begins anew."""
    now = datetime.now(UTC)
    used = update(StaffSessionRow).where(StaffSessionRow.token_hash == hash_token(token))
    session.execute(used.values(last_used_at=now, idle_until=now + limits.idle))


def close_session(session: Session, token: str) -> None:
    session.execute(delete(StaffSessionRow).where(StaffSessionRow.token_hash == hash_token(token)))


def choose_password(session: Session, staff_id: str, password: str) -> None:
    """Replaces the password, ends every session of the account and makes its link worthless."""
    row = session.get_one(StaffRow, staff_id)
    row.password_hash, row.one_time_password = hash_password(password), False
    session.execute(delete(StaffLinkRow).where(StaffLinkRow.staff_id == staff_id))
    end_sessions(session, staff_id)


def end_sessions(session: Session, staff_id: str, but: str = "") -> None:
    """All of an account, or all but that of the token `but`."""
    others = delete(StaffSessionRow).where(StaffSessionRow.staff_id == staff_id)
    session.execute(others.where(StaffSessionRow.token_hash != hash_token(but)))


def require_provider(session: Session, provider: str) -> None:
    """Raises StaffError."""
    if provider and session.get(ProviderRow, provider) is None:
        raise StaffError("no_provider", f"there is no provider {provider}")


def staff_of(row: StaffRow) -> Staff:
    return Staff(
        row.id,
        row.email,
        row.name,
        row.role,
        row.language,
        row.one_time_password,
        row.provider_id,
        tuple(row.languages or ()),
        row.totp_secret is not None,
        frozenset(row.cities or ()),
    )


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
