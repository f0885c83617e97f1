"""Rasa while it is well, the embedded engine while it is not: the person gets an answer either way."""

import logging
import time
from collections.abc import Callable
from typing import Final

from dialogues.engine import DialogueEngine, DialogueState, EngineError, PersonMessage, Turn
from dialogues.on_rasa.wire import ActionFailedError

REST_SECONDS: Final = 10.0

_log = logging.getLogger(__name__)


class Health:
    """How the first engine does. After a failure it is left alone for a while: nobody waits for it."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, rest: float = REST_SECONDS) -> None:
        self._clock = clock
        self._rest = rest
        self._left_alone_until = 0.0
        self.well = True
        self.failures = 0

    def may_be_asked(self) -> bool:
        """While it is ill one message after each rest tries it; the others do not wait."""
        now = self._clock()
        if not self.well and now < self._left_alone_until:
            return False
        self._left_alone_until = now + self._rest
        return True

    def failed(self) -> None:
        self.well = False
        self.failures += 1
        self._left_alone_until = self._clock() + self._rest

    def answered(self) -> None:
        self.well = True


class FallbackEngine:
    """A DialogueEngine. Both must keep the same state: either goes on where the other stopped."""

    def __init__(self, first: DialogueEngine, second: DialogueEngine, health: Health) -> None:
        self._first = first
        self._second = second
        self._health = health

    async def start(self, sender: str, language: str, municipality: str | None = None) -> Turn:
        if self._health.may_be_asked():
            try:
                return self._told(await self._first.start(sender, language, municipality))
            except ActionFailedError:
                raise
            except EngineError as error:
                self._report(error)
        return await self._second.start(sender, language, municipality)

    async def respond(self, sender: str, state: DialogueState, message: PersonMessage) -> Turn:
        """Raises UnknownPayload; EngineError when neither could answer."""
        if self._health.may_be_asked():
            try:
                return self._told(await self._first.respond(sender, state, message))
            except ActionFailedError:
                raise
            except EngineError as error:
                self._report(error)
        return await self._second.respond(sender, state, message)

    def _told(self, turn: Turn) -> Turn:
        if not self._health.well:
            _log.warning("Rasa answers again")
        self._health.answered()
        return turn

    def _report(self, error: EngineError) -> None:
        self._health.failed()
        _log.error("Rasa failed, the embedded engine answers: %s", error)
