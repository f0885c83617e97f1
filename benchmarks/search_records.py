"""Services to search: the real Finnish records where they are, else the starter; more of them made up.

What is made up has the words of the real ones: the first half of one summary with the second half of
another, one long word in five with another's end. Its other languages are the Finnish with its letters
exchanged, vowels among vowels: their words are as long, as many and as alike, and share nothing with Finnish.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final

from knowledge.search_words import content_words
from knowledge.service import Service, ServiceText
from knowledge.starter.entries import read_starter

REAL: Final = Path(__file__).parents[2] / "shared" / "data" / "ptv" / "services_1801_fi.csv"
LANGUAGES: Final = ("fi", "sv", "en", "ru", "uk", "ar", "fa", "so", "et", "fi-x-selko")
_VOWELS: Final = "aeiouyäö"
_CONSONANTS: Final = "bcdfghjklmnpqrstvwxz"
_LONG: Final = 8


@dataclass(frozen=True, slots=True)
class Record:
    """A title to ask for and the text to find it by; the title is not in the index."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Records:
    """`origin` says where they are from."""

    origin: str
    all: tuple[Record, ...]

    def right(self, asked: int, found: Sequence[int]) -> float:
        """1 divided by the place of the first right answer among ten, else 0: any with the same title is."""
        title = self.all[asked].title
        places = (
            place
            for place, answer in enumerate(found[:10], 1)
            if answer < len(self.all) and self.all[answer].title == title
        )
        return 1 / next(places, float("inf"))


def read_records() -> Records:
    if not REAL.exists():
        return Records("the starter catalogue: the real records are not here", tuple(_of_starter()))
    with REAL.open(encoding="utf-8", newline="") as lines:
        rows = [Record(row["name_fi"].strip(), row["summary_fi"].strip()) for row in csv.DictReader(lines)]
    askable = tuple(row for row in rows if row.text and content_words(row.title))
    return Records(f"{len(askable)} real Finnish service records", askable)


def services(records: Records, size: int, languages: Sequence[str] = LANGUAGES) -> list[Service]:
    """The records first, then made-up ones; a service's id is its number."""
    alphabets = [_alphabet(place) for place in range(len(languages))]
    long_words = [word for record in records.all for word in record.text.split() if len(word) > _LONG]
    made = []
    for number in range(size):
        text = records.all[number].text if number < len(records.all) else _text(records, long_words, number)
        told = [(code, text.translate(letters)) for code, letters in zip(languages, alphabets, strict=True)]
        made.append(service(number, {code: ServiceText(code, "", words) for code, words in told}))
    return made


def service(number: int, texts: dict[str, ServiceText]) -> Service:
    return Service(f"{number:06}", "city", {}, "employment", frozenset({"person"}), "", texts)


def _text(records: Records, long_words: Sequence[str], number: int) -> str:
    chance = Random(number)
    first, second = (chance.choice(records.all).text.split() for _ in range(2))
    words = [*first[: len(first) // 2], *second[len(second) // 2 :]]
    return " ".join(_changed(word, long_words, chance) for word in words)


def _changed(word: str, long_words: Sequence[str], chance: Random) -> str:
    if len(word) <= _LONG or chance.random() > 0.2:
        return word
    other = chance.choice(long_words)
    return word[: len(word) // 2] + other[len(other) // 2 :]


def _alphabet(place: int) -> dict[int, int]:
    """Of the first language its own letters."""
    chance = Random(place)
    letters: dict[int, int] = {}
    for group in (_VOWELS, _CONSONANTS):
        exchanged = list(group)
        if place:
            chance.shuffle(exchanged)
        letters |= str.maketrans(group + group.upper(), "".join(exchanged) + "".join(exchanged).upper())
    return letters


def _of_starter() -> Iterator[Record]:
    for _, entry in read_starter().services:
        yield Record(entry.texts["fi"].name, entry.texts["fi"].summary)
