"""Where an outside channel reaches somebody: found again by a keyed hash, reached by what is sealed."""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Self

from bot.models import Conversation
from bot.sealing import Seal, SealBroken

PURPOSE: Final = "channel address"


@dataclass(frozen=True, slots=True)
class Place:
    """`key` is the keyed hash of who it is there, `address` the same sealed: neither tells it to a reader."""

    channel: str
    key: str
    address: str


@dataclass(frozen=True, slots=True)
class Places:
    """`secrets` are the installation's: the one of today first, then the former ones."""

    secrets: tuple[bytes, ...]

    @classmethod
    def under(cls, secret: bytes, former: Iterable[bytes] = ()) -> Self:
        return cls((secret, *former))

    def place(self, channel: str, key: str) -> Place:
        address = Seal(self.secrets[0]).close(key, PURPOSE)
        return Place(channel, self.keys(channel, key)[0], address)

    def keys(self, channel: str, key: str) -> tuple[str, ...]:
        """As it may be stored, today's first."""
        return tuple(_mac(secret, f"channel key:{channel}:{key}") for secret in self.secrets)

    def marks(self, channel: str, key: str, update_id: str) -> tuple[str, ...]:
        """By which something that came in is known again, today's first."""
        named = f"channel arrival:{channel}:{update_id}:{key}"
        return tuple(_mac(secret, named) for secret in self.secrets)

    def opened(self, address: str) -> str:
        """The key, to send there. Raises SealBroken when its secret is gone."""
        for secret in self.secrets:
            try:
                return Seal(secret).open(address, PURPOSE)
            except SealBroken:
                continue
        raise SealBroken


def settle(conversation: Conversation, place: Place) -> None:
    """From now on it goes on there."""
    conversation.channel, conversation.channel_key = place.channel, place.key
    conversation.channel_address = place.address


def _mac(secret: bytes, text: str) -> str:
    return hmac.new(secret, text.encode("utf-8", "surrogatepass"), "sha256").hexdigest()
