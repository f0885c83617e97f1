"""What a button says: `/intent` or `/intent{"entity": value}`, checked against the domain."""

import json
import re
import unicodedata
from typing import Any, Never

from dialogues.errors import UnknownPayload
from dialogues.project.blueprint import Project
from dialogues.tracker import Entity, Parsed

_SHAPE = re.compile(r"/(?P<intent>[^{@\s]+)\s*(?P<entities>\{.*\})?", re.DOTALL)


def parse_payload(text: str, project: Project) -> Parsed:
    """The message a payload stands for; a list gives one entity for each of its values.

    Rasa gives an unknown intent to its classifier and drops unknown entities; both are refused here.
    Raises UnknownPayload.
    """
    match = _SHAPE.fullmatch(text.strip())
    if match is None:
        raise UnknownPayload('A payload is "/intent" or "/intent{...}" and nothing more.')
    intent = match["intent"]
    if intent not in project.intents:
        raise UnknownPayload("The payload names an intent that the domain does not have.")
    values = _json_object(match["entities"]) if match["entities"] else {}
    if not values.keys() <= project.entities:
        raise UnknownPayload("The payload names an entity that the domain does not have.")
    entities = tuple(Entity(name, value) for name, given in values.items() for value in _several(given))
    return Parsed(text.strip(), intent, 1.0, entities, ((intent, 1.0),))


def _json_object(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise UnknownPayload("The values of the payload are not a JSON object.") from error
    return dict(value)


def _no_constant(name: str) -> Never:
    raise ValueError(name)


def _several(given: Any) -> list[Any]:
    values = given if isinstance(given, list) else [given]
    for value in values:
        if isinstance(value, dict | list):
            raise UnknownPayload("A value of the payload is neither text, a number, true, false nor null.")
        if isinstance(value, str) and any(unicodedata.category(sign) in {"Cc", "Cs"} for sign in value):
            raise UnknownPayload("A value of the payload holds control characters.")
    return values
