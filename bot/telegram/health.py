"""Whether Telegram does what is asked of it, said once when that changes."""

import logging

_log = logging.getLogger(__name__)


class Health:
    """Of this process. `well` until something fails."""

    def __init__(self) -> None:
        self._trouble = ""

    @property
    def well(self) -> bool:
        return not self._trouble

    def failed(self, sentence: str) -> None:
        if sentence != self._trouble:
            _log.error("%s", sentence)
        self._trouble = sentence

    def answered(self) -> None:
        if self._trouble:
            _log.warning("Telegram answers again.")
        self._trouble = ""
