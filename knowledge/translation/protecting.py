"""Keeps the terms of the glossary out of a machine's hands: placeholders go in, translations come out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from knowledge.translation.terms import Term, spans


@dataclass(frozen=True, slots=True)
class Protected:
    """A text whose terms are placeholders, and what to put in their place."""

    text: str
    terms: Mapping[str, str]


def protect(text: str, terms: Iterable[Term]) -> Protected:
    """Numbers in double brackets: short, without letters, and in none of our texts."""
    cut, said, end = [], {}, 0
    for number, span in enumerate(spans(text, terms) if "[[" not in text else ()):
        sign = f"[[{number}]]"
        said[sign] = _capital(span.term.translation, text[span.start])
        cut += [text[end : span.start], sign]
        end = span.end
    return Protected("".join((*cut, text[end:])), said)


def restored(said: str, protected: Protected) -> str | None:
    """With the terms in their places; None when the machine has lost, doubled or broken a placeholder."""
    if any(said.count(sign) != 1 for sign in protected.terms):
        return None
    for sign, term in protected.terms.items():
        said = said.replace(sign, term)
    return None if protected.terms and ("[[" in said or "]]" in said) else said


def _capital(translation: str, first: str) -> str:
    return translation[0].upper() + translation[1:] if first.isupper() else translation
