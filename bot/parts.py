"""What conversations are made of; wired together where the application is composed."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from bot.conversation import Payloads
from bot.effects import Effects
from bot.feed import Feed
from bot.keys import ResumeCodes
from bot.metrics import Metrics
from dialogues.engine import DialogueEngine
from dialogues.safety import Danger
from dialogues.texts import Texts
from knowledge.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What a runtime is made of.

    `signs_of_danger(text, language)`; `suggest_language(text, language, offered)` names another language or
    None; `payload_title(payload, language)` is the text of the button that was pressed.
    """

    database: Database
    engine: DialogueEngine
    texts: Texts
    feed: Feed
    effects: Effects
    codes: ResumeCodes
    payloads: Payloads
    metrics: Metrics
    languages: Collection[str]
    signs_of_danger: Callable[[str, str], Danger | None]
    suggest_language: Callable[[str, str, Collection[str]], str | None]
    payload_title: Callable[[str, str], str]
    clock: Callable[[], datetime]
