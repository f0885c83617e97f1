"""One writer at a time, in the order of asking: of a plain lock who asks last may be the first each time."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock


class WriteQueue:
    """Of the threads of one process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._waiting: deque[Lock] = deque()
        self._taken = False

    @contextmanager
    def turn(self, seconds: float) -> Iterator[None]:
        """Raises TimeoutError when it is still the turn of others after so many seconds."""
        ticket = self._join()
        if ticket and not ticket.acquire(timeout=seconds) and self._left(ticket):
            raise TimeoutError
        try:
            yield
        finally:
            self._pass_on()

    def _join(self) -> "Lock | None":
        """What opens when it is one's turn, None when it is at once."""
        with self._lock:
            if not self._taken:
                self._taken = True
                return None
            ticket = Lock()
            ticket.acquire()
            self._waiting.append(ticket)
            return ticket

    def _left(self, ticket: Lock) -> bool:
        """False when the turn has come at the last moment."""
        with self._lock:
            if ticket not in self._waiting:
                return False
            self._waiting.remove(ticket)
            return True

    def _pass_on(self) -> None:
        with self._lock:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False
