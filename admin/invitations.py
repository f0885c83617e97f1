"""One-time links: with one a person chooses a password, invited anew or having forgotten the old one."""

import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from admin.models import StaffLinkRow, StaffRow
from admin.staff import Staff, choose_password, hash_token, staff_of

LIFETIME: Final = timedelta(hours=72)


def new_link(session: Session, staff_id: str) -> str:
    """The token of a link; the account's earlier link is worthless from now on. Only its hash is stored."""
    token = secrets.token_urlsafe(32)
    session.execute(delete(StaffLinkRow).where(StaffLinkRow.staff_id == staff_id))
    expires_at = datetime.now(UTC) + LIFETIME
    session.add(StaffLinkRow(token_hash=hash_token(token), staff_id=staff_id, expires_at=expires_at))
    return token


def owner(session: Session, token: str) -> Staff | None:
    """Whose link it is, while it can be used."""
    found = session.scalar(
        select(StaffRow)
        .join(StaffLinkRow, StaffLinkRow.staff_id == StaffRow.id)
        .where(StaffLinkRow.token_hash == hash_token(token), StaffRow.active)
        .where(StaffLinkRow.expires_at > datetime.now(UTC))
    )
    return staff_of(found) if found else None


def use(session: Session, token: str, password: str) -> Staff | None:
    """The owner has this password now; None when somebody was faster or the link is no longer valid."""
    person = owner(session, token)
    taken = delete(StaffLinkRow).where(StaffLinkRow.token_hash == hash_token(token))
    if person is None or not session.execute(taken.returning(StaffLinkRow.staff_id)).one_or_none():
        return None
    choose_password(session, person.id, password)
    return person


def open_links(session: Session) -> Mapping[str, datetime]:
    """Until when, by account."""
    rows = session.scalars(select(StaffLinkRow).where(StaffLinkRow.expires_at > datetime.now(UTC)))
    return {row.staff_id: row.expires_at for row in rows}


def withdraw(session: Session, staff_id: str) -> bool:
    """The link is worthless; true when the account went with it, because nobody had ever used it."""
    session.execute(delete(StaffLinkRow).where(StaffLinkRow.staff_id == staff_id))
    row = session.get_one(StaffRow, staff_id)
    unused = not row.password_hash and row.oidc_subject is None
    if unused:
        session.delete(row)
    return unused
