"""What people say of their work, and names in languages that the ESCO classification lacks: shipped here."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from knowledge.label_index import parts_of
from knowledge.words import fold, words

SHIPPED: Final = Path(__file__).parent / "starter" / "everyday_work.yml"
NAMES: Final = Path(__file__).parent / "starter" / "work_names.yml"

_LABELS: Final = ("fi", "en", "sv")
_JOINED: Final = ("ar", "fa")
"""Languages that write small words and the word as one."""

_WHOLE: Final = 6
"""Letters from which a beginning is looked for inside compounds too."""


@dataclass(frozen=True, slots=True)
class Concept:
    """An occupation or a skill; `id` is its ESCO address. `code` is its place in the classification.

    `near` are codes of the occupations that a skill is most used in, where we know them.
    """

    id: str
    kind: str
    labels: Mapping[str, str]
    code: str = ""
    near: tuple[str, ...] = ()

    def label(self, language: str) -> str:
        """In the language, or the nearest one there is."""
        known = (language, *_LABELS)
        return next((self.labels[each] for each in known if each in self.labels), self.id)


@dataclass(frozen=True, slots=True)
class Saying:
    """What people say of a concept: beginnings of words that stand in one part of a sentence."""

    concept: Concept
    beginnings: tuple[tuple[str, ...], ...]


@cache
def everyday_sayings(path: Path = SHIPPED) -> Mapping[str, Sequence[Saying]]:
    """By language. Raises OSError, KeyError."""
    found: dict[str, list[Saying]] = {}
    for entry in yaml.safe_load(path.read_text(encoding="utf-8")):
        concept = _concept(entry)
        for language, said in entry["said"].items():
            beginnings = tuple(tuple(map(fold, phrase.split())) for phrase in said)
            found.setdefault(language, []).append(Saying(concept, beginnings))
    return found


@cache
def our_names(path: Path = NAMES) -> Sequence[Concept]:
    """Common occupations with names in languages that the classification lacks. Raises OSError, KeyError."""
    return tuple(map(_concept, yaml.safe_load(path.read_text(encoding="utf-8"))))


def said_in(text: str, language: str, sayings: Iterable[Saying]) -> Iterator[Concept]:
    """What the text says in just these words, in one of its parts."""
    parts = [tuple(map(fold, words(part))) for part in parts_of(text)]
    joined = language in _JOINED
    return (each.concept for each in sayings if any(_holds(part, each.beginnings, joined) for part in parts))


def _concept(entry: Mapping[str, Any]) -> Concept:
    labels = {**entry.get("ours", {}), **entry["labels"]}
    return Concept(entry["uri"], entry["kind"], labels, entry["code"], tuple(entry.get("near", ())))


def _holds(part: Sequence[str], sayings: Iterable[Sequence[str]], joined: bool) -> bool:
    return any(all(_begun(part, beginning, joined) for beginning in saying) for saying in sayings)


def _begun(part: Sequence[str], beginning: str, joined: bool) -> bool:
    inside = joined or len(beginning) >= _WHOLE
    return any(beginning in word if inside else word.startswith(beginning) for word in part)
