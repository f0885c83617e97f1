"""The keyboards that were changed a moment ago: a second tick may come before Telegram shows the first."""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from telegram import InlineKeyboardMarkup

FRESH_SECONDS: Final = 5.0
MANY: Final = 2_000


@dataclass(frozen=True, slots=True)
class _Changed:
    keyboard: InlineKeyboardMarkup
    by: int
    at: float


class Boards:
    """By chat and message, in this process only: another one goes by what Telegram tells."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._changed: OrderedDict[tuple[int, int], _Changed] = OrderedDict()

    def now(
        self, board: tuple[int, int], update_id: int, told: InlineKeyboardMarkup | None
    ) -> InlineKeyboardMarkup | None:
        """As it stands before this update, which tells what Telegram knew."""
        last = self._changed.get(board)
        if last is None or last.by >= update_id or self._clock() - last.at > FRESH_SECONDS:
            return told
        return last.keyboard

    def changed(self, board: tuple[int, int], update_id: int, keyboard: InlineKeyboardMarkup) -> None:
        last = self._changed.get(board)
        if last is None or last.by < update_id:
            self._changed[board] = _Changed(keyboard, update_id, self._clock())
            self._changed.move_to_end(board)
        if len(self._changed) > MANY:
            self._changed.popitem(last=False)
