"""The values of a conversation, and who speaks in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal

from dialogues.engine import Button, DialogueState, Effect, Said, ServiceCard


class Holder(StrEnum):
    """Who speaks for the service now."""

    BOT = "bot"
    WAITING = "waiting"
    COUNSELLOR = "counsellor"
    CLOSED = "closed"


class Author(StrEnum):
    PERSON = "person"
    BOT = "bot"
    COUNSELLOR = "counsellor"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Inbound:
    """What a channel received: free text or a button's payload. The same `client_id` is the same message."""

    conversation_id: str
    client_id: str
    text: str = ""
    payload: str | None = None


@dataclass(frozen=True, slots=True)
class Original:
    """What a counsellor wrote before the server `translated_by` translated it."""

    text: str
    language: str
    translated_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A message before it is stored. `name` is the counsellor's, `payload` that of the button pressed."""

    author: Author
    text: str
    language: str
    name: str | None = None
    payload: str | None = None
    buttons: tuple[Button, ...] = ()
    services: tuple[ServiceCard, ...] = ()
    choice: Literal["one", "many"] | None = None
    progress: tuple[int, int] | None = None
    client_id: str | None = None
    staff_id: str | None = None
    original: Original | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Message(Draft):
    """A stored message: `seq` counts from 1 within its conversation."""

    seq: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A conversation as it was read. `counsellor` is the name of who holds it, at the desk.

    `city` is the code of whose it is. `offered` are the latest buttons, payload -> title, where a button was
    pressed; `earlier` what the person typed before, oldest first, where they typed.
    """

    id: str
    language: str
    holder: Holder
    version: int
    last_seq: int
    state: DialogueState
    urgent: bool = False
    counsellor: str | None = None
    counsellor_id: str | None = None
    suggested_language: str | None = None
    city: str | None = None
    offered: Mapping[str, str] = field(default_factory=dict)
    earlier: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Queue:
    """A waiting person's place, and the usual wait where enough pick-ups were observed."""

    position: int
    wait_seconds: int | None


@dataclass(frozen=True, slots=True)
class Answer:
    """A person's message with the replies to it, and how the conversation stands after them."""

    holder: Holder
    language: str
    messages: tuple[Message, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a turn comes to: the replies, the new state and what the store has to carry out."""

    replies: tuple[Draft, ...] = ()
    state: DialogueState
    effects: tuple[Effect, ...] = ()
    urgent: bool = False
    suggested_language: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """`bot_speaks`: the bot answers. `holder`: who holds the conversation once the message is stored."""

    bot_speaks: bool
    holder: Holder


_DECISIONS = {
    Holder.BOT: Decision(bot_speaks=True, holder=Holder.BOT),
    Holder.WAITING: Decision(bot_speaks=True, holder=Holder.WAITING),
    Holder.COUNSELLOR: Decision(bot_speaks=False, holder=Holder.COUNSELLOR),
    Holder.CLOSED: Decision(bot_speaks=True, holder=Holder.BOT),
}


def decide(holder: Holder) -> Decision:
    """Who answers when the person writes. While waiting the bot still searches; closed opens again."""
    return _DECISIONS[holder]


def spoken(said: Said, language: str) -> Draft:
    """A bot's words as a message."""
    return Draft(
        author=Author.BOT,
        text=said.text,
        language=language,
        buttons=said.buttons,
        services=said.services,
        choice=said.choice,
        progress=said.progress,
    )


@dataclass(frozen=True, slots=True)
class Payloads:
    """The buttons of the dialogues that the runtime itself offers."""

    person: str = "/ask_human"
    danger: str = '/hand_off{"reason": "danger"}'
    interpreter: str = '/hand_off{"reason": "interpreter"}'
    leave_message: str = '/hand_off{"reason": "message"}'
    cancel: str = "/cancel_human"
    search: str = "/search_service"

    def language(self, language: str) -> str:
        return f'/set_language{{"language": "{language}"}}'

    def rating(self, rating: str) -> str:
        return f'/feedback{{"rating": "{rating}"}}'

    def go_on(self, state: DialogueState) -> str:
        """The open question again, or the menu where there is none."""
        if state.progress is None:
            return "/menu"
        return "/start_employer_assessment" if state.profile.audience == "employer" else "/start_assessment"
