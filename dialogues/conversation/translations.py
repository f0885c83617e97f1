"""Whether every language says the same things as Finnish, and from which Finnish text each was translated."""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Formatter
from typing import Final, Self

from dialogues.conversation.texts import LanguageTexts, Texts

SOURCE: Final = "fi"
LOCK: Final = "translated.json"
_DIGITS: Final = 8


@dataclass(frozen=True, slots=True)
class Translated:
    """A translation as it was recorded: marks of the Finnish text then and of its own text."""

    source: str
    text: str


@dataclass(frozen=True, slots=True)
class Lock:
    """What is recorded of a folder of texts, by language and key."""

    entries: Mapping[tuple[str, str], Translated]

    @classmethod
    def read(cls, folder: Path) -> Self:
        """From `<folder>/translated.json`; empty when there is none yet."""
        file = folder / LOCK
        rows = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
        return cls(
            {
                (language, key): Translated(*marks.split())
                for key, languages in rows.items()
                for language, marks in languages.items()
            }
        )

    def write(self, folder: Path) -> None:
        """One line a key, so that a change of one text is a change of one line."""
        rows: dict[str, dict[str, str]] = {}
        for (language, key), was in sorted(self.entries.items()):
            rows.setdefault(key, {})[language] = f"{was.source} {was.text}"
        lines = (f"{json.dumps(key)}: {json.dumps(marks)}" for key, marks in sorted(rows.items()))
        (folder / LOCK).write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def differences(texts: Texts, language: str) -> Iterator[str]:
    """In words, what a language lacks, has too much, or fills in otherwise than Finnish."""
    source, translated = texts.by_language[SOURCE].texts, texts.by_language[language].texts
    yield from (f"{key} is missing" for key in source.keys() - translated.keys())
    yield from (f"{key} is left over" for key in translated.keys() - source.keys())
    for key in source.keys() & translated.keys():
        wanted, got = _placeholders(source[key].text), _placeholders(translated[key].text)
        if wanted != got:
            yield f"{key} fills in {sorted(got)}, not {sorted(wanted)}"


def stale(texts: Texts, lock: Lock) -> list[tuple[str, str]]:
    """Language and key of every translation whose Finnish text has changed since, or that is not recorded."""
    source = texts.by_language[SOURCE]
    return [
        (file.language, key)
        for file in _translations(texts)
        for key in file.texts
        if key in source.texts and not _is_current(file, source, key, lock)
    ]


def recorded(texts: Texts, lock: Lock, still_right: Collection[tuple[str, str]] = ()) -> Lock:
    """The lock with every translation that is new, has changed since, or is said to be `still_right`."""
    source = texts.by_language[SOURCE]
    entries: dict[tuple[str, str], Translated] = {}
    for file in _translations(texts):
        for key in file.texts.keys() & source.texts.keys():
            now = Translated(_mark(source, key), _mark(file, key))
            was = lock.entries.get((file.language, key))
            unchanged = was is not None and was.text == now.text and (file.language, key) not in still_right
            entries[file.language, key] = was if was and unchanged else now
    return Lock(entries)


def _is_current(file: LanguageTexts, source: LanguageTexts, key: str, lock: Lock) -> bool:
    was = lock.entries.get((file.language, key))
    return was is not None and was.source == _mark(source, key)


def _translations(texts: Texts) -> Iterator[LanguageTexts]:
    return (file for file in texts.by_language.values() if file.language != SOURCE)


def _mark(file: LanguageTexts, key: str) -> str:
    return hashlib.sha256(file.texts[key].text.encode()).hexdigest()[:_DIGITS]


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}
