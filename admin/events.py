"""What happens at the desk as Server-Sent Events: one stream for a page's list and its conversation."""

import asyncio
import json
import time
from collections.abc import AsyncGenerator, Mapping
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
from bot.feed import DESK, PERSON_TYPES, RECEIPTS, ROWS, Subscription, own_desk
from bot.receipts import reached
from bot.store import NotFound
from knowledge.away import is_away

HEARTBEAT_SECONDS: Final = 15.0
PAUSE_SECONDS: Final = 0.2
"""Between two looks, so that a busy desk is told once for many changes."""

_HEARTBEAT: Final = b": still here\n\n"

Happened = frozenset[tuple[str, str]]
"""Topics, each with what happened to it."""


@dataclass(slots=True)
class Listener:
    """Who listens to what, and how far they have been told. `token` is the session's cookie."""

    desk: Desk
    wording: Wording
    session: SignedIn
    token: str
    conversation_id: str | None
    after: int
    told: tuple[str, int, int] = ("", 0, 0)
    sure_until: float = 0.0

    @property
    def topics(self) -> tuple[str, ...]:
        lists = (DESK, own_desk(self.session.staff.id))
        return lists if self.conversation_id is None else (*lists, self.conversation_id)

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
        language, events = self.session.staff.language, []
        for message in case.messages:
            if message.seq > self.after:
                self.after = message.seq
                view = message_view(message, self.wording, language)
                events.append(_event("message", asdict(view), self.after))
        return [*events, *self._case(version(case), case.delivered, case.seen)]

    def receipts(self) -> list[bytes]:
        """How far the counsellor's messages have got, as far as that is new; the rest is not read."""
        try:
            with self.desk.database.read() as session:
                return self._case(self.told[0], *reached(session, self.conversation_id or ""))
        except NotFound:
            return self.news()

    def _case(self, now_version: str, delivered: int, seen: int) -> list[bytes]:
        now_told = (now_version, delivered, seen)
        if self.told == now_told:
            return []
        self.told = now_told
        return [_event("case", {"version": now_version, "delivered": delivered, "seen": seen})]


async def happenings(listener: Listener, heartbeat: float = HEARTBEAT_SECONDS) -> AsyncGenerator[bytes]:
    """Subscribes before it reads. Every connection begins with `inbox`: what was missed is caught up with.

    `case` carries the version of everything but the messages, and how far the counsellor's have got; `typing`
    that the person is writing; `gone` that the conversation is no more.
    """
    with ExitStack() as subscriptions:
        subscribe = listener.desk.feed.subscribe
        news = {topic: subscriptions.enter_context(subscribe(topic)) for topic in listener.topics}
        changed: Happened | None = frozenset((topic, ROWS) for topic in news)
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


def _told(listener: Listener, changed: Happened | None, heartbeat: float) -> list[bytes] | None:
    """What follows from what happened; None when the listener is no longer signed in."""
    if not listener.is_signed_in(heartbeat):
        return None
    if changed is None:
        return [_HEARTBEAT, *listener.news()]
    here = {kind for topic, kind in changed if topic == listener.conversation_id}
    lists = {topic for topic, kind in changed if kind == ROWS} - {listener.conversation_id}
    inbox = [_event("inbox", {})] if lists else []
    typing = [_event("typing", {})] if PERSON_TYPES in here else []
    if ROWS in here:
        return [*inbox, *listener.news(), *typing]
    return [*inbox, *(listener.receipts() if RECEIPTS in here else []), *typing]


async def _next(news: Mapping[str, Subscription], seconds: float) -> Happened | None:
    """What happens next, at once; None after that many seconds or when closed."""
    await asyncio.sleep(PAUSE_SECONDS)
    waits = {asyncio.ensure_future(each.wait(seconds)): topic for topic, each in news.items()}
    try:
        done, _ = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
    return frozenset((waits[wait], kind) for wait in done for kind in wait.result()) or None


def _event(name: str, data: Mapping[str, Any], seq: int | None = None) -> bytes:
    number = "" if seq is None else f"id: {seq}\n"
    return f"event: {name}\n{number}data: {json.dumps(data, ensure_ascii=False)}\n\n".encode()
