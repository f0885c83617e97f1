"""Reads the domain: intents, entities, slots, forms, responses, actions."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from dialogues.project.blueprint import DEFAULT_INTENTS, NLU_FALLBACK, Form, Slot, SlotMapping
from dialogues.project.slot_files import Names, read_slots
from dialogues.project.yaml_source import Place

_SECTIONS = (
    "version",
    "intents",
    "entities",
    "slots",
    "forms",
    "responses",
    "actions",
    "session_config",
)


@dataclass(frozen=True, slots=True)
class Domain:
    intents: frozenset[str]
    entities: frozenset[str]
    featurized_entities: Mapping[str, frozenset[str]]
    slots: Mapping[str, Slot]
    forms: Mapping[str, Form]
    responses: frozenset[str]
    actions: frozenset[str]


def read_domain(files: list[Place]) -> Domain:
    """One domain of several files. Raises ProjectError."""
    sections: dict[str, list[Place]] = {name: [] for name in _SECTIONS}
    for file in files:
        for name, place in file.mapping(_SECTIONS).items():
            sections[name].append(place)
    for place in sections["session_config"]:
        _check_session(place)
    listed = _list(sections["actions"])
    responses = _keys(sections["responses"])
    for name, place in responses.items():
        if not name.startswith("utter_"):
            raise place.refuse(f"The response '{name}' does not begin with 'utter_'.")
    entities = _list(sections["entities"])
    intents = _list(sections["intents"])
    form_places = _keys(sections["forms"])
    names = Names(frozenset(intents) | {NLU_FALLBACK}, frozenset(entities), frozenset(form_places))
    _check_intents(intents, listed)
    slots = read_slots(_keys(sections["slots"]), names)
    for name, place in form_places.items():
        if name in listed:
            raise place.refuse(f"An action overrides the form '{name}', which is not supported.")
    return Domain(
        frozenset(intents),
        frozenset(entities),
        {name: _featurized(place, entities) for name, place in intents.items()},
        slots,
        {name: _form(name, place, names, slots) for name, place in form_places.items()},
        frozenset(responses) | {name for name in listed if name.startswith("utter_")},
        frozenset(name for name in listed if not name.startswith("utter_")),
    )


def _check_session(place: Place) -> None:
    config = place.mapping(("session_expiration_time", "carry_over_slots_to_new_session"))
    expiry = config.get("session_expiration_time")
    if expiry is None or expiry.number() != 0:
        raise place.refuse("Sessions do not expire in the embedded engine: set session_expiration_time to 0.")


def _check_intents(intents: dict[str, Place], actions: dict[str, Place]) -> None:
    for name, place in intents.items():
        if "/" in name:
            raise place.refuse(f"Rasa splits the intent '{name}' at its slash.")
        default = DEFAULT_INTENTS.get(name)
        if default and default not in actions:
            raise place.refuse(f"The intent '{name}' leads to Rasa's own {default}, which is not supported.")


def _list(places: list[Place]) -> dict[str, Place]:
    """Name -> its place, of lists that hold names or `name: {...}`."""
    found: dict[str, Place] = {}
    for item in (item for place in places for item in place.sequence()):
        name = (item if item.is_scalar() else item.single()[0]).text()
        if name in found:
            raise item.refuse(f"'{name}' is listed twice.")
        found[name] = item
    return found


def _keys(places: list[Place]) -> dict[str, Place]:
    found: dict[str, Place] = {}
    for place in places:
        for name, value in place.mapping().items():
            if name in found:
                raise value.refuse(f"'{name}' is defined twice.")
            found[name] = value
    return found


def _featurized(intent: Place, entities: dict[str, Place]) -> frozenset[str]:
    """The entities that rules see beside this intent."""
    ignored = {
        name
        for name, place in entities.items()
        if not place.is_scalar() and not _influences(place.single()[1])
    }
    if intent.is_scalar():
        return frozenset(entities) - ignored
    config = intent.single()[1].mapping(("use_entities", "ignore_entities"))
    used = config.get("use_entities")
    left_out = _known_entities(config["ignore_entities"], entities) if "ignore_entities" in config else set()
    if used is None or used.value() is True:
        return frozenset(entities) - ignored - left_out
    return frozenset(_known_entities(used, entities) - left_out)


def _influences(place: Place) -> bool:
    config = place.mapping(("influence_conversation",))
    return "influence_conversation" not in config or config["influence_conversation"].truth()


def _known_entities(place: Place, entities: dict[str, Place]) -> set[str]:
    for item in place.sequence():
        if item.text() not in entities:
            raise item.refuse(f"There is no entity '{item.text()}'.")
    return {item.text() for item in place.sequence()}


def _form(name: str, place: Place, names: Names, slots: Mapping[str, Slot]) -> Form:
    config = place.mapping(("required_slots", "ignored_intents"))
    if "required_slots" not in config:
        raise place.refuse(f"The form '{name}' does not say its required_slots.")
    required = config["required_slots"].sequence()
    for item in required:
        if item.text() not in slots:
            raise item.refuse(f"There is no slot '{item.text()}'.")
    ignored = config["ignored_intents"].one_or_many() if "ignored_intents" in config else []
    for item in ignored:
        names.check_intent(item)
    required_slots = tuple(item.text() for item in required)
    mappings = (mapping for slot in required_slots for mapping in slots[slot].mappings)
    used: Counter[SlotMapping] = Counter(mapping for mapping in mappings if mapping.type == "from_entity")
    shared = frozenset(mapping for mapping, count in used.items() if count > 1)
    return Form(name, required_slots, frozenset(item.text() for item in ignored), shared)
