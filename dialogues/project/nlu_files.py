"""Checks the NLU examples against the domain; what they mean is the matter of `understanding`."""

import re

from dialogues.errors import ProjectError
from dialogues.project.blueprint import Project
from dialogues.project.yaml_source import Place

_KINDS = ("intent", "synonym", "lookup", "regex")
_ENTITY = re.compile(r"\[[^\]\n]+\](?:\((?P<short>[^)\n]+)\)|\{(?P<long>[^}\n]+)\})")
LONGEST_FIRST_PHRASE = 250
"""Bytes: file systems end at 255."""

_LONG = re.compile(r'"entity"\s*:\s*"([^"]+)"')


def check_nlu(section: Place, project: Project) -> None:
    """Raises ProjectError for a section, an intent or an entity that the engines would not know."""
    for item in section.sequence():
        config = item.mapping((*_KINDS, "examples"))
        kind = next((kind for kind in _KINDS if kind in config), None)
        if kind is None or "examples" not in config or len(config) != 2:
            raise item.refuse("One of intent, synonym, lookup or regex with examples is expected.")
        if kind == "lookup":
            _check_first_phrase(config["examples"])
        if kind == "intent":
            if config["intent"].text() not in project.intents:
                raise config["intent"].refuse(f"There is no intent '{config['intent'].text()}'.")
            _check_examples(config["examples"], project)


def _check_first_phrase(place: Place) -> None:
    first = place.text().strip().splitlines()[:1]
    if first and len(first[0].encode()) > LONGEST_FIRST_PHRASE:
        # Rasa asks the system whether it is the name of a file, and fails at one that is too long.
        raise place.refuse("Rasa cannot train with such a long first phrase: put a shorter one before it.")


def _check_examples(place: Place, project: Project) -> None:
    for number, line in enumerate(place.text().splitlines(), start=place.line + 1):
        if line and not line.startswith("- "):
            raise ProjectError(place.path, number, "An example begins with '- '.")
        for match in _ENTITY.finditer(line):
            long = _LONG.search(match["long"]) if match["long"] else None
            name = match["short"] or (long[1] if long else "")
            if name not in project.entities:
                raise ProjectError(place.path, number, f"There is no entity '{name}'.")
