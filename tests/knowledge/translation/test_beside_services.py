"""Guides and events stand on a language's work list beside the services."""

from dataclasses import replace
from typing import Any

import pytest

from knowledge.database import Database
from knowledge.events import editing as events
from knowledge.events.content import EventContent, EventFacts, EventTongue, EventWords
from knowledge.events.content import words_hash as event_hash
from knowledge.guides import workflow as guides
from knowledge.guides.content import GuideContent, GuideFacts, GuideWords, StepFacts, StepWords, Tongue
from knowledge.guides.writing import Written, draft, write
from knowledge.translation.beside_services import waiting
from tests.knowledge.editing.make import EEVA, NOW, do, providers
from tests.knowledge.events.make import clock

FACTS = EventFacts(
    provider="city",
    kind="recruiting",
    municipality="564",
    starts=clock("2099-12-01 09:00"),
    ends=clock("2099-12-01 11:00"),
)
WORDS = EventWords("Treffit", "Tapaa työnantajia.")
GUIDE = GuideFacts(provider="city", goals=("job",), steps=(StepFacts("one"),))
FINNISH = GuideWords("Ensimmäinen CV", "Teet CV:n.", {"one": StepWords("Kerää", "Kirjoita lista.")})


@pytest.fixture
def full(database: Database) -> Database:
    """A guide with a Swedish draft and an event without Swedish, both unpublished; an event that is over."""
    providers(database)
    copy = do(database, draft, EEVA, GUIDE, "Ensimmäinen CV", NOW)
    texts = {"fi": Tongue(FINNISH), "sv": Tongue(GuideWords("Första CV"))}
    written = Written(content=GuideContent(GUIDE, texts), base=copy.revision, languages=frozenset(texts))
    do(database, write, EEVA, copy.id, written, NOW)
    do(database, events.draft, EEVA, EventContent(FACTS, {"fi": EventTongue(WORDS)}), NOW)
    over = replace(FACTS, starts=clock("2020-12-01 09:00"), ends=clock("2020-12-01 11:00"))
    do(database, events.draft, EEVA, EventContent(over, {"fi": EventTongue(EventWords("Ohi", "Ohi."))}), NOW)
    return database


def listed(database: Database, language: str = "sv", **wanted: Any) -> list[tuple[str, str, str]]:
    with database.read() as session:
        found = waiting(session, language, NOW, **wanted)
    return [(each.what, each.name, each.kind) for each in found]


def test_what_is_missing_comes_before_what_waits_for_a_reader(full: Database) -> None:
    assert listed(full) == [("event", "Treffit", "missing"), ("guide", "Ensimmäinen CV", "draft")]


def test_what_people_see_comes_first(full: Database) -> None:
    do(full, guides.publish, EEVA, "ensimmainen-cv", 2, NOW)
    assert [name for _, name, _ in listed(full)] == ["Ensimmäinen CV", "Treffit"]


def test_nothing_is_translated_into_its_own_language(full: Database) -> None:
    assert listed(full, "fi") == []


def test_the_list_is_asked_by_kind_and_provider(full: Database) -> None:
    assert listed(full, kinds=("draft",)) == [("guide", "Ensimmäinen CV", "draft")]
    assert listed(full, provider="kela") == []


def test_a_changed_source_makes_a_translation_stale(full: Database) -> None:
    old = EventTongue(EventWords("Träff", "Möt."), "reviewed", event_hash(replace(WORDS, name="Vanha")))
    copy = do(full, events.draft, EEVA, EventContent(FACTS, {"fi": EventTongue(WORDS), "sv": old}), NOW)
    assert copy.content.stale("sv")
    assert ("event", "Treffit", "stale") in listed(full)


def test_what_was_withdrawn_waits_for_nobody(full: Database) -> None:
    do(full, guides.publish, EEVA, "ensimmainen-cv", 2, NOW)
    do(full, guides.withdraw, EEVA, "ensimmainen-cv", NOW)
    do(full, events.archive, EEVA, "treffit", NOW)
    assert listed(full) == []
