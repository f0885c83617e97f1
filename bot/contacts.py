"""A phone number or e-mail address that a person leaves by choice, for the counsellor who answers them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Literal, Self, cast

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat
from sqlalchemy import CursorResult, bindparam, delete, select
from sqlalchemy.orm import Session

from bot import store
from bot.conversation import Holder
from bot.feed import DESK, Feed
from bot.models import Conversation
from bot.notice_models import ContactRow
from bot.privacy import is_email
from bot.sealing import Seal, SealBroken
from knowledge.database import Database

Kind = Literal["phone", "email"]
LONGEST: Final = 254
_REGION: Final = "FI"

_KIND = select(ContactRow.kind).where(ContactRow.conversation_id == bindparam("conversation"))


class NotAContact(Exception):  # noqa: N818
    """Neither a phone number nor an e-mail address; never says what it was instead."""


class NobodyAsked(Exception):  # noqa: N818
    """There is no request for a human that it could be for."""


@dataclass(frozen=True, slots=True)
class Contact:
    """How a person can be reached; no log nor error ever shows the value."""

    kind: Kind
    value: str = field(repr=False)

    @classmethod
    def phone(cls, text: str) -> Self:
        """In international form; a number without a country is Finnish. Raises NotAContact."""
        try:
            number = phonenumbers.parse(text, _REGION)
        except NumberParseException:
            raise NotAContact from None
        if not phonenumbers.is_valid_number(number):
            raise NotAContact
        return cls("phone", phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL))

    @classmethod
    def email(cls, text: str) -> Self:
        """Raises NotAContact."""
        address = text.strip()
        if len(address) > LONGEST or not is_email(address):
            raise NotAContact
        return cls("email", address)

    @classmethod
    def read(cls, text: str) -> Self:
        """Whichever it is. Raises NotAContact."""
        return cls.email(text) if "@" in text else cls.phone(text)


@dataclass(frozen=True, slots=True)
class ContactSafe:
    """Seals each under a key of its own conversation. `former` are the secrets of before."""

    seal: Seal
    former: tuple[Seal, ...] = ()

    def put(self, session: Session, conversation_id: str, contact: Contact, now: datetime) -> None:
        """In the place of what was left before."""
        row = session.get(ContactRow, conversation_id) or ContactRow(conversation_id=conversation_id)
        row.kind, row.key_id, row.left_at = contact.kind, self.seal.key_id, now
        row.sealed = self.seal.close(contact.value, _purpose(conversation_id)).encode()
        session.add(row)

    def get(self, session: Session, conversation_id: str) -> Contact | None:
        """None where nothing was left, or where its key is gone."""
        row = session.get(ContactRow, conversation_id)
        seal = next((each for each in (self.seal, *self.former) if row and each.key_id == row.key_id), None)
        if row is None or seal is None:
            return None
        try:
            return Contact(cast(Kind, row.kind), seal.open(row.sealed.decode(), _purpose(conversation_id)))
        except SealBroken:
            return None


@dataclass(frozen=True, slots=True)
class ContactDesk:
    """What a person does with their own contact: each is one transaction."""

    database: Database
    safe: ContactSafe
    feed: Feed
    clock: Callable[[], datetime]

    def leave(self, conversation_id: str, contact: Contact) -> None:
        """Raises store.NotFound and NobodyAsked."""
        with self.database.write() as session:
            asked = Conversation.holder.in_([Holder.WAITING, Holder.COUNSELLOR])
            if store.claim(session, conversation_id, asked) is None:
                raise NobodyAsked(conversation_id)
            self.safe.put(session, conversation_id, contact, self.clock())
        self._wake(conversation_id)

    def take_away(self, conversation_id: str) -> None:
        with self.database.write() as session:
            forget_contact(session, conversation_id)
        self._wake(conversation_id)

    def of(self, conversation_id: str) -> Contact | None:
        with self.database.read() as session:
            return self.safe.get(session, conversation_id)

    def _wake(self, conversation_id: str) -> None:
        self.feed.wake(conversation_id)
        self.feed.wake(DESK)


def contact_kind(session: Session, conversation_id: str) -> Kind | None:
    """What was left, without looking at it."""
    return cast("Kind | None", session.scalar(_KIND, {"conversation": conversation_id}))


def forget_contact(session: Session, conversation_id: str) -> None:
    session.execute(delete(ContactRow).where(ContactRow.conversation_id == conversation_id))


def forget_contacts_before(session: Session, moment: datetime) -> int:
    """Those left earlier, whatever became of the request. Says how many there were."""
    old = session.execute(delete(ContactRow).where(ContactRow.left_at < moment))
    return cast("CursorResult[Any]", old).rowcount


def _purpose(conversation_id: str) -> str:
    return f"contact of {conversation_id}"
