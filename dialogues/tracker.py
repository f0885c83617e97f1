"""What an action sees of a conversation and what it gives back: the same values on both engines."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dialogues.engine import Effect, Said


@dataclass(frozen=True, slots=True)
class Entity:
    name: str
    value: Any


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a message was taken for. `ranking` is (intent, confidence), best first; a payload has 1."""

    text: str
    intent: str
    confidence: float = 1.0
    entities: tuple[Entity, ...] = ()
    ranking: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class TrackerView:
    """A conversation as an action sees it. `slots` holds every slot of the domain, None where unset.

    `candidates` are the slots that `validate_<form>` and `action_validate_slot_mappings` have to judge: they
    stand in `slots` already, and stay there unless the action sets them to something else.
    """

    sender: str
    slots: Mapping[str, Any]
    latest: Parsed
    active_loop: str | None = None
    requested_slot: str | None = None
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ActionResult:
    """Slots to set, in this order; messages to send; effects for the runtime.

    `followup` is the action to run next whatever the rules say (Rasa's FollowupAction).
    """

    slots: Mapping[str, Any] = field(default_factory=dict)
    said: tuple[Said, ...] = ()
    effects: tuple[Effect, ...] = ()
    followup: str | None = None
