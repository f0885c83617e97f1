"""A Rasa 3.6 project as values: what the embedded engine runs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

SlotType = Literal["text", "bool", "float", "list", "categorical", "any"]
MappingType = Literal["from_entity", "from_text", "from_intent", "from_trigger_intent", "custom"]

NLU_FALLBACK = "nlu_fallback"
ACTION_LISTEN = "action_listen"
ACTION_SESSION_START = "action_session_start"
ACTION_DEFAULT_FALLBACK = "action_default_fallback"
ACTION_DEACTIVATE_LOOP = "action_deactivate_loop"
ACTION_VALIDATE_SLOT_MAPPINGS = "action_validate_slot_mappings"
REQUESTED_SLOT = "requested_slot"
DEFAULT_ACTIONS = frozenset(
    {ACTION_LISTEN, ACTION_SESSION_START, ACTION_DEFAULT_FALLBACK, ACTION_DEACTIVATE_LOOP}
)
"""Those of Rasa's own actions that the embedded engine runs without the domain overriding them."""

DEFAULT_INTENTS = {
    "restart": "action_restart",
    "back": "action_back",
    "session_start": "action_session_start",
}
"""Intents of Rasa's own: the action each leads to whatever the rules say."""


@dataclass(frozen=True, slots=True)
class Condition:
    """When a mapping applies. `active_loop` None: while no form is active."""

    active_loop: str | None
    requested_slot: str | None = None


@dataclass(frozen=True, slots=True)
class SlotMapping:
    type: MappingType
    entity: str | None = None
    value: Any = None
    intents: frozenset[str] = frozenset()
    not_intents: frozenset[str] = frozenset()
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Slot:
    """`influences`: its value is part of what rules compare."""

    name: str
    type: SlotType
    mappings: tuple[SlotMapping, ...]
    influences: bool
    initial: Any = None
    values: tuple[str, ...] = ()
    minimum: float = 0.0
    maximum: float = 1.0


@dataclass(frozen=True, slots=True)
class Form:
    """`shared` are the from_entity mappings that would fill more than one of its slots."""

    name: str
    required_slots: tuple[str, ...]
    ignored_intents: frozenset[str] = frozenset()
    shared: frozenset[SlotMapping] = frozenset()


@dataclass(frozen=True, slots=True)
class User:
    """A step of a rule: the person says something; entities with their values."""

    intent: str
    entities: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Act:
    """A step of a rule: an action runs."""

    name: str


@dataclass(frozen=True, slots=True)
class SetSlot:
    """A step of a rule: a slot gets a value; None says that it is not set."""

    name: str
    value: Any


@dataclass(frozen=True, slots=True)
class SetLoop:
    """A step of a rule: a form becomes active, or (None) is not."""

    name: str | None


Step = User | Act | SetSlot | SetLoop


@dataclass(frozen=True, slots=True)
class Rule:
    name: str
    path: Path
    line: int
    condition: tuple[Step, ...]
    steps: tuple[Step, ...]
    conversation_start: bool = False
    waits: bool = True


@dataclass(frozen=True, slots=True)
class Settings:
    """What config.yml says to the rule policy and the fallback classifier; thresholds None: no classifier."""

    fallback_action: str | None = ACTION_DEFAULT_FALLBACK
    threshold: float | None = None
    ambiguity: float | None = None


@dataclass(frozen=True, slots=True)
class Project:
    """`actions` are the names the domain lists: our code, also where Rasa has an action of that name."""

    intents: frozenset[str]
    entities: frozenset[str]
    slots: Mapping[str, Slot]
    forms: Mapping[str, Form]
    responses: frozenset[str]
    actions: frozenset[str]
    rules: tuple[Rule, ...]
    settings: Settings
    featurized_entities: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Per intent with `use_entities` or `ignore_entities`: the entities that rules see."""

    def runs(self, action: str) -> bool:
        """Whether there is an action of this name, be it Rasa's, ours, a response or a form."""
        ours = action in self.actions or action in self.responses or action in self.forms
        return ours or action in DEFAULT_ACTIONS
