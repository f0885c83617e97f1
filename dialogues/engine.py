"""The seam between a conversation and whatever runs the dialogues."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from knowledge.profile import NeedsProfile


@dataclass(frozen=True, slots=True)
class Button:
    """`payload` is Rasa's form: `/intent` or `/intent{"entity": value}`."""

    title: str
    payload: str


@dataclass(frozen=True, slots=True)
class ServiceCard:
    """A service as it is shown to one person: worded, in one language, with true reasons.

    `text_language` differs from the conversation's language when there is no text in it.
    `languages` are the codes in which the service serves. `municipalities` None is nationwide.
    """

    id: str
    name: str
    provider: str
    summary: str
    category: str
    url: str
    languages: tuple[str, ...] = ()
    municipalities: tuple[str, ...] | None = None
    reasons: tuple[str, ...] = ()
    first_step: str = ""
    condition: str = ""
    text_language: str = "fi"
    text_status: str = "machine"
    review_overdue: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """One message of the bot. `choice` "many": the buttons are ticked, their values merged and sent together.

    `progress` is (question now, questions expected), while an assessment is going on.
    """

    text: str
    buttons: tuple[Button, ...] = ()
    choice: Literal["one", "many"] | None = None
    services: tuple[ServiceCard, ...] = ()
    progress: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class HandOff:
    """The person asks for a human. `reason`: asked, not_understood, not_helpful or danger."""

    reason: str
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CancelHandOff:
    """A waiting person goes back to the bot."""


@dataclass(frozen=True, slots=True)
class SwitchLanguage:
    language: str


@dataclass(frozen=True, slots=True)
class Feedback:
    """`rating`: yes, partly or no."""

    rating: str | None = None
    comment: str | None = None


@dataclass(frozen=True, slots=True)
class Erase:
    """The person confirmed that the conversation is to be deleted."""


@dataclass(frozen=True, slots=True)
class Recommended:
    service_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnmetNeed:
    """Nothing fits (`query` None) or a search found nothing."""

    query: str | None = None


Effect = HandOff | CancelHandOff | SwitchLanguage | Feedback | Erase | Recommended | UnmetNeed


@dataclass(frozen=True, slots=True)
class DialogueState:
    """What an engine remembers between turns. `tracker` is JSON and belongs to the engine alone.

    `learned` tells of each known slot of the profile how it was learned: said, chosen or guessed.
    """

    language: str
    profile: NeedsProfile = field(default_factory=NeedsProfile)
    progress: tuple[int, int] | None = None
    tracker: Mapping[str, Any] = field(default_factory=dict)
    learned: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PersonMessage:
    """What the person said: free text, or the payload of a button. `waiting`: queued for a human just now.

    `city` is the code of the city whose service it is, where an installation has several.
    """

    text: str = ""
    payload: str | None = None
    waiting: bool = False
    city: str | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """What the bot says, what it remembers and what the runtime has to do for it."""

    replies: tuple[Said, ...]
    state: DialogueState
    effects: tuple[Effect, ...] = ()


class EngineError(Exception):
    """The engine could not answer. The message says why, for the operator."""


class DialogueEngine(Protocol):
    """Runs the Rasa project of this package. `sender` is the conversation's id."""

    async def start(self, sender: str, language: str, municipality: str | None = None) -> Turn:
        """The opening words. Raises EngineError."""
        ...

    async def respond(self, sender: str, state: DialogueState, message: PersonMessage) -> Turn:
        """The answer to one message. Raises EngineError; the state given stays valid then."""
        ...
