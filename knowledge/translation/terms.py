"""Terms of the glossary in running text: where they stand, inflected too, and what a translation lacks."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise, takewhile
from typing import Final, Literal

from knowledge.editing.content import WORD_FIELDS, Words

LONGEST_ENDING: Final = 5
"""Letters that a word may be longer than its term: endings, but not the next part of a compound."""

_WORD = re.compile(r"\w+")
_ARABIC_BEGINNING = re.compile(r"^[وف]?[بكل]?(?:ال|لل)?(?=\w{3})")


@dataclass(frozen=True, slots=True)
class Term:
    """A service term and its translation. `forbidden` are variants that the translation must not use."""

    source_language: str
    term: str
    language: str
    translation: str
    forbidden: tuple[str, ...] = ()
    note: str = ""
    status: str = "machine"


@dataclass(frozen=True, slots=True)
class Span:
    """Where a term stands in a text: from `start` up to `end`."""

    start: int
    end: int
    term: Term


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text; `term` where it is a term."""

    text: str
    term: Term | None = None


@dataclass(frozen=True, slots=True)
class TermHint:
    """A term that the translation lacks, or a forbidden variant that it uses (`found`)."""

    field: str
    kind: Literal["missing", "forbidden"]
    term: Term
    found: str = ""


def spans(text: str, terms: Iterable[Term]) -> tuple[Span, ...]:
    """The terms of a source text in their order, the longest one where several begin at one place."""
    found = [Span(start, end, term) for term in terms for start, end in places(term.term, text)]
    found.sort(key=lambda span: (span.start, -span.end, -_likeness(span.term.term, text[span.start :])))
    kept: list[Span] = []
    for span in found:
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return tuple(kept)


def pieces(text: str, terms: Iterable[Term]) -> tuple[Piece, ...]:
    """The text cut at its terms; together the pieces are the text again."""
    cut: list[Piece] = []
    end = 0
    for span in spans(text, terms):
        cut.append(Piece(text[end : span.start]))
        cut.append(Piece(text[span.start : span.end], span.term))
        end = span.end
    return tuple(piece for piece in (*cut, Piece(text[end:])) if piece.text)


def term_hints(source: Words, words: Words, terms: Iterable[Term]) -> tuple[TermHint, ...]:
    """What a translation does not say as the glossary does, field by field; an empty field lacks nothing."""
    known = tuple(terms)
    return tuple(
        hint
        for name in WORD_FIELDS
        for hint in _hints(name, getattr(source, name), getattr(words, name), known)
    )


def places(phrase: str, text: str) -> tuple[tuple[int, int], ...]:
    """Where the words of a phrase stand one after another, each with any ending, whatever their capitals."""
    wanted = [match[0] for match in _WORD.finditer(phrase)]
    if not wanted or _stem(_plain(wanted[0])) not in text.casefold():
        return ()  # nearly always, and much cheaper than cutting the text into words
    words = list(_WORD.finditer(text))
    found = []
    for place in range(len(words) - len(wanted) + 1):
        window = words[place : place + len(wanted)]
        if all(_says(word[0], want) for word, want in zip(window, wanted, strict=True)) and _joined(
            text, window
        ):
            found.append((window[0].start(), window[-1].end()))
    return tuple(found)


def _hints(name: str, source: str, said: str, terms: tuple[Term, ...]) -> Iterator[TermHint]:
    if not said:
        return
    for term in dict.fromkeys(span.term for span in spans(source, terms)):
        if not places(term.translation, said):
            yield TermHint(name, "missing", term)
    for term in terms:
        for variant in term.forbidden:
            yield from (
                TermHint(name, "forbidden", term, said[start:end]) for start, end in places(variant, said)
            )


def _says(word: str, wanted: str) -> bool:
    """Whether a word is the wanted one with another ending (or with the article of Arabic)."""
    word, wanted = _plain(word), _plain(wanted)
    return word.startswith(_stem(wanted)) and len(word) <= len(wanted) + LONGEST_ENDING


def _plain(word: str) -> str:
    """In small letters, without the article and the particles that Arabic writes before a word."""
    return _ARABIC_BEGINNING.sub("", word.casefold())


def _stem(word: str) -> str:
    """Without the letters that endings change: "yleistuki" is also in "yleistuen", "stöd" in "stödet"."""
    if len(word) >= 8:
        return word[:-2]
    return word[:-1] if len(word) >= 5 else word


def _likeness(term: str, text: str) -> int:
    """How many letters they have in common from the beginning."""
    same = zip(term.casefold(), text.casefold(), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], same))


def _joined(text: str, words: list[re.Match[str]]) -> bool:
    """Whether nothing but a space, a hyphen or a joiner stands between the words."""
    between = (text[left.end() : right.start()] for left, right in pairwise(words))
    return all(re.fullmatch(r"[-‐‑/]?\s+|[-‐‑/\u200c]", each) for each in between)
