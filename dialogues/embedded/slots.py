"""How a message fills slots, and what rules see of a slot's value: as Rasa 3.6 does both."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dialogues.embedded.history import NOT_SET, Feature
from dialogues.project.blueprint import REQUESTED_SLOT, Form, Project, SetSlot, Slot, SlotMapping
from dialogues.tracker import Parsed


@dataclass(frozen=True, slots=True)
class Situation:
    """What the mappings' conditions look at."""

    latest: Parsed
    form: Form | None
    rejected: bool
    values: Mapping[str, Any]

    @property
    def requested_slot(self) -> Any:
        return self.values[REQUESTED_SLOT]


def stored(slot: Slot, value: Any) -> Any:
    """The value as the slot keeps it: JSON, and always a list in a list slot."""
    if isinstance(value, tuple | set | frozenset):
        value = list(value)
    return [value] if slot.type == "list" and value and not isinstance(value, list) else value


def feature(slot: Slot, value: Any) -> Feature | None:
    """Rasa's featurization of the value, None when the slot is unset or does not influence rules."""
    if not slot.influences or value is None:
        return None
    if value == NOT_SET:
        return NOT_SET
    if slot.type == "text":
        return (1.0,)
    if slot.type == "list":
        return (1.0,) if value else None
    if slot.type == "bool":
        truth = _truth(value)
        return None if truth is None else (1.0, float(truth))
    return _scaled(slot, value) if slot.type == "float" else _one_hot(slot, value)


def _truth(value: Any) -> bool | None:
    if isinstance(value, int | float):
        return value == 1
    text = str(value).strip().lower()
    if text.isnumeric():
        return float(text) == 1
    return {"true": True, "false": False}.get(text)


def _scaled(slot: Slot, value: Any) -> Feature | None:
    try:
        capped = max(slot.minimum, min(slot.maximum, float(value)))
    except (TypeError, ValueError):
        return None
    return (1.0, (capped - slot.minimum) / ((slot.maximum - slot.minimum) or 1.0))


def _one_hot(slot: Slot, value: Any) -> Feature:
    chosen = str(value).lower()
    other = chosen not in slot.values
    return (*(float(known == chosen) for known in slot.values), float(other))


def extract(project: Project, situation: Situation) -> Iterator[SetSlot]:
    """The slots that the latest message fills, in the order of the domain."""
    for slot in project.slots.values():
        for mapping in slot.mappings:
            values = _values(slot, mapping, situation) if _applies(slot, mapping, situation) else []
            value = values if slot.type == "list" else values[-1] if values else None
            # An entity without a value empties a slot, and is nothing to one that is empty.
            if values and (value is not None or situation.values[slot.name] is not None):
                yield SetSlot(slot.name, value)
                break


def _applies(slot: Slot, mapping: SlotMapping, situation: Situation) -> bool:
    return (
        _intent_is_desired(mapping, situation)
        and (mapping.type == "from_trigger_intent" or _conditions_hold(slot, mapping, situation))
        and not _fills_several(slot, mapping, situation)
    )


def _intent_is_desired(mapping: SlotMapping, situation: Situation) -> bool:
    intent, form = situation.latest.intent, situation.form
    if mapping.intents:
        return intent in mapping.intents
    in_form = form and (not mapping.conditions or any(c.active_loop == form.name for c in mapping.conditions))
    return intent not in mapping.not_intents and not (form and in_form and intent in form.ignored_intents)


def _conditions_hold(slot: Slot, mapping: SlotMapping, situation: Situation) -> bool:
    if not mapping.conditions:
        return True
    if situation.rejected and situation.requested_slot == slot.name:
        return False
    loop = situation.form.name if situation.form else None
    return any(
        condition.active_loop == loop
        and (loop is None or condition.requested_slot in (None, situation.requested_slot))
        for condition in mapping.conditions
    )


def _fills_several(slot: Slot, mapping: SlotMapping, situation: Situation) -> bool:
    form = situation.form
    if mapping.type != "from_entity" or form is None or situation.requested_slot == slot.name:
        return False
    return slot.name in form.required_slots and mapping in form.shared


def _values(slot: Slot, mapping: SlotMapping, situation: Situation) -> list[Any]:
    if mapping.type == "from_entity":
        return [entity.value for entity in situation.latest.entities if entity.name == mapping.entity]
    if mapping.type == "from_text":
        return [situation.latest.text]
    by_intent = mapping.type == "from_intent"
    by_trigger = mapping.type == "from_trigger_intent" and _triggers(mapping, situation)
    return [mapping.value] if by_intent or by_trigger else []


def _triggers(mapping: SlotMapping, situation: Situation) -> bool:
    loops = [condition.active_loop for condition in mapping.conditions]
    return situation.form is not None and (not loops or situation.form.name in loops)
