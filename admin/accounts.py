"""Changing an account of the staff: state, role, organisation, languages, sessions."""

from collections.abc import Collection
from datetime import UTC, datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from admin.models import RoleRuleRow, StaffLinkRow, StaffRow, StaffSessionRow
from admin.staff import ROLES, StaffError, end_sessions, require_provider


def found(session: Session, staff_id: str) -> StaffRow:
    """Raises StaffError for an unknown account."""
    row = session.get(StaffRow, staff_id)
    if row is None:
        raise StaffError("no_account", "there is no such account")
    return row


def held(session: Session, staff_id: str) -> StaffRow:
    """As `found`; nobody else changes it before the transaction ends."""
    session.get(StaffRow, staff_id, with_for_update=True)
    return found(session, staff_id)


def set_active(session: Session, staff_id: str, active: bool) -> StaffRow:
    """Closing an account ends its sessions and its link at once.

    Raises StaffError for an unknown account and for the last active administrator.
    """
    row = found(session, staff_id)
    if not active:
        _keep_an_administrator(session, row)
        end_sessions(session, staff_id)
        session.execute(delete(StaffLinkRow).where(StaffLinkRow.staff_id == staff_id))
    row.active = active
    return row


def set_role(session: Session, staff_id: str, role: str) -> bool:
    """Ends the account's sessions when the role changes. Raises StaffError."""
    row = found(session, staff_id)
    if role not in ROLES:
        raise StaffError("bad_role", f"'{role}' is not a role")
    if row.role == role:
        return False
    if role != "administrator":
        _keep_an_administrator(session, row)
    row.role = role
    end_sessions(session, staff_id)
    return True


def describe(
    session: Session,
    staff_id: str,
    name: str,
    provider: str,
    languages: Collection[str],
    cities: Collection[str] = (),
) -> StaffRow:
    """What the account is called, whose services it writes, what the person speaks, whom they see.

    Other cities end the account's sessions: a page that is open shows what may be seen no longer.
    Raises StaffError.
    """
    row = found(session, staff_id)
    require_provider(session, provider)
    row.name, row.provider_id = name.strip() or row.email, provider or None
    row.languages = list(languages)
    set_cities(session, row, cities)
    return row


def set_cities(session: Session, row: StaffRow, cities: Collection[str]) -> bool:
    """Whose conversations the account sees; whether that has changed, which ends its sessions."""
    if set(row.cities) == set(cities):
        return False
    row.cities = sorted(cities)
    end_sessions(session, row.id)
    return True


def sessions_of(session: Session, staff_id: str) -> tuple[StaffSessionRow, ...]:
    """Those that open something, the last used one first."""
    now = datetime.now(UTC)
    mine = select(StaffSessionRow).where(
        StaffSessionRow.staff_id == staff_id,
        StaffSessionRow.second_step != "asked",
        StaffSessionRow.idle_until > now,
        StaffSessionRow.expires_at > now,
    )
    return tuple(session.scalars(mine.order_by(StaffSessionRow.last_used_at.desc())))


def end_session(session: Session, staff_id: str, token_hash: str) -> None:
    """Of nobody but that account; one that has ended already is no fault."""
    one = delete(StaffSessionRow).where(StaffSessionRow.staff_id == staff_id)
    session.execute(one.where(StaffSessionRow.token_hash == token_hash))


def roles_with_code(session: Session) -> frozenset[str]:
    """The roles that need a second step."""
    return frozenset(session.scalars(select(RoleRuleRow.role).where(RoleRuleRow.requires_code)))


def require_code(session: Session, roles: Collection[str]) -> None:
    """From now on of these roles and no others: who has no second step is led to set one up."""
    for role in ROLES:
        session.merge(RoleRuleRow(role=role, requires_code=role in roles))


def _keep_an_administrator(session: Session, row: StaffRow) -> None:
    administrators = select(func.count()).select_from(StaffRow)
    administrators = administrators.where(StaffRow.role == "administrator", StaffRow.active)
    if row.role == "administrator" and row.active and (session.scalar(administrators) or 0) <= 1:
        raise StaffError("last_administrator", "the last administrator cannot be closed")
