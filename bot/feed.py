"""Wake-ups: who waits for news of a topic is told to look at the rows; it carries no content itself."""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from threading import Lock

DESK = "desk"
"""The topic of the counsellors' lists. Besides it, and `own_desk`, a topic is a conversation's id."""

ROWS = "rows"
BOT_TYPES = "bot"
COUNSELLOR_TYPES = "counsellor"
PERSON_TYPES = "person"
RECEIPTS = "receipts"
"""Something was delivered or seen."""


def own_desk(staff_id: str) -> str:
    """The topic of what one member of the staff holds; others need not look for each word written there."""
    return f"desk:{staff_id}"


class Subscription:
    """What happened to one topic since the last look. Belongs to the event loop that made it."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._waiting: asyncio.Future[None] | None = None
        self._kinds: frozenset[str] = frozenset()
        self.closed = False

    async def wait(self, seconds: float) -> frozenset[str]:
        """The kinds of news, as soon as there are any; empty after that many seconds or when closed."""
        if not self._kinds and not self.closed:
            self._waiting = self._loop.create_future()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._waiting
        kinds, self._kinds = self._kinds, frozenset()
        return kinds

    def wake(self, kind: str | None) -> None:
        """From any thread; None closes."""
        with contextlib.suppress(RuntimeError):  # its event loop has ended: nobody is listening any more
            self._loop.call_soon_threadsafe(self._note, kind)

    def _note(self, kind: str | None) -> None:
        if kind is None:
            self.closed = True
        else:
            self._kinds |= {kind}
        if self._waiting and not self._waiting.done():
            self._waiting.set_result(None)


class Feed:
    """Wake-ups within this process. `close()` ends all waiting, so that streams close at shutdown."""

    def __init__(self) -> None:
        self._subscriptions: dict[str, set[Subscription]] = defaultdict(set)
        self._overhearing: set[Callable[[str, str], None]] = set()
        self._lock = Lock()
        self._closed = False

    def wake(self, topic: str, kind: str = ROWS) -> None:
        """From any thread."""
        with self._lock:
            listening = tuple(self._subscriptions.get(topic, ()))
            overhearing = tuple(self._overhearing)
        for subscription in listening:
            subscription.wake(kind)
        for heard in overhearing:
            heard(topic, kind)

    @contextlib.contextmanager
    def subscribe(self, topic: str) -> Iterator[Subscription]:
        """Subscribe before reading the rows: what is stored after that wakes."""
        subscription = Subscription()
        with self._lock:
            self._subscriptions[topic].add(subscription)
            subscription.closed = self._closed
        try:
            yield subscription
        finally:
            with self._lock:
                self._subscriptions[topic].discard(subscription)
                if not self._subscriptions[topic]:
                    del self._subscriptions[topic]

    @contextlib.contextmanager
    def overheard(self, heard: Callable[[str, str], None]) -> Iterator[None]:
        """`heard(topic, kind)` at every wake-up, in the thread that wakes: it may not linger."""
        with self._lock:
            self._overhearing.add(heard)
        try:
            yield
        finally:
            with self._lock:
                self._overhearing.discard(heard)

    def close(self) -> None:
        """From any thread, also from a signal handler of the event loop."""
        with self._lock:
            self._closed = True
            listening = [each for group in self._subscriptions.values() for each in group]
        for subscription in listening:
            subscription.wake(None)

    def listening(self, topic: str) -> int:
        """How many streams of this topic are open."""
        with self._lock:
            return len(self._subscriptions.get(topic, ()))
