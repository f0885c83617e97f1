"""What conversations are made of; wired together where the application is composed."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.city import Cities
from bot.contacts import ContactDesk, ContactSafe
from bot.conversation import Payloads
from bot.deletion import Deletion
from bot.effects import Effects
from bot.feed import Feed
from bot.keys import ResumeCodes
from bot.metrics import Metrics
from bot.pause import Pauses
from bot.routing import Waiter
from bot.sealing import Seal
from dialogues.conversation.texts import Texts
from dialogues.engine import DialogueEngine
from dialogues.understanding.danger_model import Danger
from dialogues.understanding.language_offers import LanguageOffer
from knowledge.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What a runtime is made of.

    `signs_of_danger(text)`; `offer_language(text, language, offered, earlier)` tells in which
    other language the person writes; `payload_title(payload, language)` is the text of a pressed button.
    """

    database: Database
    engine: DialogueEngine
    texts: Texts
    feed: Feed
    effects: Effects
    pauses: Pauses
    codes: ResumeCodes
    payloads: Payloads
    metrics: Metrics
    languages: Collection[str]
    signs_of_danger: Callable[[str], Danger | None]
    offer_language: Callable[[str, str, Collection[str], Sequence[str]], LanguageOffer | None]
    payload_title: Callable[[str, str], str]
    clock: Callable[[], datetime]
    former_secrets: tuple[bytes, ...] = ()

    @property
    def cities(self) -> Cities:
        return self.effects.cities

    def desk_answers(self, who: Waiter) -> bool:
        """Whether a person could answer them now."""
        with self.database.read() as session:
            return self.effects.answers_now(session, who, self.clock())

    def proof(self, deletion: Deletion, language: str) -> str:
        """What a person is told of what they deleted."""
        return deletion.told(self.texts, language, self.cities.zone, self.codes.secret)

    @property
    def contacts(self) -> ContactDesk:
        former = tuple(Seal(secret) for secret in self.former_secrets)
        safe = ContactSafe(Seal(self.codes.secret), former)
        return ContactDesk(self.database, safe, self.feed, self.clock)
