"""What a channel is: it hands in what somebody wrote there, and sends out what is told them there."""

from dataclasses import dataclass
from typing import Protocol

from bot.conversation import Message


@dataclass(frozen=True, slots=True)
class Arrival:
    """What somebody wrote, or a button they pressed, in a channel.

    `key` tells who it is there, in at most 64 characters (a chat, a number, an address); `update_id` is the
    same when the same arrives again. `language` is the one that the client tells, for a conversation that
    begins with this. `pressed` is what the channel calls the message whose button it was.
    """

    channel: str
    key: str
    update_id: str
    text: str = ""
    payload: str | None = None
    language: str | None = None
    pressed: str | None = None


class Undeliverable(Exception):  # noqa: N818 - what has been found, not a fault of ours
    """Nothing reaches this person there any more: they have left, or closed the door."""


class TryLater(Exception):  # noqa: N818
    """Not now; after so many seconds, where the channel says so."""

    def __init__(self, seconds: float | None = None) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Channel(Protocol):
    """One way out. The way in is `bot.channels.door.Door.receive(Arrival)`."""

    @property
    def name(self) -> str:
        """At most 16 characters; stored with its conversations."""

    async def send(self, key: str, message: Message) -> str | None:
        """What it is called there, where its buttons can be taken away later.

        Raises Undeliverable and TryLater; anything else counts as a fault and is tried again.
        """
