"""Reads rules and checks every name they use against the domain."""

from typing import Any

from dialogues.project.blueprint import NLU_FALLBACK, Act, Project, Rule, SetLoop, SetSlot, Step, User
from dialogues.project.yaml_source import Place

_RULE_KEYS = ("rule", "condition", "conversation_start", "wait_for_user_input", "steps", "metadata")
_FILLED = {"text": "filled", "list": ["filled"]}
"""What `slot_was_set: [name]` without a value stands for in Rasa."""


def read_rules(section: Place, project: Project) -> list[Rule]:
    """The rules of one `rules:` list. Raises ProjectError."""
    return [_rule(item, project) for item in section.sequence()]


def _rule(place: Place, project: Project) -> Rule:
    config = place.mapping(_RULE_KEYS)
    if "rule" not in config or "steps" not in config:
        raise place.refuse("A rule needs a name and steps.")
    conditions = config["condition"].sequence() if "condition" in config else []
    rule = Rule(
        config["rule"].text(),
        place.path,
        place.line,
        tuple(step for item in conditions for step in _condition(item, project)),
        tuple(step for item in config["steps"].sequence() for step in _step(item, project)),
        conversation_start="conversation_start" in config and config["conversation_start"].truth(),
        waits="wait_for_user_input" not in config or config["wait_for_user_input"].truth(),
    )
    if not rule.steps:
        raise place.refuse("The rule has no steps.")
    if sum(isinstance(step, User) for step in rule.steps) > 1:
        raise place.refuse("A rule may contain one message of the person only.")
    return rule


def _condition(place: Place, project: Project) -> list[Step]:
    config = place.mapping(("slot_was_set", "active_loop"))
    return _loop_and_slots(place, config, project)


def _step(place: Place, project: Project) -> list[Step]:
    config = place.mapping(("intent", "entities", "action", "slot_was_set", "active_loop"))
    if "intent" in config:
        return [_user(config, project)]
    if "entities" in config:
        raise place.refuse("Entities belong to an intent.")
    if "action" in config:
        return [_act(config["action"], project)]
    return _loop_and_slots(place, config, project)


def _user(config: dict[str, Place], project: Project) -> User:
    intent = config["intent"]
    if intent.text() not in project.intents | {NLU_FALLBACK}:
        raise intent.refuse(f"There is no intent '{intent.text()}'.")
    items = config["entities"].sequence() if "entities" in config else []
    return User(intent.text(), tuple(_entity(item, project) for item in items))


def _entity(place: Place, project: Project) -> tuple[str, Any]:
    name = (place if place.is_scalar() else place.single()[0]).text()
    if name not in project.entities:
        raise place.refuse(f"There is no entity '{name}'.")
    return name, "" if place.is_scalar() else place.single()[1].value()


def _act(place: Place, project: Project) -> Act:
    if not project.runs(place.text()):
        raise place.refuse(f"There is no action '{place.text()}' that the embedded engine could run.")
    return Act(place.text())


def _loop_and_slots(place: Place, config: dict[str, Place], project: Project) -> list[Step]:
    if len(config) != 1:
        raise place.refuse("A step is one thing.")
    if "slot_was_set" in config:
        return [_set_slot(item, project) for item in config["slot_was_set"].sequence()]
    loop = config["active_loop"].value()
    if loop is not None and loop not in project.forms:
        raise config["active_loop"].refuse(f"There is no form '{loop}'.")
    return [SetLoop(loop)]


def _set_slot(place: Place, project: Project) -> SetSlot:
    name = (place if place.is_scalar() else place.single()[0]).text()
    slot = project.slots.get(name)
    if slot is None:
        raise place.refuse(f"There is no slot '{name}'.")
    if not slot.influences:
        raise place.refuse(f"The slot '{name}' does not influence the conversation: no rule sees it.")
    value = _without_value(place, slot.type) if place.is_scalar() else place.single()[1].value()
    if value is None and slot.type == "list":
        # Rasa wraps its marker for "not set" into a list, and that counts as set.
        raise place.refuse(f"Rasa 3.6 takes null for the list slot '{name}' as set: write another rule.")
    if slot.type == "categorical" and value is not None and str(value).lower() not in slot.values:
        raise place.refuse(f"The slot '{name}' cannot be '{value}'.")
    return SetSlot(name, value)


def _without_value(place: Place, kind: str) -> Any:
    if kind not in _FILLED:
        raise place.refuse(f"A slot of type {kind} needs a value here.")
    return _FILLED[kind]
