"""Providers, editors and services for the tests of editing."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from knowledge.database import Database
from knowledge.editing.actor import Actor
from knowledge.editing.content import Facts, Words
from knowledge.editing.providers import write_provider
from knowledge.editing.sources import SourceProvider, SourceRecord
from knowledge.editing.workflow import publish
from knowledge.editing.working_copy import WorkingCopy, open_copy
from knowledge.editing.writing import draft

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
TODAY = date(2026, 11, 21)
EEVA = Actor("eeva", "Eeva", frozenset({"city"}))
OTSO = Actor("otso", "Otso", frozenset({"city"}))
KELA = Actor("kaisa", "Kaisa", frozenset({"kela"}))
FACTS = Facts(
    provider="city",
    category="employment",
    audience=("person",),
    url="https://example.org",
    municipalities=("564",),
    goals=("job",),
)
FINNISH = Words("Työpaja", "Apua työnhakuun.", "Soita.")
ENGLISH = Words("Workshop", "Help in finding work.", "Call.")
Result = TypeVar("Result")


def do(database: Database, verb: Callable[..., Result], *arguments: Any, **named: Any) -> Result:
    """One verb in a transaction of its own."""
    with database.write() as session:
        return verb(session, *arguments, **named)


def providers(database: Database, four_eyes: bool = False) -> None:
    do(database, write_provider, "city", {"fi": "Kaupunki"}, "https://example.org", four_eyes, NOW)
    do(database, write_provider, "kela", {"fi": "Kela"}, "", False, NOW)


def drafted(database: Database, four_eyes: bool = False) -> WorkingCopy:
    providers(database, four_eyes)
    return do(database, draft, EEVA, FACTS, {"fi": FINNISH, "en": ENGLISH}, NOW)


def published(database: Database) -> WorkingCopy:
    copy = drafted(database)
    return do(database, publish, EEVA, copy.id, copy.revision, NOW)


def now_is(database: Database, service_id: str) -> WorkingCopy:
    with database.read() as session:
        return open_copy(session, service_id)


def ask(database: Database, question: Callable[..., Result], *arguments: Any) -> Result:
    with database.read() as session:
        return question(session, *arguments)


def record(source_id: str = "7", **values: Any) -> SourceRecord:
    """As the national catalogue might say it."""
    defaults: dict[str, Any] = {
        "system": "ptv",
        "source_id": source_id,
        "provider": SourceProvider("org-1", {"fi": "Oulun kaupunki"}),
        "facts": Facts(category="employment", audience=("person",), url="https://example.org/a"),
        "texts": {"fi": FINNISH, "sv": Words("Verkstad", "Hjälp.", "Ring.")},
    }
    return SourceRecord(**{**defaults, **values})
