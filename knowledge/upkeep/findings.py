"""What is wrong with a published version, read off its content alone."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from knowledge.editing.content import WORD_FIELDS, Content
from knowledge.upkeep.reforms import Outdated


@dataclass(frozen=True, slots=True)
class FoundWord:
    """A word of the dictionary as a text has it, and what to say instead."""

    language: str
    field: str
    found: str
    instead: str


@dataclass(frozen=True, slots=True)
class Findings:
    """Languages without words that are shown, languages older than their source, outdated words."""

    missing: tuple[str, ...]
    stale: tuple[str, ...]
    outdated: tuple[FoundWord, ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """All words of one language at once; `instead` is by the word as the dictionary has it."""

    pattern: re.Pattern[str]
    instead: Mapping[str, str]


Patterns: TypeAlias = Mapping[str, Pattern]


def patterns(words: Iterable[Outdated], languages: Iterable[str]) -> Patterns:
    """By language; plain Finnish has the words of Finnish."""
    known = tuple(words)
    found = {code: _pattern(known, ("", code, code.partition("-")[0])) for code in languages}
    return {code: pattern for code, pattern in found.items() if pattern.instead}


def findings(content: Content, languages: tuple[str, ...], words: Patterns) -> Findings:
    """`languages` are those that every service should have words in."""
    shown = [code for code, text in content.texts.items() if text.status != "draft"]
    return Findings(
        missing=tuple(code for code in languages if code not in shown),
        stale=tuple(sorted(code for code in shown if content.stale(code))),
        outdated=tuple(each for code in sorted(shown) for each in _outdated(content, code, words)),
    )


def _pattern(words: tuple[Outdated, ...], codes: tuple[str, ...]) -> Pattern:
    mine = {each.word.casefold(): each.instead for each in words if each.language in codes}
    longest_first = sorted(mine, key=len, reverse=True)
    any_of = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest_first)
    return Pattern(re.compile(rf"(?<!\w)({any_of})[\w-]*", re.I), mine)


def _outdated(content: Content, code: str, words: Patterns) -> Iterator[FoundWord]:
    """Each word once a field."""
    if code not in words:
        return
    pattern = words[code]
    for name in WORD_FIELDS:
        text = getattr(content.texts[code].words, name)
        found = {" ".join(each[1].casefold().split()): each[0] for each in pattern.pattern.finditer(text)}
        yield from (FoundWord(code, name, said, pattern.instead[word]) for word, said in found.items())
