"""What the bot says, per language: one file each, with a review status for every text."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from pathlib import Path
from typing import Any, Literal, Self, cast, get_args

import yaml

from knowledge.vocabulary import LANGUAGES

Status = Literal["reviewed", "machine"]
Direction = Literal["ltr", "rtl"]
SHIPPED = Path(__file__).parent.parent / "texts"
_TAG = re.compile(r"[a-z]{2,3}(-[a-z0-9]{1,8})*")
"""A language as BCP 47 writes it, in lower case."""


class TextsError(Exception):
    """A file of texts cannot be used. The message names the file and what is wrong."""


@dataclass(frozen=True, slots=True)
class Text:
    """`status` machine: no human has reviewed it yet."""

    text: str
    status: Status


@dataclass(frozen=True, slots=True)
class LanguageTexts:
    """One file: `asked_by` are the words by which a person asks for this language.

    `fallback` names the languages, nearest first, in which something is shown that this one lacks.
    `direction` is that of the script, ltr or rtl.
    """

    language: str
    name: str
    asked_by: tuple[str, ...]
    fallback: tuple[str, ...]
    direction: Direction
    texts: Mapping[str, Text]


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of every language found; `languages` are those on offer. Adding one is adding its file."""

    by_language: Mapping[str, LanguageTexts]
    languages: tuple[str, ...]

    @classmethod
    def load(cls, folder: Path = SHIPPED) -> Self:
        """From `<folder>/<language>.yml`. Raises TextsError."""
        files = [_read(path) for path in folder.glob("*.yml")]
        files.sort(key=_by_vocabulary)
        return cls({file.language: file for file in files}, tuple(file.language for file in files))

    def offering(self, languages: Collection[str]) -> Self:
        """The same texts where an installation speaks only some of the languages."""
        return replace(self, languages=tuple(code for code in self.languages if code in languages))

    def name(self, language: str) -> str:
        """What a language calls itself."""
        return self.by_language[language].name

    def chain(self, language: str) -> tuple[str, ...]:
        """The language and those that may stand in for it, nearest first."""
        known = self.by_language.get(language)
        return (language, *known.fallback) if known else (language, "en", "fi")

    def get(self, key: str, language: str, **values: object) -> str:
        """The text in the language or the nearest other one. Raises KeyError for an unknown key."""
        found = self.find(key, language)
        if found is None:
            raise KeyError(key)
        return found.text.format(**values) if values else found.text

    def find(self, key: str, language: str) -> Text | None:
        """The text with its status, None where no language of the chain has it."""
        known = (self.by_language[code] for code in self.chain(language) if code in self.by_language)
        return next((file.texts[key] for file in known if key in file.texts), None)

    def asked_for(self, text: str, current: str | None = None) -> str | None:
        """The language that a person names ("in English please"), if it is spoken here.

        Of several, one that is not `current`: "I don't speak Finnish, English please".
        """
        wanted = text.casefold()
        variants_first = sorted(self.languages, key=lambda code: "-" not in code)
        named = [c for c in variants_first if any(word in wanted for word in self.by_language[c].asked_by)]
        if named and "-" in named[0]:  # "plain Finnish" is said with the word for Finnish in it
            return named[0]
        return next((code for code in named if code != current), next(iter(named), None))

    def listed(self, items: Sequence[str], language: str, key: str = "list.more") -> str:
        """Things side by side, with the comma of the language; `list.apart` with its semicolon."""
        if not items:
            return ""
        return reduce(lambda first, last: self.get(key, language, first=first, last=last), items)


def _by_vocabulary(file: LanguageTexts) -> tuple[int, str]:
    """In the order of the vocabulary; languages that somebody has added come last."""
    known = file.language in LANGUAGES
    return LANGUAGES.index(file.language) if known else len(LANGUAGES), file.language


def _read(path: Path) -> LanguageTexts:
    content: Any = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    language = path.stem
    if not _TAG.fullmatch(language):
        raise TextsError(f"{path.name}: {language} is not the code of a language, like fi or fi-x-selko")
    try:
        status = _status(content["status"], path)
        return LanguageTexts(
            language=language,
            name=content["name"],
            asked_by=tuple(word.casefold() for word in content["asked_by"]),
            fallback=tuple(content["fallback"]),
            direction=_direction(content.get("direction", "ltr"), path),
            texts=dict(_flat(content["texts"], "", status, path)),
        )
    except (KeyError, TypeError) as error:
        raise TextsError(
            f"{path.name}: needs status, name, asked_by, fallback and texts ({error})"
        ) from error


def _flat(node: Any, prefix: str, status: Status, path: Path) -> Iterator[tuple[str, Text]]:
    """Nested keys become `group.key`; a text is a string, or `{text, status}` when its status differs."""
    for key, value in node.items():
        name = f"{prefix}{key}"
        if not isinstance(key, str):
            raise TextsError(f"{path.name}: the key {name} must be in quotes")
        if isinstance(value, str):
            yield name, Text(value.strip(), status)
        elif isinstance(value, dict) and value.keys() == {"text", "status"}:
            yield name, Text(value["text"].strip(), _status(value["status"], path))
        elif isinstance(value, dict):
            yield from _flat(value, f"{name}.", status, path)
        else:
            raise TextsError(f"{path.name}: {name} is neither a text nor a group")


def _direction(value: str, path: Path) -> Direction:
    if value not in get_args(Direction):
        raise TextsError(f"{path.name}: the direction {value} is neither ltr nor rtl")
    return cast(Direction, value)


def _status(value: str, path: Path) -> Status:
    if value not in get_args(Status):
        raise TextsError(f"{path.name}: the status {value} is unknown")
    return cast(Status, value)
