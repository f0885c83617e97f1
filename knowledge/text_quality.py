"""Hints for writers: what would make a text easier to read and slower to age. Nothing is refused."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from knowledge.editing.content import WORD_FIELDS, Words
from knowledge.upkeep.reforms import Outdated, past_reforms

Code = Literal["long_sentence", "passive", "contact", "date", "jargon", "outdated"]

LONGEST_SENTENCE: Final = {"fi": 15, "fi-x-selko": 10, "et": 15}
"""Words; languages that write words together have fewer of them."""

LONGEST_ELSEWHERE: Final = 20
EXCERPT: Final = 60
NAMES: Final = ("name", "title", "link")
"""Fields that are no sentences."""


@dataclass(frozen=True, slots=True)
class Hint:
    """`found` is the place in the text, `detail` the number of words or the word to use instead."""

    field: str
    code: Code
    found: str
    detail: str = ""


_PASSIVE: Final = {
    "fi": re.compile(r"\b\w+(?:[aeiouyäö]t|ell|ull|oll|d|nn|rr)(?:aan|ään)\b", re.I),
    "sv": re.compile(r"\b(?:\w{3,}as|ges|görs|erbjuds|hjälps|sänds|tas|fås|sköts|utförs|hålls)\b", re.I),
    "en": re.compile(
        r"\b(?:is|are|was|were|be|been|being)\s+(?:\w+ly\s+)?"
        r"(?:\w{2,}ed|given|made|held|done|sent|taken|paid|found|shown|written|chosen|kept|told|seen)\b",
        re.I,
    ),
}
_NO_PASSIVE: Final = {
    *("työtään", "tietään", "maataan", "vuotaan", "perhettään", "äitiään", "lapsuudestaan", "kanssaan"),
    *("deras", "allas", "andras", "vilkas", "hoppas", "lyckas", "andas", "annas", "kallas", "umgås"),
}
_JARGON: Final = {
    "fi": (
        *("asiakasohjau", "palvelutarpe", "toimenpite", "osaamiskartoit", "ekosysteem", "matalan kynnyksen"),
        *("jalkaut", "osallisuu", "voimaan", "moniammatil", "toimintakyky", "työelämävalmiu", "kohderyhmä"),
        *("jatkumo", "edellytykset", "mahdollistaa", "implement", "hyvinvointivaje", "palvelupolku"),
    ),
    "sv": (
        *("åtgärd", "servicebehov", "lågtröskel", "multiprofession", "delaktighet", "målgrupp", "möjliggör"),
        *("arbetslivsfärdighet", "verksamhetsförut", "ekosystem", "implement", "servicestig"),
    ),
    "en": (
        *("utilis", "utiliz", "low-threshold", "low threshold", "multi-professional", "facilitat"),
        *(
            "stakeholder",
            "implement",
            "empower",
            "synerg",
            "holistic",
            "leverag",
            "target group",
            "ecosystem",
        ),
    ),
}
_CONTACT = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?:https?://|www\.)\S+|(?:\+\d{2,3}|\b0\d)[\d\s()-]{5,}\d", re.I
)
_MONTHS = (
    r"(?:tammi|helmi|maalis|huhti|touko|kesä|heinä|elo|syys|loka|marras|joulu)kuu\w*"
    r"|januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december"
    r"|January|February|March|April|May|June|July|August|October"
)
_DATE = re.compile(
    rf"\b\d{{1,2}}\.\s?\d{{1,2}}\.(?:\s?\d{{2,4}})?|\b\d{{4}}-\d\d-\d\d\b|\b\d{{1,2}}\.?\s+(?:{_MONTHS})\b"
    r"|\b20[2-4]\d\b",
    re.I,
)
_SENTENCE_END = re.compile(r"(?<=[.!?؟。])\s+|\n+")


def hints(words: Words, language: str, outdated: Iterable[Outdated] | None = None) -> tuple[Hint, ...]:
    """On a service's words, as `hints_on`."""
    return hints_on({name: getattr(words, name) for name in WORD_FIELDS}, language, outdated)


def hints_on(
    said: Mapping[str, str], language: str, outdated: Iterable[Outdated] | None = None
) -> tuple[Hint, ...]:
    """In the order of the fields. Passive and jargon are known in Finnish, Swedish and English only.

    Without a dictionary the shipped one is used.
    """
    dictionary = past_reforms() if outdated is None else outdated
    past = tuple(each for each in dictionary if each.language in ("", language))
    return tuple(hint for name, text in said.items() for hint in _field_hints(name, text, language, past))


def _field_hints(name: str, text: str, language: str, past: tuple[Outdated, ...]) -> Iterator[Hint]:
    for each in past:
        if found := _beginning(each.word, text):
            yield Hint(name, "outdated", found, each.instead)
    yield from (Hint(name, "contact", found) for found in _contacts(text))
    yield from (Hint(name, "date", found[0]) for found in _DATE.finditer(_CONTACT.sub(" ", text)))
    for word in _JARGON.get(language, ()):
        if found := _beginning(word, text):
            yield Hint(name, "jargon", found)
    if name.partition(".")[0] in NAMES:
        return
    yield from _long_sentences(name, text, language)
    if pattern := _PASSIVE.get(language):
        verbs = (found[0] for found in pattern.finditer(text))
        yield from (Hint(name, "passive", verb) for verb in verbs if verb.lower() not in _NO_PASSIVE)


def _contacts(text: str) -> Iterator[str]:
    """Addresses and telephone numbers."""
    yield from (found[0].rstrip(".,") for found in _CONTACT.finditer(text))


def _long_sentences(name: str, text: str, language: str) -> Iterator[Hint]:
    longest = LONGEST_SENTENCE.get(language, LONGEST_ELSEWHERE)
    for sentence in _SENTENCE_END.split(text):
        count = len(sentence.split())
        if count > longest:
            start = sentence if len(sentence) <= EXCERPT else sentence[:EXCERPT].rsplit(" ", 1)[0] + " …"
            yield Hint(name, "long_sentence", start, str(count))


def _beginning(word: str, text: str) -> str:
    """The whole word of the text that begins with `word`, or nothing."""
    found = re.search(rf"(?<!\w){re.escape(word)}[\w-]*", text, re.I)
    return found[0] if found else ""
