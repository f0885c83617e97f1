"""Signs of danger in a message, by rules: every language is always looked for, whatever is spoken."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml

from dialogues.understanding.phrases import Found, Phrasebook
from dialogues.understanding.spelling import words

Kind = Literal["suicide", "self_harm", "violence", "acute"]
_KINDS: tuple[Kind, ...] = ("suicide", "acute", "self_harm", "violence")
_HARMLESS = "harmless"
SECTIONS = (*_KINDS, _HARMLESS)


@dataclass(frozen=True, slots=True)
class Danger:
    """`kind` decides the words and the number that are shown."""

    kind: Kind


@dataclass(frozen=True, slots=True)
class Safety:
    """The phrases of every language. `Safety.read` builds it once, where the parts are wired."""

    books: Mapping[str, Phrasebook]

    @classmethod
    def read(cls, folder: Path) -> "Safety":
        """From `<folder>/<language>.yml`. Raises SafetyError when a file is not what it should be."""
        return cls({path.stem: _book(path) for path in sorted(folder.glob("*.yml"))})

    def signs_of_danger(self, text: str, language: str) -> Danger | None:
        """The gravest sign in `text`, in whatever language: people in distress switch to their own."""
        spoken = words(text)
        kinds = _kinds([phrase for book in self.books.values() for phrase in book.find(spoken)])
        return next((Danger(kind) for kind in _KINDS if kind in kinds), None)


class SafetyError(Exception):
    """A file of danger signs cannot be used. The message names it."""


def _kinds(found: list[Found]) -> set[str]:
    """Kinds whose phrases are no part of a harmless saying.

    Negation alone does not clear a text ("I will not kill myself today" needs an answer): what is surely
    harmless stands in the files.
    """
    harmless = [phrase for phrase in found if phrase.name == _HARMLESS]
    return {
        phrase.name
        for phrase in found
        if phrase.name != _HARMLESS
        and not any(saying.start < phrase.end and phrase.start < saying.end for saying in harmless)
    }


def _book(path: Path) -> Phrasebook:
    content: Any = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    if not isinstance(content, dict) or not set(_KINDS) <= set(content):
        raise SafetyError(f"{path.name}: needs lists of phrases for {', '.join(_KINDS)}")
    unknown = set(content) - {*_KINDS, _HARMLESS}
    if unknown:
        raise SafetyError(f"{path.name}: unknown section {', '.join(sorted(unknown))}")
    return Phrasebook(content)
