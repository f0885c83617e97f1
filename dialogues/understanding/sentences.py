"""Reads the sentences of danger, and those that only sound so, which the models of danger learn from."""

from pathlib import Path
from typing import Any, Final

import yaml

from dialogues.understanding.danger_model import KINDS
from dialogues.understanding.examples import Example, read_examples
from dialogues.understanding.meaning import chosen

HARMLESS: Final = "harmless"
SECTIONS: Final = (*KINDS, HARMLESS)

ORDINARY: Final = "ordinary"
"""Beside the sections: messages that do not even sound like danger."""


class SentencesError(Exception):
    """A file of sentences cannot be used. The message names it."""


def read_all(sentences: Path, nlu: Path) -> list[Example]:
    """Those of the folder, then ordinary messages. Raises SentencesError, ExamplesError."""
    known = read_examples(nlu)
    ordinary = [Example(ORDINARY, known[at].language, known[at].text) for at in chosen(known)]
    return [*read_sentences(sentences), *ordinary]


def read_sentences(folder: Path) -> list[Example]:
    """Of every `<folder>/<language>.yml`: the section stands for the intent. Raises SentencesError."""
    return [
        Example(section, path.stem, text)
        for path in sorted(folder.glob("*.yml"))
        for section, texts in _sections(path).items()
        for text in texts
    ]


def _sections(path: Path) -> dict[str, list[str]]:
    try:
        content: Any = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise SentencesError(f"{path.name}: {error}") from error
    if not isinstance(content, dict) or set(content) != set(SECTIONS):
        raise SentencesError(f"{path.name}: needs the sections {', '.join(SECTIONS)}, and no other")
    for section, texts in content.items():
        if not isinstance(texts, list) or not all(isinstance(text, str) and text.strip() for text in texts):
            raise SentencesError(f"{path.name}: {section} is no list of sentences")
    return content
