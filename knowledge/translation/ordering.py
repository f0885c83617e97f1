"""Puts an order for a translation office together."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.editing.content import WORD_FIELDS, Words
from knowledge.editing.listing import names_of
from knowledge.editing.providers import providers
from knowledge.models import ServiceRow
from knowledge.translation.glossary import terms_for
from knowledge.translation.office import Order, OrderedText
from knowledge.translation.terms import Term, places
from knowledge.translation.worklist import Task, work

UNDONE = ("missing", "stale")


def order(
    session: Session,
    language: str,
    source_language: str = "fi",
    provider: str = "",
    kinds: Sequence[str] = UNDONE,
    shown: Mapping[str, int] | None = None,
) -> Order:
    """The texts of these kinds that have their source in one language, the most needed first."""
    tasks = [
        task
        for task in work(session, language, kinds, provider, shown)
        if task.source_language == source_language
    ]
    terms = terms_for(session, source_language, language)
    names = names_of({row.id: row.names for row in providers(session)}, source_language)
    addresses = _addresses(session)
    texts = (
        OrderedText(task, names[task.provider], addresses.get(task.service_id, ""), _used(task, terms))
        for task in tasks
    )
    return Order(source_language, language, tuple(texts))


def _used(task: Task, terms: Sequence[Term]) -> tuple[Term, ...]:
    return tuple(term for term in terms if any(places(term.term, said) for said in _parts(task.source)))


def _parts(words: Words) -> tuple[str, ...]:
    return tuple(getattr(words, name) for name in WORD_FIELDS)


def _addresses(session: Session) -> Mapping[str, str]:
    return dict(session.execute(select(ServiceRow.id, ServiceRow.url)).all())
