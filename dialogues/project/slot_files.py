"""Reads the slots of the domain and how messages fill them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, cast, get_args

from dialogues.project.blueprint import REQUESTED_SLOT, Condition, MappingType, Slot, SlotMapping, SlotType
from dialogues.project.yaml_source import Place

_SLOT_KEYS: Final = (
    "type",
    "influence_conversation",
    "initial_value",
    "mappings",
    "values",
    "min_value",
    "max_value",
)
_MAPPING_KEYS: Final[Mapping[MappingType, tuple[str, ...]]] = {
    "from_entity": ("entity", "intent", "not_intent", "conditions"),
    "from_text": ("intent", "not_intent", "conditions"),
    "from_intent": ("value", "intent", "not_intent", "conditions"),
    "from_trigger_intent": ("value", "intent", "not_intent", "conditions"),
    "custom": (),
}
_NEEDED: Final = {"from_entity": "entity", "from_intent": "value", "from_trigger_intent": "value"}


@dataclass(frozen=True, slots=True)
class Names:
    """What slots and forms may refer to."""

    intents: frozenset[str]
    entities: frozenset[str]
    forms: frozenset[str]

    def check_intent(self, place: Place) -> None:
        if place.text() not in self.intents:
            raise place.refuse(f"There is no intent '{place.text()}'.")


def read_slots(places: Mapping[str, Place], names: Names) -> dict[str, Slot]:
    slots = {name: _slot(name, place, names, frozenset(places)) for name, place in places.items()}
    requested = Slot(REQUESTED_SLOT, "text", (), influences=False)
    return {**slots, REQUESTED_SLOT: slots.get(REQUESTED_SLOT, requested)}


def _slot(name: str, place: Place, names: Names, slots: frozenset[str]) -> Slot:
    config = place.mapping(_SLOT_KEYS)
    if "type" not in config or "mappings" not in config:
        raise place.refuse(f"The slot '{name}' needs a type and mappings.")
    kind = _slot_type(config["type"])
    told = config["influence_conversation"].truth() if "influence_conversation" in config else kind != "any"
    if told and kind == "any":
        raise config["influence_conversation"].refuse("A slot of type any cannot influence the conversation.")
    mappings = tuple(_mapping(item, names, slots) for item in config["mappings"].sequence())
    values = config["values"].sequence() if "values" in config else []
    if bool(values) != (kind == "categorical"):
        raise place.refuse("Values are for categorical slots, which need them.")
    return Slot(
        name,
        kind,
        mappings,
        influences=told,
        initial=config["initial_value"].value() if "initial_value" in config else None,
        values=tuple(str(item.value()).lower() for item in values),
        minimum=config["min_value"].number() if "min_value" in config else 0.0,
        maximum=config["max_value"].number() if "max_value" in config else 1.0,
    )


def _slot_type(place: Place) -> SlotType:
    if place.text() in get_args(SlotType):
        return cast(SlotType, place.text())
    raise place.refuse(f"Slots of type '{place.text()}' are not supported.")


def _mapping(place: Place, names: Names, slots: frozenset[str]) -> SlotMapping:
    config = place.mapping()
    if "type" not in config:
        raise place.refuse("The mapping does not say its type.")
    kind = _mapping_type(config["type"])
    place.mapping(("type", *_MAPPING_KEYS[kind]))
    needed = _NEEDED.get(kind)
    if needed and needed not in config:
        raise place.refuse(f"A mapping {kind} needs '{needed}'.")
    if "entity" in config and config["entity"].text() not in names.entities:
        raise config["entity"].refuse(f"There is no entity '{config['entity'].text()}'.")
    return SlotMapping(
        kind,
        entity=config["entity"].text() if "entity" in config else None,
        value=config["value"].value() if "value" in config else None,
        intents=_intents(config.get("intent"), names),
        not_intents=_intents(config.get("not_intent"), names),
        conditions=_conditions(config.get("conditions"), names, slots),
    )


def _mapping_type(place: Place) -> MappingType:
    if place.text() in get_args(MappingType):
        return cast(MappingType, place.text())
    raise place.refuse(f"Mappings of type '{place.text()}' are not supported.")


def _intents(place: Place | None, names: Names) -> frozenset[str]:
    items = place.one_or_many() if place else []
    for item in items:
        names.check_intent(item)
    return frozenset(item.text() for item in items)


def _conditions(place: Place | None, names: Names, slots: frozenset[str]) -> tuple[Condition, ...]:
    return tuple(_condition(item, names, slots) for item in (place.sequence() if place else ()))


def _condition(place: Place, names: Names, slots: frozenset[str]) -> Condition:
    config = place.mapping(("active_loop", "requested_slot"))
    loop = config["active_loop"].value() if "active_loop" in config else None
    if loop is not None and loop not in names.forms:
        raise config["active_loop"].refuse(f"There is no form '{loop}'.")
    requested = config["requested_slot"].value() if "requested_slot" in config else None
    if requested is not None and requested not in slots:
        raise config["requested_slot"].refuse(f"There is no slot '{requested}'.")
    return Condition(loop, requested)
