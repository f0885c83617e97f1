"""Words that a reform has made wrong: the shipped list, and what coordinators have made of it."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.editing.actor import Actor
from knowledge.editing.errors import FieldError, NotFound
from knowledge.editing.validation import require
from knowledge.upkeep.models import OutdatedWordRow
from knowledge.upkeep.reforms import Outdated, past_reforms
from knowledge.vocabulary import SERVICE_LANGUAGES

LONGEST_WORD: Final = 80
LONGEST_INSTEAD: Final = 200
SHORTEST_WORD: Final = 3
"""A shorter beginning would be found in every second sentence."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A word as the dictionary's page shows it. `removed`: a shipped one that nobody looks for."""

    language: str
    word: str
    instead: str
    shipped: bool = False
    removed: bool = False
    changed_by_name: str = ""


def entries(session: Session) -> tuple[Entry, ...]:
    """The whole dictionary, removed words among it, in the order of language and word."""
    shipped = (Entry(each.language, each.word, each.instead, shipped=True) for each in past_reforms())
    known = {(each.language, each.word): each for each in shipped}
    for row in session.scalars(select(OutdatedWordRow)):
        known[row.language, row.word] = Entry(
            language=row.language,
            word=row.word,
            instead=row.instead,
            shipped=(row.language, row.word) in known,
            removed=row.removed,
            changed_by_name=row.changed_by_name,
        )
    return tuple(known[key] for key in sorted(known))


def outdated_words(session: Session) -> tuple[Outdated, ...]:
    """What is looked for in texts."""
    return tuple(
        Outdated(each.word, each.instead, each.language) for each in entries(session) if not each.removed
    )


def put_word(
    session: Session, actor: Actor, language: str, word: str, instead: str, now: datetime
) -> Outdated:
    """Adds a word (a beginning: endings may follow), or a better one instead. Raises Invalid.

    No language: it is looked for in all.
    """
    word, instead = " ".join(word.casefold().split()), instead.strip()
    require(tuple(_wrong(language, word, instead)))
    _write(session, actor, language, word, instead, now, removed=False)
    return Outdated(word, instead, language)


def remove_word(session: Session, actor: Actor, language: str, word: str, now: datetime) -> None:
    """Nobody looks for it any more; a shipped one can be brought back by `put_word`. Raises NotFound."""
    found = next((each for each in entries(session) if (each.language, each.word) == (language, word)), None)
    if found is None or found.removed:
        raise NotFound(f"there is no outdated word {word}")
    if found.shipped:
        _write(session, actor, language, word, found.instead, now, removed=True)
    else:
        session.delete(session.get_one(OutdatedWordRow, (language, word)))


def digest_of(words: Iterable[Outdated], languages: tuple[str, ...]) -> str:
    """Another one means that texts have to be looked at again."""
    said = "\n".join(sorted(f"{each.language}\t{each.word}\t{each.instead}" for each in words))
    return hashlib.sha256(f"{','.join(languages)}\n{said}".encode()).hexdigest()


def _wrong(language: str, word: str, instead: str) -> Iterable[FieldError]:
    if language and language not in SERVICE_LANGUAGES:
        yield FieldError("language", "unknown_code", language)
    if len(word) < SHORTEST_WORD:
        yield FieldError("word", "missing" if not word else "too_short", str(SHORTEST_WORD))
    if len(word) > LONGEST_WORD:
        yield FieldError("word", "too_long", str(LONGEST_WORD))
    if len(instead) > LONGEST_INSTEAD:
        yield FieldError("instead", "too_long", str(LONGEST_INSTEAD))


def _write(
    session: Session, actor: Actor, language: str, word: str, instead: str, now: datetime, *, removed: bool
) -> None:
    row = session.get(OutdatedWordRow, (language, word))
    if row is None:
        row = OutdatedWordRow(language=language, word=word)
        session.add(row)
    row.instead, row.removed = instead, removed
    row.changed_at, row.changed_by_name = now, actor.name
    session.flush()
