"""Reads the project's NLU files: training sentences per intent and phrases per option."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml


class ExamplesError(Exception):
    """An NLU file is not what Rasa 3 would accept. The message names the file."""


@dataclass(frozen=True, slots=True)
class Example:
    intent: str
    language: str
    text: str


def read_examples(folder: Path) -> list[Example]:
    """Every training sentence of `<folder>/<language>.yml`, in a stable order. Raises ExamplesError."""
    return [
        Example(section["intent"], _language(path), line)
        for path in sorted(folder.glob("*.yml"))
        for section in _sections(path)
        if "intent" in section
        for line in _lines(section)
    ]


def read_phrases(folder: Path) -> dict[str, dict[str, list[str]]]:
    """Language -> name of the lookup table -> its phrases. Raises ExamplesError."""
    phrases: dict[str, dict[str, list[str]]] = {}
    for path in sorted(folder.glob("*.yml")):
        for section in _sections(path):
            if "lookup" in section:
                tables = phrases.setdefault(_language(path), {})
                tables.setdefault(section["lookup"], []).extend(_lines(section))
    return phrases


def _language(path: Path) -> str:
    """ "fi" of `fi.yml` and of `options_fi.yml`."""
    return path.stem.rpartition("_")[2]


def _sections(path: Path) -> list[dict[str, Any]]:
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise ExamplesError(f"{path.name}: {error}") from error
    if not isinstance(content, dict) or not isinstance(content.get("nlu"), list):
        raise ExamplesError(f"{path.name}: the key 'nlu' with a list is missing")
    sections: list[dict[str, Any]] = content["nlu"]
    return sections


def _lines(section: dict[str, Any]) -> Iterator[str]:
    for line in str(section.get("examples", "")).splitlines():
        text = line.strip().removeprefix("-").strip()
        if text:
            yield text
