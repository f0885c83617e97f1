"""What people were shown and what they looked for in vain, counted so that nobody can be recognised."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.models import ShownService, StoredUnmetNeed
from knowledge.stop_words import STOP_WORDS
from knowledge.words import fold, words

FEWEST: Final = 5
"""What fewer people have asked is not told (quality.md)."""

STEM: Final = 6
"""Letters by which a word is the same in its other forms: the beginning of Finnish words stays."""

SHORTEST: Final = 3
_MASKED = re.compile(r"\[[^\]]*\]")


@dataclass(frozen=True, slots=True)
class Query:
    """One vain search, its personal data masked when it was stored."""

    conversation: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class InVain:
    """A word that so many people have looked for in vain; `key` is the beginning that it is known by."""

    key: str
    word: str
    people: int
    latest: datetime


def shown_since(session: Session, moment: datetime) -> Mapping[str, int]:
    """How often each service was shown, by id."""
    counted = select(ShownService.service_id, func.count()).where(ShownService.at >= moment)
    return dict(session.execute(counted.group_by(ShownService.service_id)).all())


def vain_queries(session: Session, moment: datetime, language: str = "") -> tuple[Query, ...]:
    """Of conversations that are still there; the words go when these go."""
    found = select(StoredUnmetNeed.conversation_id, StoredUnmetNeed.query, StoredUnmetNeed.at).where(
        StoredUnmetNeed.at >= moment,
        StoredUnmetNeed.conversation_id.is_not(None),
        StoredUnmetNeed.query.is_not(None),
    )
    if language:
        found = found.where(StoredUnmetNeed.language == language)
    return tuple(Query(whose or "", text or "", at) for whose, text, at in session.execute(found))


def in_vain(queries: Iterable[Query]) -> tuple[InVain, ...]:
    """Each search under the word of it that most people used; only words, never what somebody wrote."""
    said = [(query, tuple(_content(query.text))) for query in queries]
    people = _people(said)
    grouped: dict[str, list[tuple[Query, str]]] = {}
    for query, content in said:
        known = [(key, word) for key, word in content if len(people[key]) >= FEWEST]
        if known:
            key, word = max(known, key=lambda pair: (len(people[pair[0]]), pair[0]))
            grouped.setdefault(key, []).append((query, word))
    found = (_in_vain(key, each) for key, each in grouped.items())
    return tuple(sorted((each for each in found if each.people >= FEWEST), key=_most_first))


def _people(said: Iterable[tuple[Query, tuple[tuple[str, str], ...]]]) -> Mapping[str, set[str]]:
    """The conversations that used a word, by its key."""
    people: dict[str, set[str]] = {}
    for query, content in said:
        for key, _ in content:
            people.setdefault(key, set()).add(query.conversation)
    return people


def _in_vain(key: str, queries: list[tuple[Query, str]]) -> InVain:
    forms = Counter(word for _, word in queries)
    word = min(forms, key=lambda form: (-forms[form], len(form), form))
    people = {query.conversation for query, _ in queries}
    return InVain(key, word, len(people), max(query.at for query, _ in queries))


def _content(text: str) -> Iterator[tuple[str, str]]:
    """Key and form of each word that says something; what was masked and numbers say nothing."""
    for word in words(_MASKED.sub(" ", text)):
        plain = fold(word)
        if len(plain) >= SHORTEST and plain not in STOP_WORDS and not any(map(str.isdigit, plain)):
            yield plain[:STEM], word.casefold()


def _most_first(each: InVain) -> tuple[int, str]:
    return (-each.people, each.key)
