"""The work list: what waits in each language, in the order of need."""

from dataclasses import replace
from typing import Any

import pytest

from knowledge.database import Database
from knowledge.editing.content import Words
from knowledge.editing.workflow import archive, publish
from knowledge.editing.writing import draft, write_text
from knowledge.translation.worklist import KINDS, standing, work
from tests.knowledge.editing.make import EEVA, FACTS, KELA, NOW, ask, do, providers


def add(database: Database, name: str, **texts: str) -> str:
    """A service of Kela (its name begins with K) or of the city; the texts by language are their states."""
    actor, provider = (KELA, "kela") if name.startswith("K") else (EEVA, "city")
    facts = replace(FACTS, provider=provider)
    copy = do(database, draft, actor, facts, {"fi": Words(name, "Apua.")}, NOW)
    for language, status in texts.items():
        old = "0" * 64 if status == "stale" else None
        told = "reviewed" if status == "stale" else status
        words = Words(f"{name} {language}", "Text.")
        do(database, write_text, actor, copy.id, language, words, 0, NOW, status=told, translated_from=old)
    return copy.id


@pytest.fixture
def full(database: Database) -> Database:
    providers(database)
    add(database, "Reviewed", sv="reviewed")
    add(database, "Machine", sv="machine")
    add(database, "Draft", sv="draft")
    add(database, "Stale", sv="stale")
    add(database, "Missing")
    published = add(database, "Kela", sv="machine")
    do(database, publish, KELA, published, 2, NOW)
    do(database, archive, EEVA, add(database, "Archived"), NOW)
    return database


def names(database: Database, *arguments: Any, **named: Any) -> list[str]:
    with database.read() as session:
        return [task.source.name for task in work(session, *arguments, **named)]


def test_published_first_then_by_kind(full: Database) -> None:
    assert names(full, "sv") == ["Kela", "Missing", "Stale", "Draft", "Machine"]


def test_own_first_then_what_is_shown_most(full: Database) -> None:
    shown = {"machine": 7, "kela": 100}
    assert names(full, "sv", shown=shown, own=frozenset({"city"})) == [
        *("Machine", "Missing", "Stale", "Draft"),
        "Kela",
    ]


def test_by_kind_and_provider(full: Database) -> None:
    assert names(full, "sv", ("machine",), "city") == ["Machine"]
    assert names(full, "fi") == []


def test_the_counts_are_those_of_the_lists(full: Database) -> None:
    counted = ask(full, standing, ("sv", "en", "fi"))
    assert counted["sv"] == {"missing": 1, "stale": 1, "draft": 1, "machine": 2, "reviewed": 1}
    assert counted["en"]["missing"] == len(names(full, "en")) == 6
    assert counted["fi"]["missing"] == 0
    for kind in KINDS:
        assert counted["sv"][kind] == len(names(full, "sv", (kind,)))


def test_a_service_without_its_source_text_waits_for_nobody(database: Database) -> None:
    providers(database)
    do(database, draft, EEVA, FACTS, {"sv": Words("Verkstad", "Hjälp.")}, NOW)
    assert names(database, "en") == []
    assert ask(database, standing, ("en", "sv"))["en"]["missing"] == 0
