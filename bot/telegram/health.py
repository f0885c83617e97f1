"""Whether Telegram does what is asked of it, said once when that changes."""

import logging

from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError, TimedOut

_log = logging.getLogger(__name__)

_TOKEN = "Telegram does not know the token: set OSAAMO_TELEGRAM_TOKEN as @BotFather gave it."
_CONFLICT = (
    "Another program takes this bot's updates from Telegram (or a webhook is set): end it, or use another "
    "bot's token here."
)
_AWAY = "Telegram does not answer: messages wait there and are taken when it is back."


class Health:
    """Of this process. `well` until something fails."""

    def __init__(self) -> None:
        self._trouble = ""

    @property
    def well(self) -> bool:
        return not self._trouble

    def failed(self, error: TelegramError) -> None:
        self.found(told(error))

    def found(self, sentence: str) -> None:
        if sentence != self._trouble:
            _log.error("%s", sentence)
        self._trouble = sentence

    def answered(self) -> None:
        if self._trouble:
            _log.warning("Telegram answers again.")
        self._trouble = ""


def told(error: TelegramError) -> str:
    """In one sentence, with what to do; never what the error quotes."""
    match error:
        case InvalidToken():
            return _TOKEN
        case Conflict():
            return _CONFLICT
        case RetryAfter():
            return "Telegram asks for a pause: it has been asked too often."
        case TimedOut():
            return _AWAY
    return _AWAY if type(error).__name__ == "NetworkError" else f"Telegram refuses: {type(error).__name__}."
