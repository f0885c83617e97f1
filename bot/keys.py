"""The two keys to a conversation: a token for the channel, and a code that a person can write down."""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session
from stdnum import damm

from bot.conversation import Author, Message
from bot.models import Conversation

_PLACE: Final = re.compile(r"\[\[code(?: (\d+))?\]\]")
_RANDOM_DIGITS: Final = 11
_GROUP: Final = 3


class Mistyped(Exception):  # noqa: N818 - what has been found, not a fault of ours
    """No code can read so: a digit is wrong or missing."""


def new_id() -> str:
    return secrets.token_urlsafe(16)


def new_token() -> str:
    """256 random bits; only its hash is stored."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def conceal(message: Message) -> Message:
    """The message as the desk reads it."""
    return replace(message, text=_PLACE.sub("…", message.text))


@dataclass(frozen=True, slots=True)
class ResumeCodes:
    """Twelve digits, the last of which checks the others (Damm's algorithm).

    They follow from a conversation's id, its number of codes and the installation's secret.
    """

    secret: bytes

    def code(self, conversation_id: str, number: int = 0) -> str:
        """As a person reads it: "123 456 789 012"."""
        purpose = f"code {number}" if number else "code"
        digits = f"{int(self._mac(purpose, conversation_id), 16) % 10**_RANDOM_DIGITS:0{_RANDOM_DIGITS}}"
        digits += damm.calc_check_digit(digits)
        return " ".join(digits[at : at + _GROUP] for at in range(0, len(digits), _GROUP))

    def stored(self, code: str) -> str:
        """What is stored of a code, in whichever digits and however spaced it was typed. Raises Mistyped."""
        digits = "".join(str(int(each)) for each in code if each.isdecimal())
        if len(digits) != _RANDOM_DIGITS + 1 or not damm.is_valid(digits):
            raise Mistyped
        return self._mac("stored", digits)

    def give(self, session: Session, conversation: Conversation) -> str:
        """From now on its code opens it. Returns what stands for the code in a stored message.

        So neither the database nor the desk ever holds it.
        """
        while self._is_taken(session, conversation):
            conversation.code_number += 1
        conversation.resume_hash = self._stored_of(conversation)
        return f"[[code {conversation.code_number}]]"

    def renew(self, session: Session, conversation: Conversation) -> str:
        """As `give`; the code that it had opens it no more."""
        conversation.code_number += 1
        return self.give(session, conversation)

    def reveal(self, message: Message, conversation_id: str) -> Message:
        """The message as its person reads it."""
        if message.author is not Author.SYSTEM or "[[" not in message.text:
            return message
        told = _PLACE.sub(lambda place: self.code(conversation_id, int(place[1] or 0)), message.text)
        return replace(message, text=told)

    def _is_taken(self, session: Session, conversation: Conversation) -> bool:
        """By another conversation: seldom, but then neither is to open the other."""
        same = Conversation.resume_hash == self._stored_of(conversation)
        found = session.scalar(select(Conversation.id).where(same, Conversation.id != conversation.id))
        return found is not None

    def _stored_of(self, conversation: Conversation) -> str:
        return self.stored(self.code(conversation.id, conversation.code_number))

    def _mac(self, purpose: str, text: str) -> str:
        return hmac.new(self.secret, f"{purpose}:{text}".encode(), "sha256").hexdigest()
