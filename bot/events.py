"""A conversation as Server-Sent Events: what is stored, in order, without loss or doubling."""

import math
import time
from collections.abc import AsyncIterator, Callable

from anyio import to_thread
from pydantic import BaseModel
from sqlalchemy.exc import SQLAlchemyError

from bot.chat import Chat
from bot.feed import BOT_TYPES, COUNSELLOR_TYPES, ROWS
from bot.here import NOTED_EVERY
from bot.person import Moved
from bot.schemas import StateView, message_view, state_view
from bot.store import NotFound
from knowledge.away import is_away

AWAY_SECONDS = 1.0
"""Between two looks while the database is away."""

HEARTBEAT_SECONDS = 15.0
STREAMS_PER_CONVERSATION = 10

_HEARTBEAT = b": still here\n\n"
_GONE = StateView(holder="closed", erased=True)
_OTHERS_TYPE = frozenset((BOT_TYPES, COUNSELLOR_TYPES))


class Typing(BaseModel):
    author: str


async def stream(
    chat: Chat, conversation_id: str, token: str, after: int, heartbeat: float = HEARTBEAT_SECONDS
) -> AsyncIterator[bytes]:
    """Subscribes before it reads, so that nothing falls between; each heartbeat looks at the rows again.

    Ends when the conversation is gone, when `token` no longer opens it, and when the server ends.
    """
    told: StateView | None = None
    noted = -math.inf
    with chat.feed.subscribe(conversation_id) as news, chat.metrics.streams.track_inprogress():
        while not news.closed:
            try:
                standing, messages = await to_thread.run_sync(chat.person.news, conversation_id, after, token)
            except Moved:
                return
            except NotFound:
                yield _event("state", _GONE)
                return
            except SQLAlchemyError as error:
                if not is_away(error):
                    raise
                yield _HEARTBEAT
                await news.wait(AWAY_SECONDS)
                continue
            for message in messages:
                after = message.seq
                yield _event("message", message_view(message), after)
            await _note(chat.person.note_delivered, conversation_id, messages)
            if standing.queue and time.monotonic() >= noted + NOTED_EVERY.total_seconds():
                noted = time.monotonic()
                await _note(chat.person.note_here, conversation_id)
            state = state_view(standing)
            if state != told:
                told = state
                yield _event("state", state)
            kinds = await news.wait(heartbeat)
            while kinds and ROWS not in kinds:
                for author in sorted(kinds & _OTHERS_TYPE):
                    yield _event("typing", Typing(author=author))
                kinds = await news.wait(heartbeat)
            if not kinds:
                yield _HEARTBEAT


async def _note(work: Callable[..., None], *given: object) -> None:
    """That the person is there, that messages were delivered: not worth ending a stream for, if it fails."""
    try:
        await to_thread.run_sync(work, *given)
    except NotFound:
        return
    except SQLAlchemyError as error:
        if not is_away(error):
            raise


def _event(name: str, data: BaseModel, seq: int | None = None) -> bytes:
    number = "" if seq is None else f"id: {seq}\n"
    return f"event: {name}\n{number}data: {data.model_dump_json(exclude_unset=True)}\n\n".encode()
