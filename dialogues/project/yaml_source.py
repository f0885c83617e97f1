"""Reads YAML the way Rasa does (YAML 1.2: `yes` and `no` are words) and knows the line of all it read."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from dialogues.errors import ProjectError

_NUMBER = re.compile(r"[-+]?(\d+|\d*\.\d+|\d+\.\d*)([eE][-+]?\d+)?")
_NOTHING = {"", "~", "null", "Null", "NULL"}
_TRUTH = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}


@dataclass(frozen=True, slots=True)
class Place:
    """A value in a file and where it stands."""

    path: Path
    node: yaml.Node

    @property
    def line(self) -> int:
        return self.node.start_mark.line + 1

    def refuse(self, sentence: str) -> ProjectError:
        return ProjectError(self.path, self.line, sentence)

    def mapping(self, known: Iterable[str] | None = None) -> dict[str, "Place"]:
        """The values by their keys. Raises ProjectError on another shape, or a key doubled or not `known`."""
        if not isinstance(self.node, yaml.MappingNode):
            raise self.refuse("A mapping is expected here.")
        found: dict[str, Place] = {}
        for key, value in self.node.value:
            place = Place(self.path, key)
            name = place.text()
            if name in found:
                raise place.refuse(f"The key '{name}' is there twice.")
            if known is not None and name not in known:
                raise place.refuse(f"The key '{name}' is not supported here.")
            found[name] = Place(self.path, value)
        return found

    def sequence(self) -> list["Place"]:
        if not isinstance(self.node, yaml.SequenceNode):
            raise self.refuse("A list is expected here.")
        return [Place(self.path, item) for item in self.node.value]

    def one_or_many(self) -> list["Place"]:
        return self.sequence() if isinstance(self.node, yaml.SequenceNode) else [self]

    def single(self) -> tuple["Place", "Place"]:
        """Key and value of a mapping with one key."""
        if not isinstance(self.node, yaml.MappingNode) or len(self.node.value) != 1:
            raise self.refuse("A mapping with a single key is expected here.")
        key, value = self.node.value[0]
        return Place(self.path, key), Place(self.path, value)

    def is_scalar(self) -> bool:
        return isinstance(self.node, yaml.ScalarNode)

    def is_list(self) -> bool:
        return isinstance(self.node, yaml.SequenceNode)

    def text(self) -> str:
        value = self.value()
        if not isinstance(value, str):
            raise self.refuse("A name or a text is expected here.")
        return value

    def number(self) -> float:
        value = self.value()
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.refuse("A number is expected here.")
        return value

    def truth(self) -> bool:
        value = self.value()
        if not isinstance(value, bool):
            raise self.refuse("true or false is expected here.")
        return value

    def value(self) -> Any:
        """The plain Python value, whatever its shape."""
        if isinstance(self.node, yaml.SequenceNode):
            return [place.value() for place in self.sequence()]
        if isinstance(self.node, yaml.MappingNode):
            return {key: place.value() for key, place in self.mapping().items()}
        text = str(self.node.value)
        # A quoted or block scalar is a text whatever it looks like; the C parser marks plain ones with "".
        if isinstance(self.node, yaml.ScalarNode) and self.node.style:
            return text
        if text in _NOTHING:
            return None
        if text in _TRUTH:
            return _TRUTH[text]
        if _NUMBER.fullmatch(text):
            return float(text) if re.search(r"[.eE]", text) else int(text)
        return text


def read_yaml(path: Path) -> Place | None:
    """The content of a file, None when it is empty. Raises ProjectError."""
    try:
        node = yaml.compose(path.read_bytes(), Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ProjectError(path, line, f"This is not YAML: {error.problem}.") from error
    except (OSError, yaml.YAMLError) as error:
        raise ProjectError(path, 1, f"The file cannot be read: {error}.") from error
    return None if node is None else Place(path, node)
