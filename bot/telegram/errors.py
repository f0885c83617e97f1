"""What Telegram answers when it does not do what it was asked, for whoever runs the service."""

from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError, TimedOut

_TOKEN = "Telegram does not know the token: set OSAAMO_TELEGRAM_TOKEN as @BotFather gave it."
_CONFLICT = (
    "Another program takes this bot's updates from Telegram (or a webhook is set): end it, or use another "
    "bot's token here."
)
_AWAY = "Telegram does not answer: messages wait there and are taken when it is back."


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
