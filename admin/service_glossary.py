"""What the glossary says of a service's texts: terms in the source, and what translations say instead."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from knowledge.editing.content import WORD_FIELDS, Words
from knowledge.translation.glossary import terms_for
from knowledge.translation.terms import Piece, Term, TermHint, pieces, term_hints


@dataclass(frozen=True, slots=True)
class Glossary:
    """`source` is None where there is no text to translate from; `terms` are those into each language."""

    source: Words | None
    terms: Mapping[str, tuple[Term, ...]]

    def hints(self, words: Words, language: str) -> tuple[TermHint, ...]:
        terms = self.terms.get(language)
        return term_hints(self.source, words, terms) if self.source and terms else ()

    def marked(self, language: str) -> Mapping[str, tuple[Piece, ...]]:
        """The source's fields that have terms for this language, cut at them."""
        terms = self.terms.get(language)
        if self.source is None or not terms:
            return {}
        cut = {name: pieces(getattr(self.source, name), terms) for name in WORD_FIELDS}
        return {name: found for name, found in cut.items() if any(piece.term for piece in found)}


def glossary_for(
    session: Session, source_language: str, source: Words | None, languages: Iterable[str]
) -> Glossary:
    """The source is never a translation of itself."""
    others = (code for code in languages if code != source_language)
    return Glossary(source, {code: terms_for(session, source_language, code) for code in others})
