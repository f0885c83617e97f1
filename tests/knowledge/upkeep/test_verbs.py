"""What editors do about needs: still right, not now, another word; all of it can be undone."""

from datetime import date, timedelta

import pytest

from knowledge.catalogue_version import current_version
from knowledge.database import Database
from knowledge.editing.actor import OSAAMO
from knowledge.editing.content import Words
from knowledge.editing.errors import Invalid, NotFound, NotYours
from knowledge.editing.workflow import archive, confirm_still_right, publish
from knowledge.editing.writing import write_text
from knowledge.revisions import history
from knowledge.upkeep.confirming import confirm_all, confirmed, take_back
from knowledge.upkeep.dictionary import entries, outdated_words, put_word, remove_word
from knowledge.upkeep.examining import examine
from knowledge.upkeep.reforms import Outdated, past_reforms
from knowledge.upkeep.setting_aside import set_aside, take_up, words_aside
from tests.knowledge.editing.make import EEVA, FINNISH, KELA, NOW, TODAY, ask, do, providers
from tests.knowledge.upkeep.make import asked, due, found, shown

OLD = date(2026, 10, 1)
SOON = TODAY + timedelta(days=30)


@pytest.fixture
def city(database: Database) -> Database:
    """Two overdue services of the city, one of Kela."""
    providers(database)
    for service_id, provider in (("one", "city"), ("two", "city"), ("theirs", "kela")):
        shown(database, service_id, review_due=OLD, provider=provider)
    return database


def test_many_are_confirmed_at_once_and_the_chat_knows_at_once(city: Database) -> None:
    before = ask(city, current_version)
    batch = do(city, confirm_all, EEVA, ["two", "one", "one"], NOW)
    assert [due(city, each) for each in ("one", "two")] == [date(2028, 5, 21)] * 2
    assert ask(city, confirmed, batch) == ("one", "two")
    assert ask(city, current_version) == before + 1
    assert found(city) == [("overdue", "theirs")]


def test_a_confirmation_taken_back_leaves_each_due_as_it_was(city: Database) -> None:
    do(city, confirm_still_right, EEVA, "two", NOW, date(2026, 11, 1))
    batch = do(city, confirm_all, EEVA, ["one", "two"], NOW)
    assert do(city, take_back, EEVA, batch, NOW) == 2
    assert (due(city, "one"), due(city, "two")) == (OLD, date(2026, 11, 1))
    assert [each.change for each in ask(city, history, "one")][:2] == ["confirmation_undone", "confirmed"]
    with pytest.raises(NotFound):
        do(city, take_back, EEVA, batch, NOW)


def test_what_somebody_has_moved_since_is_not_taken_back(city: Database) -> None:
    batch = do(city, confirm_all, EEVA, ["one", "two"], NOW)
    do(city, confirm_still_right, EEVA, "two", NOW, date(2027, 1, 1))
    assert do(city, take_back, EEVA, batch, NOW) == 1
    assert (due(city, "one"), due(city, "two")) == (OLD, date(2027, 1, 1))


def test_nobody_confirms_for_others_not_even_among_own_ones(city: Database) -> None:
    with pytest.raises(NotYours):
        do(city, confirm_all, EEVA, ["one", "theirs"], NOW)
    assert due(city, "one") == OLD
    batch = do(city, confirm_all, EEVA, ["one"], NOW)
    with pytest.raises(NotYours):
        do(city, take_back, KELA, batch, NOW)
    assert due(city, "one") == date(2028, 5, 21)


def test_what_was_archived_meanwhile_is_left_out(city: Database) -> None:
    do(city, archive, EEVA, "two", NOW)
    batch = do(city, confirm_all, EEVA, ["one", "two"], NOW)
    assert ask(city, confirmed, batch) == ("one",)


def test_a_finding_set_aside_comes_back_on_its_day_or_when_taken_up(city: Database) -> None:
    do(city, confirm_all, OSAAMO, ["one", "two", "theirs"], NOW)
    languages = ("fi", "sv")
    do(city, set_aside, EEVA, "missing", "one", SOON, NOW, "Comes in spring.")
    assert found(city, languages=languages) == [("missing", "theirs"), ("missing", "two")]
    after = SOON + timedelta(days=1)
    assert ("missing", "one") in found(city, today=after, languages=languages)
    do(city, take_up, EEVA, "missing", "one", NOW)
    assert ("missing", "one") in found(city, languages=languages)
    with pytest.raises(NotFound):
        do(city, take_up, EEVA, "missing", "one", NOW)


def test_a_link_is_set_aside_wherever_it_stands(city: Database) -> None:
    do(city, confirm_all, OSAAMO, ["one", "two", "theirs"], NOW)
    found(city)
    asked(city, "https://example.org", "gone", *(TODAY - timedelta(days=days) for days in (3, 2, 1)))
    assert len(found(city)) == 3
    do(city, set_aside, EEVA, "dead_link", "one", SOON, NOW)
    assert found(city) == []


@pytest.mark.parametrize(
    ("kind", "subject", "refusal"),
    [
        ("overdue", "one", NotFound),
        ("missing", "nothing", NotFound),
        ("dead_link", "one", NotFound),
        ("missing", "theirs", NotYours),
        ("not_found", "hitsaa", NotYours),
    ],
)
def test_what_cannot_be_set_aside(city: Database, kind: str, subject: str, refusal: type[Exception]) -> None:
    """Not a review; not what is not there, or not examined; not what is others'."""
    with pytest.raises(refusal):
        do(city, set_aside, EEVA, kind, subject, SOON, NOW)


@pytest.mark.parametrize("until", [TODAY, TODAY - timedelta(days=1), TODAY + timedelta(days=800)])
def test_nothing_is_set_aside_for_ever_or_until_yesterday(city: Database, until: date) -> None:
    with pytest.raises(Invalid):
        do(city, set_aside, EEVA, "missing", "one", until, NOW)


def test_a_coordinator_sets_aside_a_word_that_found_nothing(city: Database) -> None:
    do(city, set_aside, OSAAMO, "not_found", "hitsaa", SOON, NOW)
    assert ask(city, words_aside, SOON) == {"hitsaa"}
    assert ask(city, words_aside, SOON + timedelta(days=1)) == frozenset()


def test_the_dictionary_begins_with_the_reforms(database: Database) -> None:
    assert set(ask(database, outdated_words)) == set(past_reforms())
    assert {each.language for each in past_reforms()} == {"fi", "sv", "en"}


def test_words_are_added_changed_removed_and_brought_back(database: Database) -> None:
    do(database, put_word, EEVA, "fi", "  Vanha   Tuki ", "uusi tuki", NOW)
    do(database, put_word, EEVA, "fi", "te-toimisto", "Työllisyys-Oulu", NOW)
    do(database, remove_word, EEVA, "sv", "te-byrå", NOW)
    words = ask(database, outdated_words)
    assert Outdated("vanha tuki", "uusi tuki", "fi") in words
    assert Outdated("te-toimisto", "Työllisyys-Oulu", "fi") in words
    assert "te-byrå" not in [each.word for each in words]
    (gone,) = [each for each in ask(database, entries) if each.removed]
    assert (gone.word, gone.shipped, gone.changed_by_name) == ("te-byrå", True, "Eeva")
    do(database, put_word, EEVA, "sv", "te-byrå", "arbetskraftsservice", NOW)
    do(database, remove_word, EEVA, "fi", "vanha tuki", NOW)
    assert [each for each in ask(database, entries) if each.removed or each.word == "vanha tuki"] == []
    with pytest.raises(NotFound):
        do(database, remove_word, EEVA, "fi", "vanha tuki", NOW)


@pytest.mark.parametrize(
    ("language", "word", "instead"),
    [("fi", "", ""), ("fi", "te", ""), ("fi", "x" * 81, ""), ("fi", "vanha", "x" * 201), ("xx", "vanha", "")],
)
def test_a_word_that_makes_no_sense_is_refused(
    database: Database, language: str, word: str, instead: str
) -> None:
    with pytest.raises(Invalid):
        do(database, put_word, EEVA, language, word, instead, NOW)


def test_only_what_has_changed_is_examined_again(city: Database) -> None:
    assert examine(city, ("fi",), NOW) == 3
    assert examine(city, ("fi",), NOW) == 0
    do(city, write_text, EEVA, "one", "fi", Words("Työpaja", "Uusi."), 1, NOW)
    assert examine(city, ("fi",), NOW) == 0
    do(city, publish, EEVA, "one", 3, NOW)
    assert examine(city, ("fi",), NOW) == 1


def test_another_word_or_language_has_everything_examined_again_in_parts(city: Database) -> None:
    examine(city, ("fi",), NOW)
    do(city, put_word, EEVA, "fi", FINNISH.name, "", NOW)
    assert examine(city, ("fi",), NOW, most=2) == 2
    assert ("outdated_word", "two") in found(city)
    assert examine(city, ("fi",), NOW) == 0
    assert examine(city, ("fi", "sv"), NOW) == 3
