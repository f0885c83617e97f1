"""The two keys to a conversation: a token for the channel, and a code that a person can write down."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass, replace

from bot.conversation import Author, Message

CODE_PLACE = "[[code]]"
"""Stands for the code in a stored message, so that neither the database nor the desk ever holds it."""

_CODE_DIGITS = 12


def new_id() -> str:
    return secrets.token_urlsafe(16)


def new_token() -> str:
    """256 random bits; only its hash is stored."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def conceal(message: Message) -> Message:
    """The message as the desk reads it."""
    return replace(message, text=message.text.replace(CODE_PLACE, "…"))


@dataclass(frozen=True, slots=True)
class ResumeCodes:
    """Twelve digits that follow from a conversation's id and the installation's secret."""

    secret: bytes

    def code(self, conversation_id: str) -> str:
        """As a person reads it: "123 456 789 012"."""
        number = int(self._mac("code", conversation_id), 16) % 10**_CODE_DIGITS
        digits = f"{number:0{_CODE_DIGITS}}"
        return " ".join(digits[at : at + 3] for at in range(0, _CODE_DIGITS, 3))

    def stored(self, code: str) -> str:
        """What is stored of a code, however it was spaced when it was typed."""
        return self._mac("stored", "".join(filter(str.isdigit, code)))

    def reveal(self, message: Message, conversation_id: str) -> Message:
        """The message as its person reads it."""
        if message.author is not Author.SYSTEM or CODE_PLACE not in message.text:
            return message
        return replace(message, text=message.text.replace(CODE_PLACE, self.code(conversation_id)))

    def _mac(self, purpose: str, text: str) -> str:
        return hmac.new(self.secret, f"{purpose}:{text}".encode(), "sha256").hexdigest()
