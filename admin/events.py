"""What happens at the desk as Server-Sent Events: one stream for a page's list and its conversation."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from typing import Any, Final

from anyio import to_thread
from sqlalchemy.exc import SQLAlchemyError

from admin import staff
from admin.case_view import message_view, version
from admin.staff import SignedIn
from admin.wording import Wording
from bot.desk import Desk
from bot.events import AWAY_SECONDS
from bot.feed import DESK, ROWS, Subscription
from bot.store import NotFound
from knowledge.away import is_away

HEARTBEAT_SECONDS: Final = 15.0
PAUSE_SECONDS: Final = 0.2
"""Between two looks, so that a busy desk is told once for many changes."""

_HEARTBEAT: Final = b": still here\n\n"


@dataclass(slots=True)
class Listener:
    """Who listens to what, and how far they have been told. `token` is the session's cookie."""

    desk: Desk
    wording: Wording
    session: SignedIn
    token: str
    conversation_id: str | None
    after: int
    told: str = ""
    sure_until: float = 0.0

    @property
    def topics(self) -> tuple[str, ...]:
        return (DESK,) if self.conversation_id is None else (DESK, self.conversation_id)

    def is_signed_in(self, seconds: float) -> bool:
        """Looked up anew after so many seconds, however busy the desk is."""
        if time.monotonic() < self.sure_until:
            return True
        self.sure_until = time.monotonic() + seconds
        with self.desk.database.read() as session:
            return staff.signed_in(session, self.token) is not None

    def news(self) -> list[bytes]:
        """What is new in the conversation since the last look."""
        if self.conversation_id is None:
            return []
        try:
            case = self.desk.case(self.conversation_id)
        except NotFound:
            self.conversation_id = None
            return [_event("gone", {})]
        now, language, events = self.desk.clock(), self.session.staff.language, []
        for message in case.messages:
            if message.seq > self.after:
                self.after = message.seq
                view = message_view(message, self.wording, language, now)
                events.append(_event("message", asdict(view), self.after))
        if self.told != (now_told := version(case)):
            self.told = now_told
            events.append(_event("case", {"version": now_told}))
        return events


async def happenings(listener: Listener, heartbeat: float = HEARTBEAT_SECONDS) -> AsyncIterator[bytes]:
    """Subscribes before it reads. Every connection begins with `inbox`: what was missed is caught up with.

    `case` carries the version of everything but the messages; `gone` that the conversation is no more.
    """
    with ExitStack() as subscriptions:
        subscribe = listener.desk.feed.subscribe
        news = {topic: subscriptions.enter_context(subscribe(topic)) for topic in listener.topics}
        changed: frozenset[str] | None = frozenset(news)
        while not any(each.closed for each in news.values()):
            try:
                told = await to_thread.run_sync(_told, listener, changed, heartbeat)
            except SQLAlchemyError as error:
                if not is_away(error):
                    raise
                yield _HEARTBEAT
                await asyncio.sleep(AWAY_SECONDS)
                continue
            if told is None:
                return
            for event in told:
                yield event
            changed = await _next(news, heartbeat)


def _told(listener: Listener, changed: frozenset[str] | None, heartbeat: float) -> list[bytes] | None:
    """What follows from the topics that changed; None when the listener is no longer signed in."""
    if not listener.is_signed_in(heartbeat):
        return None
    if changed is None:
        return [_HEARTBEAT, *listener.news()]
    inbox = [_event("inbox", {})] if DESK in changed else []
    return [*inbox, *(listener.news() if changed - {DESK} else [])]


async def _next(news: Mapping[str, Subscription], seconds: float) -> frozenset[str] | None:
    """The topics with new rows, as soon as anything happens; None after that many seconds or when closed."""
    await asyncio.sleep(PAUSE_SECONDS)
    waits = {asyncio.ensure_future(each.wait(seconds)): topic for topic, each in news.items()}
    try:
        done, _ = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
    if not any(wait.result() for wait in done):
        return None
    return frozenset(waits[wait] for wait in done if ROWS in wait.result())


def _event(name: str, data: Mapping[str, Any], seq: int | None = None) -> bytes:
    number = "" if seq is None else f"id: {seq}\n"
    return f"event: {name}\n{number}data: {json.dumps(data, ensure_ascii=False)}\n\n".encode()
