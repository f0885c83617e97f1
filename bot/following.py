"""How far a stream has told a conversation, and what is new since: little to keep, as there are thousands."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from pydantic import BaseModel

from bot.conversation import Message
from bot.glances import Mark
from bot.here import NOTED_EVERY
from bot.person import PersonSide, Standing
from bot.receipts import last_of_counsellor
from bot.schemas import message_view, state_view

Note = Callable[[], None]


@dataclass(frozen=True, slots=True)
class News:
    """`events` as they are sent; `notes` are stored after that."""

    events: bytes
    notes: tuple[Note, ...]


@dataclass(slots=True)
class Following:
    """A stream of the conversation that `token` opens. `after` is the seq of the last message it has told."""

    person: PersonSide
    conversation_id: str
    token: str
    after: int
    mark: Mark | None = None
    state: bytes = b""
    noted: float = -math.inf

    def news(self) -> News:
        """What is to be told now. Raises store.NotFound, Moved and SQLAlchemyError."""
        standing, messages = self.person.news(self.conversation_id, self.after, self.token)
        self.mark = standing.mark(self.token)
        told = [event("message", message_view(each), each.seq) for each in messages]
        if messages:
            self.after = messages[-1].seq
        state = event("state", state_view(standing))
        if state != self.state:
            self.state = state
            told.append(state)
        return News(b"".join(told), tuple(self._notes(standing, messages)))

    async def is_unchanged(self) -> bool:
        """Whether `news` would tell nothing, at a small part of its cost; False where that cannot be said."""
        return self.mark is not None and self.mark == await self.person.glances.mark(self.conversation_id)

    def _notes(self, standing: Standing, messages: tuple[Message, ...]) -> list[Note]:
        """That messages were delivered, and that a waiting person is there."""
        notes = list[Note]()
        if last_of_counsellor(messages):
            notes.append(partial(self.person.note_delivered, self.conversation_id, messages))
        if standing.queue and time.monotonic() >= self.noted + NOTED_EVERY.total_seconds():
            self.noted = time.monotonic()
            notes.append(partial(self.person.note_here, self.conversation_id))
        return notes


def event(name: str, data: BaseModel, seq: int | None = None) -> bytes:
    number = "" if seq is None else f"id: {seq}\n"
    return f"event: {name}\n{number}data: {data.model_dump_json(exclude_unset=True)}\n\n".encode()
