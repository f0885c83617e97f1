"""Which account a provider's identity opens."""

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from admin import accounts, audit, staff
from admin.models import StaffRow
from admin.oidc import EVERY_CITY, Client, Identity
from admin.staff import ROLES, Staff, StaffError, staff_of

_OF_CITIES: Final = ("counsellor", "coordinator")
"""Editors see no conversations, and administrators may give themselves any city."""


class Unwelcome(Exception):  # noqa: N818 - an answer, not a fault
    """The person is who they say, and may not enter: `code` names a text of the panel."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def admit(session: Session, client: Client, identity: Identity) -> Staff:
    """The account that was opened by this identity before, else the one of its verified address.

    None is made, unless the installation says which of the provider's roles are ours, and where several
    cities share it, which of them are the person's. Raises Unwelcome.
    """
    row = session.scalar(select(StaffRow).where(StaffRow.oidc_subject == identity.subject))
    row = row or _by_address(session, client, identity)
    if row is not None and not row.active:
        raise Unwelcome("oidc.closed")
    role = _role(client, identity)
    cities = _cities(client, identity, role or (row.role if row else ""))
    begins = row is None or (row.role == "editor" and not row.cities)
    if cities is None and client.several and role in _OF_CITIES and begins:
        raise Unwelcome("oidc.no_city")
    if row is None:
        row = _new(session, identity, role, cities)
    else:
        _follow(session, row, role, cities)
    row.oidc_subject = identity.subject
    return staff_of(row)


def _by_address(session: Session, client: Client, identity: Identity) -> StaffRow | None:
    verified = identity.email_verified or (identity.email_verified is None and client.trust_email)
    if not identity.email or not verified:
        raise Unwelcome("oidc.not_verified")
    row = session.scalar(select(StaffRow).where(StaffRow.email == identity.email))
    if row is not None and row.oidc_subject is not None:
        raise Unwelcome("oidc.unknown")  # the address has passed on to another person at the provider
    return row


def _role(client: Client, identity: Identity) -> str | None:
    """The widest of those that the provider's words mean here. Raises Unwelcome where they mean none."""
    if not client.roles:
        return None
    role = next((role for role in ROLES if role in identity.roles), None)
    if role is None:
        raise Unwelcome("oidc.no_role")
    return role


def _cities(client: Client, identity: Identity, role: str) -> frozenset[str] | None:
    """Whose conversations the provider lets them see, all for none; None where it does not say.

    Who works at a desk of several cities is never let in to all of them by silence. Raises Unwelcome.
    """
    if EVERY_CITY in identity.cities:
        return frozenset()
    if client.cities and not identity.cities and role in _OF_CITIES:
        raise Unwelcome("oidc.no_city")
    return identity.cities or None


def _new(session: Session, identity: Identity, role: str | None, cities: frozenset[str] | None) -> StaffRow:
    if role is None:
        raise Unwelcome("oidc.unknown")
    try:
        row = staff.new_account(session, identity.email, identity.name, role, cities=cities or ())
    except StaffError as error:
        raise Unwelcome("oidc.not_verified") from error
    audit.record(
        session, None, "add_staff", row.email[:80], role=role, cities=", ".join(row.cities), by="oidc"
    )
    return row


def _follow(session: Session, row: StaffRow, role: str | None, cities: frozenset[str] | None) -> None:
    """The provider's word counts, but never leaves the service without an administrator."""
    if cities is not None and accounts.set_cities(session, row, cities):
        told = ", ".join(row.cities)
        audit.record(session, None, "change_account", row.email[:80], cities=told, by="oidc")
    before = row.role
    if role and _takes(session, row, role):
        audit.record(session, None, "change_role", row.email[:80], before=before, role=role, by="oidc")


def _takes(session: Session, row: StaffRow, role: str) -> bool:
    try:
        return accounts.set_role(session, row.id, role)
    except StaffError:
        return False
