"""What needs an editor, found in the database; each on SQLite and on PostgreSQL."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from knowledge.database import Database
from knowledge.editing.content import Words
from knowledge.editing.importing import apply_source
from knowledge.editing.proposals import propose
from knowledge.editing.workflow import publish, submit, withdraw
from knowledge.editing.working_copy import open_copy
from knowledge.editing.writing import write_text
from knowledge.upkeep.details import Detail, details_of
from knowledge.upkeep.link_outcomes import Answer
from knowledge.upkeep.link_round import note
from knowledge.upkeep.needs import FEWEST_SHOWN, SEEN_WITHIN, WantedNeeds, later, needs_of
from knowledge.upkeep.setting_aside import set_aside
from tests.knowledge.editing.make import (
    EEVA,
    ENGLISH,
    FINNISH,
    KELA,
    NOW,
    TODAY,
    ask,
    do,
    drafted,
    providers,
    record,
)
from tests.knowledge.upkeep.make import asked, found, met, shown

DAYS = [TODAY - timedelta(days=days) for days in (2, 1, 0)]
LINK = "https://example.org"


@pytest.fixture
def city(database: Database) -> Database:
    providers(database)
    return database


def test_a_service_that_is_right_needs_nobody(city: Database) -> None:
    shown(city, "workshop")
    assert found(city) == []


def test_editors_are_warned_three_months_before_people_are(city: Database) -> None:
    shown(city, "late", review_due=TODAY - timedelta(days=1))
    shown(city, "today", review_due=TODAY)
    shown(city, "soon", review_due=date(2027, 2, 21))
    shown(city, "far", review_due=date(2027, 2, 22))
    assert found(city) == [("due_soon", "soon"), ("due_soon", "today"), ("overdue", "late")]


def test_what_people_do_not_see_needs_no_review(city: Database) -> None:
    shown(city, "gone", review_due=date(2026, 1, 1), url="https://example.org/gone")
    found(city)
    asked(city, "https://example.org/gone", "gone", *DAYS)
    do(city, withdraw, EEVA, "gone", NOW)
    assert found(city) == []


def test_languages_that_are_not_shown_are_missing(city: Database) -> None:
    shown(city, "workshop", {"fi": FINNISH, "en": ENGLISH})
    assert found(city, languages=("fi", "en", "sv")) == [("missing", "workshop")]
    (detail,) = ask(city, details).values()
    assert (detail.name, detail.missing) == ("Työpaja", ("en", "sv"))


def test_a_translation_is_stale_until_it_is_published_again(city: Database) -> None:
    copy = drafted(city)
    do(city, write_text, EEVA, copy.id, "en", ENGLISH, 1, NOW, status="reviewed")
    do(city, publish, EEVA, copy.id, 2, NOW)
    version = ask(city, open_copy, copy.id).text_versions["fi"]
    do(city, write_text, EEVA, copy.id, "fi", replace(FINNISH, summary="Uusi."), version, NOW)
    assert found(city) == []
    published = do(city, publish, EEVA, copy.id, 4, NOW)
    assert found(city) == [("stale", copy.id)]
    do(city, write_text, EEVA, copy.id, "en", Words("Workshop", "New."), 2, NOW, status="reviewed")
    assert found(city) == [("stale", copy.id)]
    do(city, publish, EEVA, copy.id, published.revision + 1, NOW)
    assert found(city) == []


def test_outdated_words_are_found_in_what_is_shown(city: Database) -> None:
    shown(city, "old", {"fi": Words("Neuvonta", "Kysy TE-toimistosta.")})
    assert found(city) == [("outdated_word", "old")]


def test_a_link_is_dead_on_its_third_day_for_every_service_that_leads_there(city: Database) -> None:
    shown(city, "one", url=f"{LINK}/a")
    shown(city, "two", url=f"{LINK}/a", provider="kela")
    shown(city, "three", url=f"{LINK}/b")
    found(city)
    asked(city, f"{LINK}/a", "gone", *DAYS[:2])
    assert found(city) == []
    asked(city, f"{LINK}/a", "gone", DAYS[2])
    assert found(city) == [("dead_link", "one"), ("dead_link", "two")]
    asked(city, f"{LINK}/a", "guarded", TODAY)
    assert found(city) == []


def test_a_link_that_moved_for_good_is_told_with_its_new_address(city: Database) -> None:
    shown(city, "one", url=f"{LINK}/a")
    shown(city, "two", url=f"{LINK}/b")
    found(city)
    do(city, note, {f"{LINK}/a": Answer("good", 200, f"{LINK}/new")}, NOW, TODAY)
    do(city, note, {f"{LINK}/b": Answer("unsure", 503, f"{LINK}/new")}, NOW, TODAY)
    assert found(city) == [("moved_link", "one")]
    (detail,) = ask(city, details).values()
    assert detail.link is not None
    assert detail.link.moved_to == f"{LINK}/new"
    do(city, set_aside, EEVA, "moved_link", "one", TODAY + timedelta(days=90), NOW)
    assert found(city) == []


def details(session: Session) -> Mapping[str, Detail]:
    """Of everything that needs somebody."""
    return details_of(session, needs_of(session, WantedNeeds(), TODAY))


def test_what_nobody_was_shown_is_told_once_others_were_shown_often_enough(city: Database) -> None:
    before = NOW - SEEN_WITHIN - timedelta(days=1)
    for service_id in ("seen", "unseen"):
        shown(city, service_id, when=before)
    shown(city, "new")
    found(city)
    met(city, seen=FEWEST_SHOWN - 1)
    assert found(city) == []
    met(city, seen=FEWEST_SHOWN)
    assert found(city) == [("never_shown", "unseen")]


def test_proposals_and_versions_to_review_wait_for_their_owner(city: Database) -> None:
    copy = drafted(city)
    do(city, propose, KELA, copy.id, NOW, comment="Vanha numero.")
    do(city, propose, KELA, copy.id, NOW, comment="Ja osoite.")
    do(city, submit, EEVA, copy.id, 1, NOW)
    assert found(city) == [("proposal", copy.id), ("review", copy.id)]
    (detail, *_) = ask(city, details).values()
    assert detail.proposals == 2


def test_a_source_that_says_something_new_of_a_corrected_field_is_told_until_it_was_looked_at(
    city: Database,
) -> None:
    applied = do(city, apply_source, record(), NOW - timedelta(days=9))
    copy = ask(city, open_copy, applied.service_id)
    ours = replace(FINNISH, summary="Oma teksti.")
    version = copy.text_versions["fi"]
    do(city, write_text, EEVA_OF_ALL, copy.id, "fi", ours, version, NOW - timedelta(days=8))
    assert found(city) == []
    theirs = record(texts={"fi": replace(FINNISH, summary="Lähteen uusi."), "sv": ENGLISH})
    do(city, apply_source, theirs, NOW - timedelta(days=1))
    assert found(city) == [("source_newer", copy.id)]
    (detail,) = ask(city, details).values()
    assert detail.newer == (("fi", "summary"),)
    do(city, set_aside, EEVA_OF_ALL, "source_newer", copy.id, TODAY + timedelta(days=90), NOW)
    assert found(city) == []
    newest = record(texts={"fi": replace(FINNISH, summary="Taas uusi."), "sv": ENGLISH})
    do(city, apply_source, newest, NOW + timedelta(days=1))
    assert found(city) == [("source_newer", copy.id)]


EEVA_OF_ALL = replace(EEVA, providers=None)


def test_filters_by_provider_and_by_language(city: Database) -> None:
    old = TODAY - timedelta(days=1)
    shown(city, "ours", review_due=old)
    shown(city, "theirs", {"fi": FINNISH, "sv": Words("Råd", "TE-byrån.")}, old, provider="kela")
    languages = ("fi", "sv", "ru")
    kela = WantedNeeds(providers=frozenset({"kela"}))
    assert ("overdue", "ours") in found(city, languages=languages)
    assert found(city, kela, languages=languages) == [("missing", "theirs"), ("overdue", "theirs")]
    assert found(city, WantedNeeds(providers=frozenset()), languages=languages) == []
    russian = WantedNeeds(language="ru")
    assert found(city, russian, languages=languages) == [("missing", "ours"), ("missing", "theirs")]


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 11, 21), 3, date(2027, 2, 21)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 31), 0, date(2026, 12, 31)),
        (date(2026, 1, 15), 12, date(2027, 1, 15)),
    ],
)
def test_the_same_day_of_a_later_month_or_its_last(day: date, months: int, expected: date) -> None:
    assert later(day, months) == expected
