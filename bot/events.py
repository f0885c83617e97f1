"""A conversation as Server-Sent Events: what is stored, in order, without loss or doubling."""

from collections.abc import AsyncGenerator, AsyncIterator

from anyio import to_thread
from pydantic import BaseModel
from sqlalchemy.exc import SQLAlchemyError

from bot.chat import Chat
from bot.feed import BOT_TYPES, COUNSELLOR_TYPES, ROWS, Subscription
from bot.following import Following, Note, event
from bot.person import Moved
from bot.schemas import StateView
from bot.store import NotFound
from knowledge.away import is_away

AWAY_SECONDS = 1.0
"""Between two looks while the database is away."""

HEARTBEAT_SECONDS = 15.0
STREAMS_PER_CONVERSATION = 10

_HEARTBEAT = b": still here\n\n"
_GONE = StateView(holder="closed", erased=True)
_MOVED = StateView(holder="closed", moved=True)
_OTHERS_TYPE = frozenset((BOT_TYPES, COUNSELLOR_TYPES))


class Typing(BaseModel):
    author: str


async def stream(
    chat: Chat, conversation_id: str, token: str, after: int, heartbeat: float = HEARTBEAT_SECONDS
) -> AsyncGenerator[bytes]:
    """Subscribes before it reads, so that nothing falls between; each heartbeat looks at the rows again.

    Ends when the conversation is gone, when `token` no longer opens it, and when the server ends.
    """
    following = Following(chat.person, conversation_id, token, after)
    with chat.feed.subscribe(conversation_id) as news, chat.metrics.streams.track_inprogress():
        while not news.closed:
            try:
                told = await to_thread.run_sync(following.news)
            except Moved:
                yield event("state", _MOVED)
                return
            except NotFound:
                yield event("state", _GONE)
                return
            except SQLAlchemyError as error:
                if not is_away(error):
                    raise
                yield _HEARTBEAT
                await news.wait(AWAY_SECONDS)
                continue
            if told.events:
                yield told.events
            for note in told.notes:
                await _note(note)
            del told  # what is kept here is kept once for every open stream
            async for sign in _until_changed(following, news, heartbeat):
                yield sign


async def _until_changed(following: Following, news: Subscription, heartbeat: float) -> AsyncIterator[bytes]:
    """Who types, and signs of life, until there are rows to read or the stream is closed."""
    while not news.closed:
        kinds = await news.wait(heartbeat)
        if ROWS in kinds:
            return
        for author in sorted(kinds & _OTHERS_TYPE):
            yield event("typing", Typing(author=author))
        if not kinds:
            yield _HEARTBEAT
            if not await following.is_unchanged():
                return


async def _note(note: Note) -> None:
    """Not worth ending a stream for, if it fails."""
    try:
        await to_thread.run_sync(note)
    except NotFound:
        return
    except SQLAlchemyError as error:
        if not is_away(error):
            raise
