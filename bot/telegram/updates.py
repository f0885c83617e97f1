"""What an update of Telegram is to us: words, a command, a press, something that cannot be read."""

from dataclasses import dataclass
from typing import Final, Literal

from telegram import CallbackQuery, ChatMember, ChatMemberUpdated, InlineKeyboardMarkup, Message, Update
from telegram import Message as TelegramMessage
from telegram.constants import ChatType

KINDS: Final = ("message", "edited_message", "callback_query", "my_chat_member")
"""What is asked of Telegram; nothing else is sent to us."""

_ATTACHED: Final = (
    "animation", "audio", "checklist", "contact", "dice", "document", "game", "live_photo", "location",
    "paid_media", "photo", "poll", "sticker", "story", "venue", "video", "video_note", "voice",
)  # fmt: skip
_HEARD: Final = ("audio", "video_note", "voice")
_GONE: Final = (ChatMember.BANNED, ChatMember.LEFT)


@dataclass(frozen=True, slots=True)
class Sender:
    """Where it comes from. `language` is the client's."""

    chat: int
    language: str | None


@dataclass(frozen=True, slots=True)
class Words:
    sender: Sender
    text: str


@dataclass(frozen=True, slots=True)
class Command:
    """`/name argument`."""

    sender: Sender
    name: str
    argument: str


@dataclass(frozen=True, slots=True)
class Press:
    """Of a button under the message `message_id`; `shown` is its keyboard, None where Telegram tells none."""

    sender: Sender
    query_id: str
    data: str
    message_id: int | None
    shown: InlineKeyboardMarkup | None


@dataclass(frozen=True, slots=True)
class Attachment:
    """Something that is not read. `caption` are the words that came with it."""

    sender: Sender
    kind: Literal["voice", "sticker", "other"]
    caption: str


@dataclass(frozen=True, slots=True)
class Presence:
    """The person has blocked the bot, or let it in again."""

    sender: Sender
    is_there: bool


@dataclass(frozen=True, slots=True)
class Crowd:
    """A group or a channel: no place for a conversation that is one's own."""

    sender: Sender


Known = Words | Command | Press | Attachment | Presence | Crowd


def read(update: Update) -> Known | None:
    """None for what asks for nothing: a pinned message, another bot's words."""
    if update.callback_query:
        return _pressed(update.callback_query)
    if update.my_chat_member:
        return _member(update.my_chat_member)
    message = update.message or update.edited_message
    return _message(message) if message else None


def _pressed(query: CallbackQuery) -> Press | Crowd:
    message = query.message
    sender = Sender(message.chat.id if message else query.from_user.id, query.from_user.language_code)
    if message and message.chat.type != ChatType.PRIVATE:
        return Crowd(sender)
    shown = message.reply_markup if isinstance(message, TelegramMessage) else None
    return Press(sender, query.id, query.data or "", message.message_id if message else None, shown)


def _member(change: ChatMemberUpdated) -> Presence | Crowd | None:
    sender = Sender(change.chat.id, change.from_user.language_code)
    is_there = change.new_chat_member.status not in _GONE
    if change.chat.type == ChatType.PRIVATE:
        return Presence(sender, is_there)
    return Crowd(sender) if is_there else None


def _message(message: Message) -> Known | None:
    person = message.from_user
    sender = Sender(message.chat.id, person.language_code if person else None)
    if message.chat.type != ChatType.PRIVATE:
        return None if message.left_chat_member else Crowd(sender)
    if person is None or person.is_bot:
        return None
    if message.text:
        return _command(sender, message.text) or Words(sender, message.text)
    attached = next((name for name in _ATTACHED if getattr(message, name)), None)
    if attached is None or (message.edit_date and not message.caption):
        return None  # a place that moves is edited again and again
    return Attachment(sender, _kind(attached), message.caption or "")


def _kind(attached: str) -> Literal["voice", "sticker", "other"]:
    if attached in _HEARD:
        return "voice"
    return "sticker" if attached in ("sticker", "dice", "animation") else "other"


def _command(sender: Sender, text: str) -> Command | None:
    """As Telegram marks it: a stroke and Latin letters; `/start@name` is meant for the bot of that name."""
    first, *rest = text.split(maxsplit=1)
    name = first[1:].partition("@")[0]
    if not text.startswith("/") or not name.replace("_", "").isascii() or not name.replace("_", "").isalnum():
        return None
    return Command(sender, name.lower(), "".join(rest).strip())
