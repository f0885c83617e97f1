"""What people mean by words that no service uses: other words to look for, or services to show."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from knowledge.search_words import alike, content_words
from knowledge.words import fold, words


@dataclass(frozen=True, slots=True)
class Synonym:
    """Whoever writes `said` in this language means `words` or one of `services` (ids), or both.

    One that says neither is switched off.
    """

    language: str
    said: str
    words: tuple[str, ...] = ()
    services: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """Two with the same key are one: the later stands in for the earlier."""
        return self.language, " ".join(words(fold(self.said)))


@dataclass(frozen=True, slots=True)
class Meant:
    """What to look for besides what was said; `words` are groups of words with content."""

    words: tuple[tuple[str, ...], ...] = ()
    services: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Synonyms:
    """All that are in use. Immutable."""

    by_language: Mapping[str, Sequence[tuple[tuple[str, ...], Synonym]]] = field(default_factory=dict)

    @classmethod
    def of(cls, shipped: Iterable[Synonym], own: Iterable[Synonym] = ()) -> "Synonyms":
        """The editors' own stand in for shipped ones that say the same."""
        in_use = {each.key: each for each in (*shipped, *own) if each.key[1]}
        by_language: dict[str, list[tuple[tuple[str, ...], Synonym]]] = {}
        for (language, said), synonym in sorted(in_use.items()):
            by_language.setdefault(language, []).append((tuple(said.split()), synonym))
        return cls(MappingProxyType(by_language))

    def plus(self, synonym: Synonym) -> "Synonyms":
        """With one more, or one changed: to try it out."""
        return Synonyms.of((each for group in self.by_language.values() for _, each in group), (synonym,))

    def meant(self, query: str, language: str) -> Meant:
        """The words of a synonym are there when they, or forms of them, come in the same order."""
        asked = words(fold(query))
        there = [
            synonym
            for said, synonym in self.by_language.get(language.partition("-")[0], ())
            if _in_order(said, asked)
        ]
        groups = (content_words(words) for each in there for words in each.words)
        services = (service for each in there for service in each.services)
        return Meant(tuple(dict.fromkeys(filter(None, groups))), tuple(dict.fromkeys(services)))


def _in_order(said: Sequence[str], asked: Sequence[str]) -> bool:
    rest = iter(asked)
    return all(any(word == other or alike(word, other) for other in rest) for word in said)
