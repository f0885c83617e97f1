"""What a sentence says about the needs of a person or a company: an answer to a question, or volunteered."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice, takewhile
from pathlib import Path
from typing import Final

from dialogues.understanding.amounts import Amount, amounts
from dialogues.understanding.days import Days, read_days
from dialogues.understanding.examples import read_phrases
from dialogues.understanding.measures import MEASURED, age_band
from dialogues.understanding.phrases import Found, Phrasebook
from dialogues.understanding.spelling import PAUSE, fold, words
from knowledge.municipalities import Municipalities
from knowledge.vocabulary import (
    AGE_BANDS,
    BARRIERS,
    COMPANY_SIZES,
    EDUCATION,
    EMPLOYER_NEEDS,
    FIELDS,
    GOALS,
    LANGUAGE_LEVELS,
    SITUATIONS,
    UNEMPLOYED_FOR,
    URGENCIES,
)

ELSEWHERE: Final = "elsewhere"
OPTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "municipality": (ELSEWHERE,),
    "situation": SITUATIONS,
    "goals": GOALS,
    "unemployed_for": UNEMPLOYED_FOR,
    "education": EDUCATION,
    "language_level": LANGUAGE_LEVELS,
    "barriers": BARRIERS,
    "field": FIELDS,
    "age_band": AGE_BANDS,
    "company_size": COMPANY_SIZES,
    "employer_needs": EMPLOYER_NEEDS,
    "urgency": URGENCIES,
}
"""Every question that is answered with codes, and the codes (municipality: besides the municipalities)."""

_EVENT: Final = "words.event."
_SEVERAL: Final = frozenset(("goals", "barriers", "employer_needs"))
_ALONE: Final = frozenset(("unsure", "nothing", "rather_not_say"))
"""Answers that give way when anything else is said beside them."""
_STRONGEST_FIRST: Final[Mapping[str, tuple[str, ...]]] = {
    "situation": (
        "disability_pension", "sick_leave", "at_home", "laid_off", "graduated", "entrepreneur", "studying",
        "new_in_finland", "part_time", "unemployed", "working", "other",
    ),
    "education": ("foreign", "higher", "secondary", "basic"),
}  # fmt: skip
"""Which answer stands when a sentence names several where one is asked for; elsewhere the first named."""
_TOLD: Final = ".told"
"""Tables for words that state a fact about the speaker even when nothing was asked."""
_WORDS_FIRST: Final = frozenset(("company_size", "urgency"))
"""Where words ("only me", "at once") say more than a number beside them."""
_PLACE_WITHIN, _PLACE_BEFORE = 4, 3
_CERTAIN_PLACE: Final = 0.8
"""`Municipalities.find` is worth a question below this."""


@dataclass(frozen=True, slots=True)
class _Read:
    """A text with everything found in it."""

    words: Sequence[str]
    found: Sequence[Found]
    amounts: Sequence[Amount]

    def of(self, name: str) -> list[Found]:
        return [phrase for phrase in self.found if phrase.name == name and not phrase.negated]


@dataclass(frozen=True, slots=True)
class FactReader:
    """Reads answers and volunteered facts. `FactReader.load` builds it, once, where the parts are wired."""

    books: Mapping[str, Phrasebook]
    municipalities: Municipalities
    today: Callable[[], date] = date.today

    @classmethod
    def load(cls, nlu: Path, municipalities: Municipalities) -> "FactReader":
        """With the lookup tables of the project's NLU files. Raises ExamplesError."""
        books = {language: _book(tables) for language, tables in read_phrases(nlu).items()}
        return cls(books, municipalities)

    def knowing(self, municipalities: Municipalities) -> "FactReader":
        """The same reader with these municipalities."""
        return self if self.municipalities is municipalities else replace(self, municipalities=municipalities)

    def read_answer(self, question: str, text: str, language: str) -> tuple[str, ...] | None:
        """The codes that answer `question` (a key of OPTIONS), None when the text is no clear answer.

        The conversation's language is tried first, then the others: people answer in their own words.
        """
        answers = (self._answer(question, text, name) for name in self._languages(language))
        return next((answer for answer in answers if answer), None)

    def read_facts(self, text: str, language: str) -> Mapping[str, str | tuple[str, ...]]:
        """Question -> what the speaker says of themselves unasked. Only what is certain."""
        for name in self._languages(language):
            facts = self._facts(self._read(text, name), name)
            if facts:
                return facts
        return {}

    def says_partly(self, text: str, language: str) -> bool:
        """Whether the words mean neither yes nor no: "partly", "so-so"."""
        return any(self._read(text, name).of("words.partly") for name in self._languages(language))

    def cared_for(self, text: str, language: str) -> str | None:
        """Whom the speaker looks after: "child" or "adult"; None when both or neither is named."""
        for name in self._languages(language):
            read = self._read(text, name)
            whom = [one for one in ("child", "adult") if read.of(f"words.cares_for_{one}")]
            if whom:
                return whom[0] if len(whom) == 1 else None
        return None

    def days(self, text: str, language: str, today: date) -> Days | None:
        """The days that the words name, from `today` on."""
        reads = (self._read(text, name) for name in self._languages(language))
        named = (read_days(text, read.words, read.found, today) for read in reads)
        return next(filter(None, named), None)

    def event_kind(self, text: str, language: str) -> str | None:
        """The kind of events that the words name: a code of `knowledge.events`."""
        for name in self._languages(language):
            found = self._read(text, name).found
            kinds = [each.name.removeprefix(_EVENT) for each in found if each.name.startswith(_EVENT)]
            if kinds:
                return kinds[0]
        return None

    def _languages(self, language: str) -> list[str]:
        spoken = language.partition("-")[0]
        return sorted(self.books, key=lambda name: (name != spoken, name))

    def _read(self, text: str, language: str) -> _Read:
        spoken = words(text)
        found = self.books[language].find(spoken)
        return _Read(spoken, found, amounts(spoken, found))

    def _answer(self, question: str, text: str, language: str) -> tuple[str, ...] | None:
        read = self._read(text, language)
        named = _named(question, read, told_only=False)
        if question == "municipality":
            return named or _one(self._place(text, language))
        measure = MEASURED.get(question)
        measured = _one(measure(read.amounts, self.today())) if measure else None
        return named or measured if question in _WORDS_FIRST else measured or named

    def _facts(self, read: _Read, language: str) -> dict[str, str | tuple[str, ...]]:
        facts: dict[str, str | tuple[str, ...]] = {}
        for question in OPTIONS:
            named = _named(question, read, told_only=True)
            if named:
                facts[question] = named if question in _SEVERAL else named[0]
        told: dict[str, str | None] = {
            "municipality": self._home(read, language),
            "age_band": _told_age(read),
            "unemployed_for": self._unemployed_for(read),
        }
        return facts | {question: code for question, code in told.items() if code}

    def _home(self, read: _Read, language: str) -> str | None:
        """After the words for living, within them, or before: Persian and Somali put the verb last."""
        ends = {PAUSE, *self.books[language].pauses}
        for phrase in read.of("words.live"):
            after = takewhile(lambda word: word not in ends, read.words[phrase.end :])
            before = takewhile(lambda word: word not in ends, reversed(read.words[: phrase.start]))
            near = (islice(after, _PLACE_WITHIN), read.words[phrase.start : phrase.end])
            places = (*map(" ".join, near), " ".join(reversed([*islice(before, _PLACE_BEFORE)])))
            code = next(filter(None, (self._place(place, language) for place in places)), None)
            if code:
                return code
        return None

    def _place(self, text: str, language: str) -> str | None:
        found = self.municipalities.find(text, language)
        return found.municipality.code if found and found.certainty >= _CERTAIN_PLACE else None

    def _unemployed_for(self, read: _Read) -> str | None:
        """Only a time in the same clause as the words for being unemployed is the time without work."""
        for phrase in read.of("situation.unemployed.told"):
            clause = _clause_around(phrase, read.words)
            within = [amount for amount in read.amounts if amount.start in clause]
            if within:
                return MEASURED["unemployed_for"](within, self.today())
        return None


def _book(tables: Mapping[str, Iterable[str]]) -> Phrasebook:
    special = {name: frozenset(map(fold, tables.get(name, ()))) for name in ("words.negation", "words.pause")}
    phrases = {name: lines for name, lines in tables.items() if name not in special}
    return Phrasebook(phrases, special["words.negation"], special["words.pause"])


def _named(question: str, read: _Read, told_only: bool) -> tuple[str, ...] | None:
    """The options whose phrases stand in the text."""
    endings = (_TOLD,) if told_only else ("", _TOLD)
    names = {f"{question}.{code}{ending}": code for code in OPTIONS[question] for ending in endings}
    phrases = [phrase for phrase in read.found if phrase.name in names]
    kept = [phrase for phrase in phrases if not phrase.negated and not _inside_another(phrase, phrases)]
    codes = list(dict.fromkeys(names[phrase.name] for phrase in kept))
    codes = [code for code in codes if code not in _ALONE] or codes
    if not codes:
        return None
    if question in _SEVERAL:
        return tuple(code for code in OPTIONS[question] if code in codes)
    return (min(codes, key=_STRONGEST_FIRST.get(question, tuple(codes)).index),)


def _inside_another(phrase: Found, others: Iterable[Found]) -> bool:
    """Whether a longer phrase covers it: "working life" is not "life"."""
    length = phrase.end - phrase.start
    return any(
        other.start <= phrase.start and phrase.end <= other.end and other.end - other.start > length
        for other in others
    )


def _one(code: str | None) -> tuple[str, ...] | None:
    return (code,) if code else None


def _clause_around(phrase: Found, spoken: Sequence[str]) -> range:
    start, end = phrase.start, phrase.end
    while start > 0 and spoken[start - 1] != PAUSE:
        start -= 1
    while end < len(spoken) and spoken[end] != PAUSE:
        end += 1
    return range(start, end)


def _told_age(read: _Read) -> str | None:
    """An age after "I am" and before a word that may follow an age ("20 years in shops" is none)."""
    after_age = {phrase.start for phrase in read.of("words.age_after")}
    for phrase in read.of("words.age_before"):
        for amount in read.amounts:
            closed = (
                amount.end == len(read.words) or read.words[amount.end] == PAUSE or amount.end in after_age
            )
            if amount.start == phrase.end and closed:
                return age_band(amount)
    return None
