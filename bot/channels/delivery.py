"""The one exit of every message to an outside channel: in order in each chat, many chats at once."""

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable, Collection, Mapping
from functools import partial
from types import MappingProxyType
from typing import Final, ParamSpec, TypeVar

from anyio import CapacityLimiter, to_thread
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.channel import Channel, TryLater, Undeliverable
from bot.channels.outbox import AT_ONCE, Outbox, Parcel
from bot.channels.standing import TakesAway
from bot.conversation import Author, Message
from bot.feed import DESK, RECEIPTS, ROWS, Feed
from bot.metrics import Metrics
from knowledge.away import is_away

SWEEP_SECONDS: Final = 1.0
"""What another process stored, and what a wake-up missed, is found so soon."""
MEASURE_SECONDS: Final = 5.0
SEND_SECONDS: Final = 30
HOLD_ON_SECONDS: Final = 3
CHATS_AT_ONCE: Final = 50
THREADS: Final = 4
ENDING_SECONDS: Final = 2

Given = ParamSpec("Given")
Found = TypeVar("Found")
_log = logging.getLogger(__name__)


class Delivery:
    """Any number of processes may have one: each chat is one's at a time.

    `takes_away[channel]` is for those where buttons can be taken away.
    """

    def __init__(
        self,
        outbox: Outbox,
        channels: Collection[Channel],
        feed: Feed,
        metrics: Metrics,
        takes_away: Mapping[str, TakesAway] = MappingProxyType({}),
    ) -> None:
        self._outbox = outbox
        self._takes_away = takes_away
        self._channels = {each.name: each for each in channels}
        self._feed = feed
        self._metrics = metrics
        self._threads = CapacityLimiter(THREADS)
        self._news = asyncio.Event()
        self._heard: set[str] = set()
        self._again: set[str] = set()
        self._working: dict[str, asyncio.Task[None]] = {}
        self._ending = False

    async def run(self) -> None:
        """Until it is cancelled; the messages that are on their way then are still marked."""
        loop = asyncio.get_running_loop()

        def overheard(topic: str, kind: str) -> None:
            with contextlib.suppress(RuntimeError):  # the event loop has ended: nothing is sent any more
                loop.call_soon_threadsafe(self._note, topic, kind)

        with self._feed.overheard(overheard):
            holding = asyncio.create_task(self._hold_on())
            try:
                await self._look_and_send()
            finally:
                self._ending = True
                holding.cancel()
                if self._working:
                    await asyncio.wait(self._working.values(), timeout=ENDING_SECONDS)
                for task in self._working.values():
                    task.cancel()

    async def _look_and_send(self) -> None:
        swept = measured = 0.0
        while True:
            now, heard = time.monotonic(), self._take_heard()
            everything = now - swept >= SWEEP_SECONDS or len(heard) > AT_ONCE
            try:
                for conversation_id in await self._look(None if everything else heard):
                    await self._begin(conversation_id)
                if now - measured >= MEASURE_SECONDS:
                    measured = now
                    await self._measure()
            except SQLAlchemyError as error:
                _say(error)
                await asyncio.sleep(SWEEP_SECONDS)
            swept = now if everything else swept
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(max(0.0, swept + SWEEP_SECONDS - time.monotonic())):
                    await self._news.wait()

    async def _measure(self) -> None:
        for name in self._channels:
            oldest = await self._rows(self._outbox.oldest, name)
            self._metrics.oldest_undelivered.labels(name).set(oldest)

    async def _look(self, among: Collection[str] | None) -> tuple[str, ...]:
        if among is not None and not among:
            return ()
        return await self._rows(self._outbox.due, self._channels, among)

    async def _begin(self, conversation_id: str) -> None:
        if conversation_id in self._working:
            self._again.add(conversation_id)
            return
        while len(self._working) >= CHATS_AT_ONCE:
            await asyncio.wait(self._working.values(), return_when=asyncio.FIRST_COMPLETED)
        task = asyncio.create_task(self._serve(conversation_id))
        self._working[conversation_id] = task
        task.add_done_callback(partial(self._done, conversation_id))

    def _done(self, conversation_id: str, _task: "asyncio.Task[None]") -> None:
        del self._working[conversation_id]
        if conversation_id in self._again:
            self._again.discard(conversation_id)
            self._note(conversation_id, ROWS)

    async def _hold_on(self) -> None:
        while True:
            await asyncio.sleep(HOLD_ON_SECONDS)
            if self._working:
                with contextlib.suppress(SQLAlchemyError):  # what is lost meanwhile, another sends
                    await self._rows(self._outbox.hold_on, tuple(self._working))

    async def _serve(self, conversation_id: str) -> None:
        try:
            parcel = await self._rows(self._outbox.take, conversation_id)
            if parcel:
                for reference in parcel.answered:
                    self._takes_away[parcel.channel](parcel.key, reference)
                await self._send_all(parcel)
        except SQLAlchemyError as error:
            _say(error)

    async def _send_all(self, parcel: Parcel) -> None:
        for message in parcel.messages:
            if self._ending:
                await self._rows(self._outbox.let_go, parcel.conversation_id)
                return
            if not await self._send(parcel, message):
                return

    async def _send(self, parcel: Parcel, message: Message) -> bool:
        """Whether the next one of this chat may follow."""
        try:
            async with asyncio.timeout(SEND_SECONDS):
                reference = await self._channels[parcel.channel].send(parcel.key, message)
        except Undeliverable:
            await self._rows(self._outbox.close, parcel.conversation_id, "left")
            self._gave_up(parcel, "left")
            return False
        except TryLater as later:
            await self._put_off(parcel, later.seconds)
            return False
        except Exception as error:  # noqa: BLE001 - whatever a channel raises, the next chat is served
            _log.warning("A message could not be sent to %s: %s", parcel.channel, type(error).__name__)
            await self._put_off(parcel, None)
            return False
        self._metrics.sent_outside.labels(parcel.channel).inc()
        goes_on = await self._mark(parcel, message, reference)
        if goes_on and message.author is Author.COUNSELLOR:
            self._feed.wake(parcel.conversation_id, RECEIPTS)
        return goes_on

    async def _mark(self, parcel: Parcel, message: Message, reference: str | None) -> bool:
        """Also when the database goes just now: unmarked, it would be sent once more."""
        while True:
            try:
                return await self._rows(self._outbox.delivered, parcel, message, reference)
            except SQLAlchemyError as error:
                if self._ending or not is_away(error):
                    raise
            await asyncio.sleep(SWEEP_SECONDS)

    async def _put_off(self, parcel: Parcel, seconds: float | None) -> None:
        self._metrics.sending_put_off.labels(parcel.channel).inc()
        if await self._rows(self._outbox.put_off, parcel.conversation_id, seconds):
            _log.error("Sending to %s failed for a day and is given up", parcel.channel)
            self._gave_up(parcel, "gave_up")

    def _gave_up(self, parcel: Parcel, reason: str) -> None:
        self._metrics.sending_given_up.labels(parcel.channel, reason).inc()
        self._feed.wake(parcel.conversation_id)
        self._feed.wake(DESK)

    def _note(self, topic: str, kind: str) -> None:
        if kind == ROWS and not topic.startswith(DESK):
            self._heard.add(topic)
            self._news.set()

    def _take_heard(self) -> set[str]:
        self._news.clear()
        heard, self._heard = self._heard, set()
        return heard

    async def _rows(self, work: Callable[Given, Found], *args: Given.args, **values: Given.kwargs) -> Found:
        return await to_thread.run_sync(partial(work, *args, **values), limiter=self._threads)


def _say(error: SQLAlchemyError) -> None:
    if not is_away(error):
        _log.error("Sending to outside channels met the database: %s", type(error).__name__)
