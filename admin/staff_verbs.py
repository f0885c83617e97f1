"""What an administrator does with the accounts of others: each verb with its trace in the audit log."""

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass

from sqlalchemy.orm import Session

from admin import accounts, audit, invitations, recovery, staff, totp
from admin.mail import MailError
from admin.meanwhile import Said, refuse_overwriting
from admin.models import StaffRow
from admin.staff import Staff, StaffError
from admin.staff_side import StaffSide
from admin.staff_view import Described, described
from dialogues.conversation.texts import Texts

_log = logging.getLogger(__name__)

SaidOfAccount = Callable[[Described], tuple[Said, ...]]
SaidOfRules = Callable[[Collection[str]], tuple[Said, ...]]


@dataclass(frozen=True, slots=True)
class Invitation:
    """What is typed to invite somebody. `language` is the panel's, `languages` are spoken with people."""

    email: str = ""
    name: str = ""
    role: str = "counsellor"
    language: str = ""
    provider: str = ""
    languages: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NewLink:
    """A one-time link, to be shown once. `sent`: by mail; None where the service sends none."""

    name: str
    email: str
    address: str
    sent: bool | None


@dataclass(frozen=True, slots=True)
class StaffVerbs:
    """`links` is the address of the page that a token opens. All raise admin.staff.StaffError."""

    side: StaffSide
    who: Staff
    texts: Texts
    links: str

    def invite(self, typed: Invitation) -> NewLink:
        with self.side.database.write() as session:
            row = staff.new_account(
                session,
                typed.email,
                typed.name[:80],
                typed.role,
                typed.language,
                typed.provider,
                typed.languages,
                typed.cities,
            )
            token = invitations.new_link(session, row.id)
            self._record(session, row, "invite_staff", role=row.role)
        return self._told(row, token)

    def new_link(self, staff_id: str) -> NewLink:
        with self.side.database.write() as session:
            row = accounts.found(session, staff_id)
            if not row.active:
                raise StaffError("account_is_closed", "a closed account has no link")
            token = invitations.new_link(session, staff_id)
            self._record(session, row, "new_link")
        return self._told(row, token)

    def withdraw_link(self, staff_id: str) -> bool:
        """True when the account went with its unused invitation."""
        with self.side.database.write() as session:
            row = accounts.found(session, staff_id)
            self._record(session, row, "withdraw_link")
            return invitations.withdraw(session, staff_id)

    def change(self, staff_id: str, typed: Described, seen: str, said: SaidOfAccount) -> None:
        """`seen` marks what the form said when it was opened. Raises SavedMeanwhile too."""
        with self.side.database.write() as session:
            before = described(accounts.held(session, staff_id))
            refuse_overwriting(seen, said(before), said(typed))
            row = accounts.describe(
                session, staff_id, typed.name, typed.provider, typed.languages, typed.cities
            )
            if accounts.set_role(session, staff_id, typed.role):
                self._record(session, row, "change_role", before=before.role, role=typed.role)
            spoken, cities = ", ".join(typed.languages), ", ".join(typed.cities)
            told = {"provider": typed.provider, "languages": spoken, "cities": cities}
            self._record(session, row, "change_account", **told)

    def set_active(self, staff_id: str, active: bool) -> None:
        with self.side.database.write() as session:
            row = accounts.set_active(session, staff_id, active)
            self._record(session, row, "open_account" if active else "close_account")

    def reset_code(self, staff_id: str) -> None:
        """For somebody whose telephone and recovery codes are lost."""
        with self.side.database.write() as session:
            row = accounts.found(session, staff_id)
            totp.remove(session, staff_id)
            recovery.remove(session, staff_id)
            staff.end_sessions(session, staff_id)
            self._record(session, row, "reset_second_step")

    def end_sessions(self, staff_id: str) -> None:
        with self.side.database.write() as session:
            row = accounts.found(session, staff_id)
            staff.end_sessions(session, staff_id)
            self._record(session, row, "end_sessions")

    def require_code(self, roles: Collection[str], seen: str, said: SaidOfRules) -> None:
        """`seen` marks what the form said when it was opened. Raises SavedMeanwhile too."""
        with self.side.database.write() as session:
            refuse_overwriting(seen, said(accounts.roles_with_code(session)), said(roles))
            accounts.require_code(session, roles)
            audit.record(session, self.who, "require_second_step", ", ".join(sorted(roles))[:80])

    def _record(self, session: Session, row: StaffRow, action: str, **details: str) -> None:
        audit.record(session, self.who, action, row.email[:80], **details)

    def _told(self, row: StaffRow, token: str) -> NewLink:
        address = f"{self.links}{token}"
        return NewLink(row.name, row.email, address, send_link(self.side, self.texts, row, address))


def send_link(side: StaffSide, texts: Texts, row: StaffRow, address: str) -> bool | None:
    """By mail, in the person's language: a welcome to who has no password, else a word on the lost one."""
    if side.mailer is None:
        return None
    kind = "forgotten" if row.password_hash else "invitation"
    language = row.language if row.language in texts.by_language else texts.languages[0]
    subject = texts.get(f"mail.{kind}_subject", language)
    hours = int(invitations.LIFETIME.total_seconds() // 3600)
    text = texts.get(f"mail.{kind}", language, name=row.name, link=address, hours=hours)
    try:
        side.mailer.send(row.email, subject, text)
    except MailError as error:
        _log.error("a link could not be sent: %s", error)
        return False
    return True
