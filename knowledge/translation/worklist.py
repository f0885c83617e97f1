"""What there is to translate into a language: missing, stale, unread and machine texts, in order of need."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Row, Select, and_, func, select
from sqlalchemy.orm import Session, aliased

from knowledge.editing.content import WORD_FIELDS, Words, words_hash
from knowledge.models import ServiceRow, ServiceTextRow

KINDS: Final = ("missing", "stale", "draft", "machine")
"""No text; its source has changed since; nobody has marked it as read, so the chat does not show it; a
machine's, which the chat shows as such."""


@dataclass(frozen=True, slots=True)
class Task:
    """One text that waits for a translator or a reader. `source` is what it is translated from.

    `published`: people see the service in some language. `shown`: how often it has been recommended.
    `version` and `words` are today's text, 0 and None where there is none.
    """

    service_id: str
    provider: str
    kind: str
    language: str
    source_language: str
    source: Words
    words: Words | None
    status: str
    version: int
    published: bool
    shown: int = 0


def work(
    session: Session,
    language: str,
    kinds: Sequence[str] = KINDS,
    provider: str = "",
    shown: Mapping[str, int] | None = None,
    own: frozenset[str] | None = None,
) -> tuple[Task, ...]:
    """Own services first, then published ones, then the most shown. `shown` counts by service id.

    `own` are the ids of the asker's providers; None where all are alike.
    """
    counts = shown or {}
    found = _texts(language)
    if provider:
        found = found.where(ServiceRow.provider_id == provider)
    tasks = (_task(row, language, counts) for row in session.execute(found))
    wanted = (task for task in tasks if task.kind in kinds)
    return tuple(sorted(wanted, key=lambda task: _need(task, own or frozenset())))


def standing(session: Session, languages: Iterable[str]) -> Mapping[str, Mapping[str, int]]:
    """How many texts of each kind there are in each language; `reviewed` are those that need nobody.

    `source` counts the services that are written in the language: they have nothing to translate into it.
    """
    services = _services(session)
    sources = _hashes(session)
    counts = {language: Counter[str]() for language in languages}
    found = select(
        ServiceTextRow.service_id,
        ServiceTextRow.language,
        ServiceTextRow.status,
        ServiceTextRow.source_hash,
        ServiceTextRow.source_language,
    ).where(ServiceTextRow.language.in_(counts))
    present = Counter[str]()
    for service, language, status, known, source in session.execute(found):
        original = services.get(service, language)
        if language == original or (service, original) not in sources:
            continue
        present[language] += 1
        counts[language][_kind(status, known, sources.get((service, source or original)))] += 1
    translatable = [language for service, language in services.items() if (service, language) in sources]
    for language, count in counts.items():
        if written := sum(original == language for original in services.values()):
            count["source"] = written
        count["missing"] = sum(original != language for original in translatable) - present[language]
    return counts


def _texts(language: str) -> Select[Any]:
    """Every service that could have a text in the language, with its source and what it has."""
    source, text = aliased(ServiceTextRow), aliased(ServiceTextRow)
    return (
        select(
            ServiceRow.id,
            ServiceRow.provider_id,
            ServiceRow.published_revision,
            source.language.label("source_language"),
            text.status,
            text.source_hash,
            text.version,
            *(getattr(source, name).label(f"source_{name}") for name in WORD_FIELDS),
            *(getattr(text, name).label(name) for name in WORD_FIELDS),
        )
        .outerjoin(text, and_(text.service_id == ServiceRow.id, text.language == language))
        .join(
            source,
            and_(
                source.service_id == ServiceRow.id,
                source.language == func.coalesce(text.source_language, ServiceRow.source_language),
            ),
        )
        .where(ServiceRow.state != "archived", ServiceRow.source_language != language)
    )


def _task(row: Row[Any], language: str, counts: Mapping[str, int]) -> Task:
    source = Words(*(getattr(row, f"source_{name}") for name in WORD_FIELDS))
    words = None if row.version is None else Words(*(getattr(row, name) for name in WORD_FIELDS))
    return Task(
        service_id=row.id,
        provider=row.provider_id,
        kind=_kind(row.status, row.source_hash, words_hash(source)),
        language=language,
        source_language=row.source_language,
        source=source,
        words=words,
        status=row.status or "",
        version=row.version or 0,
        published=row.published_revision is not None,
        shown=counts.get(row.id, 0),
    )


def _kind(status: str | None, known: str | None, now: str | None) -> str:
    if status is None:
        return "missing"
    return "stale" if known is not None and now is not None and known != now else status


def _need(task: Task, own: frozenset[str]) -> tuple[object, ...]:
    order = KINDS.index(task.kind)
    return (task.provider not in own, not task.published, -task.shown, order, task.source.name.casefold())


def _services(session: Session) -> Mapping[str, str]:
    """The source language of each service that is not archived."""
    found = select(ServiceRow.id, ServiceRow.source_language).where(ServiceRow.state != "archived")
    return dict(session.execute(found).all())


def _hashes(session: Session) -> Mapping[tuple[str, str], str]:
    """Of every text in a language that something is translated from."""
    words = (getattr(ServiceTextRow, name) for name in WORD_FIELDS)
    languages = select(ServiceRow.source_language).union(
        select(ServiceTextRow.source_language).where(ServiceTextRow.source_language.is_not(None))
    )
    found = select(ServiceTextRow.service_id, ServiceTextRow.language, *words).where(
        ServiceTextRow.language.in_(languages)
    )
    return {
        (service, language): words_hash(Words(*said)) for service, language, *said in session.execute(found)
    }
