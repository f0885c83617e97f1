"""The catalogue of every process follows what any process publishes, and asks only what is new."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import event

from knowledge.catalogue import LiveCatalogue, load_catalogue
from knowledge.catalogue_version import current_version
from knowledge.database import Database
from knowledge.editing.content import Words
from knowledge.editing.errors import NotAllowedNow
from knowledge.editing.providers import write_provider
from knowledge.editing.workflow import archive, confirm_still_right, publish, withdraw
from knowledge.editing.writing import draft, write_text
from knowledge.models import CatalogueVersionRow
from tests.knowledge.editing.make import (
    EEVA,
    ENGLISH,
    FACTS,
    FINNISH,
    NOW,
    TODAY,
    ask,
    do,
    now_is,
    published,
)


def live(database: Database) -> LiveCatalogue:
    return LiveCatalogue(ask(database, load_catalogue, TODAY))


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.extend([statement] if "BEGIN" not in statement else [])

    event.listen(database.engine, "before_cursor_execute", note)
    yield statements
    event.remove(database.engine, "before_cursor_execute", note)


def test_nothing_new_is_one_small_question_and_the_same_catalogue(database: Database) -> None:
    published(database)
    catalogue = live(database)
    before = catalogue.current
    with counted(database) as statements:
        assert catalogue.refresh(database, TODAY) is before
    (asked,) = statements
    assert "catalogue_version" in asked


def test_what_is_published_changed_and_hidden_is_followed(database: Database) -> None:
    first = published(database)
    catalogue = live(database)
    second = do(database, draft, EEVA, FACTS, {"fi": FINNISH}, NOW, service_id="second")
    assert set(catalogue.refresh(database, TODAY).by_id) == {first.id}
    do(database, publish, EEVA, second.id, second.revision, NOW)
    assert set(catalogue.refresh(database, TODAY).by_id) == {first.id, "second"}
    do(database, write_text, EEVA, "second", "fi", Words("Uusi", "Nimi."), 1, NOW)
    assert catalogue.refresh(database, TODAY).by_id["second"].texts["fi"].name == "Työpaja"
    do(database, publish, EEVA, "second", now_is(database, "second").revision, NOW)
    assert catalogue.refresh(database, TODAY).by_id["second"].texts["fi"].name == "Uusi"
    do(database, withdraw, EEVA, first.id, NOW)
    do(database, archive, EEVA, "second", NOW)
    assert catalogue.refresh(database, TODAY).services == ()


def test_only_what_has_changed_is_made_anew(database: Database) -> None:
    first = published(database)
    catalogue = live(database)
    untouched = catalogue.current.by_id[first.id]
    second = do(database, draft, EEVA, FACTS, {"fi": ENGLISH}, NOW, service_id="second")
    do(database, publish, EEVA, second.id, second.revision, NOW)
    assert catalogue.refresh(database, TODAY).by_id[first.id] is untouched


def test_a_confirmation_and_a_providers_new_name_are_followed(database: Database) -> None:
    copy = published(database)
    catalogue = live(database)
    do(database, confirm_still_right, EEVA, copy.id, NOW, date(2030, 1, 1))
    assert catalogue.refresh(database, TODAY).by_id[copy.id].review_due == date(2030, 1, 1)
    do(database, write_provider, "city", {"fi": "Uusi kaupunki"}, "", False, NOW)
    assert catalogue.refresh(database, TODAY).by_id[copy.id].provider_names == {"fi": "Uusi kaupunki"}


def test_a_service_leaves_after_its_last_day(database: Database) -> None:
    published(database)
    facts = replace(FACTS, valid_to=TODAY)
    copy = do(database, draft, EEVA, facts, {"fi": FINNISH}, NOW, service_id="last-day")
    do(database, publish, EEVA, copy.id, copy.revision, NOW)
    catalogue = live(database)
    assert set(catalogue.current.by_id) == {"last-day", "tyopaja"}
    assert set(catalogue.refresh(database, date(2026, 11, 22)).by_id) == {"tyopaja"}


def test_a_database_put_back_to_an_earlier_day_is_followed_too(database: Database) -> None:
    copy = published(database)
    catalogue = live(database)
    do(database, withdraw, EEVA, copy.id, NOW)
    catalogue.refresh(database, TODAY)
    do(database, publish, EEVA, copy.id, now_is(database, copy.id).revision, NOW)
    with database.write() as session:
        session.get_one(CatalogueVersionRow, 1).number = 1
    assert set(catalogue.refresh(database, TODAY).by_id) == {copy.id}
    assert catalogue.current.version == ask(database, current_version) == 1


def test_a_refused_publication_leaves_no_trace(database: Database) -> None:
    copy = published(database)
    do(database, archive, EEVA, copy.id, NOW)
    before = ask(database, current_version)
    with pytest.raises(NotAllowedNow):
        do(database, archive, EEVA, copy.id, NOW)
    assert ask(database, current_version) == before
