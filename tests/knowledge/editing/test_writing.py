"""What editors write stays theirs until it is published, and nobody overwrites it unseen."""

from dataclasses import replace
from typing import Any

import pytest

from knowledge.catalogue import load_catalogue
from knowledge.database import Database
from knowledge.editing.content import Facts, Words, words_hash
from knowledge.editing.errors import Conflict, Invalid, NotAllowedNow, NotFound, NotYours
from knowledge.editing.workflow import archive
from knowledge.editing.writing import (
    draft,
    duplicate,
    mark_reviewed,
    remove_text,
    roll_back,
    write_facts,
    write_text,
)
from knowledge.revisions import Change, compare, content_at, history
from tests.knowledge.editing.make import (
    EEVA,
    ENGLISH,
    FACTS,
    FINNISH,
    KELA,
    NOW,
    OTSO,
    TODAY,
    ask,
    do,
    drafted,
    now_is,
    providers,
    published,
)

NEWER = Words("Työpaja", "Uutta apua.", "Soita.")


def test_a_new_service_is_a_draft_that_nobody_sees(database: Database) -> None:
    copy = drafted(database)
    assert (copy.id, copy.state, copy.published_revision) == ("tyopaja", "draft", None)
    assert copy.content.texts["en"].source_hash == words_hash(FINNISH)
    assert ask(database, load_catalogue, TODAY).services == ()


def test_a_second_service_of_the_same_name_gets_another_id(database: Database) -> None:
    first = drafted(database)
    second = do(database, draft, EEVA, FACTS, {"fi": FINNISH}, NOW)
    assert second.id != first.id
    assert second.id.startswith("tyopaja-")


def test_an_edit_of_a_published_service_is_not_seen_before_it_is_published(database: Database) -> None:
    copy = published(database)
    assert not copy.unpublished_changes
    after = do(database, write_text, EEVA, copy.id, "fi", NEWER, copy.text_versions["fi"], NOW)
    assert after.unpublished_changes
    assert after.state == "published"
    seen = ask(database, load_catalogue, TODAY).by_id[copy.id]
    assert seen.texts["fi"].summary == FINNISH.summary


def test_editing_back_leaves_nothing_to_publish(database: Database) -> None:
    copy = published(database)
    written = do(database, write_facts, EEVA, copy.id, replace(FACTS, goals=("study",)), 1, NOW)
    back = do(database, write_facts, EEVA, copy.id, FACTS, written.facts_version, NOW)
    assert (written.unpublished_changes, back.unpublished_changes) == (True, False)


def test_saving_the_same_again_is_no_version(database: Database) -> None:
    copy = drafted(database)
    spaced = replace(FACTS, audience=("person", "person"), url=" https://example.org ")
    assert do(database, write_facts, EEVA, copy.id, spaced, 1, NOW).revision == copy.revision


@pytest.mark.parametrize(
    ("verb", "arguments"),
    [
        (write_facts, (FACTS, 1, NOW)),
        (write_text, ("fi", NEWER, 1, NOW)),
        (mark_reviewed, ("fi", 1, NOW)),
        (remove_text, ("en", 1, NOW)),
        (roll_back, (1, 1, NOW)),
    ],
)
def test_other_providers_services_and_archived_ones_are_not_written(
    database: Database, verb: Any, arguments: tuple[Any, ...]
) -> None:
    copy = drafted(database)
    with pytest.raises(NotYours, match="city"):
        do(database, verb, KELA, copy.id, *arguments)
    with pytest.raises(NotFound):
        do(database, verb, EEVA, "nothing", *arguments)
    do(database, archive, EEVA, copy.id, NOW)
    with pytest.raises(NotAllowedNow, match="archived"):
        do(database, verb, EEVA, copy.id, *arguments)


def test_a_service_is_not_given_to_a_provider_of_others(database: Database) -> None:
    copy = drafted(database)
    with pytest.raises(NotYours, match="kela"):
        do(database, write_facts, EEVA, copy.id, replace(FACTS, provider="kela"), 1, NOW)
    with pytest.raises(NotYours, match="kela"):
        do(database, draft, EEVA, replace(FACTS, provider="kela"), {"fi": FINNISH}, NOW)


def test_the_second_of_two_editors_is_shown_all_three_values(database: Database) -> None:
    copy = drafted(database)
    do(database, write_text, OTSO, copy.id, "fi", NEWER, 1, NOW)
    mine = replace(FINNISH, summary="Toista apua.")
    with pytest.raises(Conflict) as refused:
        do(database, write_text, EEVA, copy.id, "fi", mine, 1, NOW)
    (clash,) = refused.value.clashes
    assert (clash.field, clash.language) == ("summary", "fi")
    assert (clash.base, clash.theirs, clash.yours) == ("Apua työnhakuun.", "Uutta apua.", "Toista apua.")
    assert (refused.value.by, refused.value.at) == ("Otso", NOW)
    assert now_is(database, copy.id).content.texts["fi"].words == NEWER
    chosen = do(database, write_text, EEVA, copy.id, "fi", mine, refused.value.version, NOW)
    assert chosen.content.texts["fi"].words == mine


def test_the_second_of_two_editors_of_the_facts_is_refused(database: Database) -> None:
    copy = drafted(database)
    do(database, write_facts, OTSO, copy.id, replace(FACTS, goals=("study",)), 1, NOW)
    with pytest.raises(Conflict) as refused:
        do(database, write_facts, EEVA, copy.id, replace(FACTS, min_age=18), 1, NOW)
    assert {clash.field: clash.theirs for clash in refused.value.clashes} == {
        "goals": ("study",),
        "min_age": None,
    }


def test_two_editors_of_two_languages_do_not_meet(database: Database) -> None:
    copy = drafted(database)
    do(database, write_text, OTSO, copy.id, "fi", NEWER, 1, NOW)
    after = do(database, write_text, EEVA, copy.id, "en", Words("Shop", "Help."), 1, NOW)
    assert after.content.texts["fi"].words == NEWER


def test_a_language_that_two_begin_at_once_is_one_conflict(database: Database) -> None:
    copy = drafted(database)
    do(database, write_text, OTSO, copy.id, "sv", Words("Verkstad"), 0, NOW)
    with pytest.raises(Conflict) as refused:
        do(database, write_text, EEVA, copy.id, "sv", Words("Arbetsplats"), 0, NOW)
    assert refused.value.clashes[0].base is None


def test_writing_the_source_makes_the_translations_stale_until_somebody_looks(database: Database) -> None:
    copy = drafted(database)
    assert copy.stale == ()
    written = do(database, write_text, EEVA, copy.id, "fi", NEWER, 1, NOW)
    assert written.stale == ("en",)
    looked = do(database, mark_reviewed, EEVA, copy.id, "en", 1, NOW)
    assert looked.stale == ()
    assert looked.content.texts["en"].status == "reviewed"


def test_a_translation_of_an_older_source_is_stale_at_once(database: Database) -> None:
    copy = drafted(database)
    do(database, write_text, OTSO, copy.id, "fi", NEWER, 1, NOW)
    after = do(
        database,
        write_text,
        EEVA,
        copy.id,
        "sv",
        Words("Verkstad"),
        0,
        NOW,
        translated_from=words_hash(FINNISH),
    )
    assert after.stale == ("en", "sv")


def test_the_source_language_is_a_fact_of_the_service(database: Database) -> None:
    providers(database)
    facts = replace(FACTS, source_language="en")
    copy = do(database, draft, EEVA, facts, {"fi": FINNISH, "en": ENGLISH}, NOW)
    after = do(database, write_text, EEVA, copy.id, "en", Words("Shop"), 1, NOW)
    assert after.stale == ("fi",)
    with pytest.raises(NotAllowedNow):
        do(database, remove_text, EEVA, copy.id, "en", after.text_versions["en"], NOW)


def test_a_language_is_taken_away_and_comes_back_by_rolling_back(database: Database) -> None:
    copy = drafted(database)
    without = do(database, remove_text, EEVA, copy.id, "en", 1, NOW)
    assert set(without.content.texts) == {"fi"}
    with pytest.raises(NotFound, match="no text in en"):
        do(database, remove_text, EEVA, copy.id, "en", 0, NOW)
    back = do(database, roll_back, OTSO, copy.id, 1, without.revision, NOW)
    assert back.content == copy.content
    assert [(each.change, each.made_by_name, each.comment) for each in ask(database, history, copy.id)] == [
        ("rolled_back", "Otso", "1"),
        ("text_removed", "Eeva", ""),
        ("drafted", "Eeva", ""),
    ]


def test_rolling_back_what_one_has_not_seen_is_refused(database: Database) -> None:
    copy = drafted(database)
    do(database, write_text, OTSO, copy.id, "fi", NEWER, 1, NOW)
    with pytest.raises(Conflict) as refused:
        do(database, roll_back, EEVA, copy.id, 1, copy.revision, NOW)
    assert [clash.field for clash in refused.value.clashes] == ["summary"]


def test_any_two_versions_are_compared_field_by_field(database: Database) -> None:
    copy = drafted(database)
    do(database, write_facts, EEVA, copy.id, replace(FACTS, goals=("study",)), 1, NOW)
    last = do(database, remove_text, EEVA, copy.id, "en", 1, NOW)
    before, after = (ask(database, content_at, copy.id, number) for number in (1, last.revision))
    assert compare(before, after) == (
        Change("goals", "", ("job",), ("study",)),
        Change("name", "en", "Workshop", None),
        Change("summary", "en", "Help in finding work.", None),
        Change("first_step", "en", "Call.", None),
        Change("condition", "en", "", None),
        Change("status", "en", "draft", None),
    )
    assert compare(after, after) == ()


def test_a_duplicate_is_a_draft_of_its_own(database: Database) -> None:
    copy = published(database)
    other = do(database, duplicate, EEVA, copy.id, NOW)
    assert (other.state, other.content.facts) == ("draft", copy.content.facts)
    assert {text.status for text in other.content.texts.values()} == {"draft"}
    mine = do(database, duplicate, KELA, copy.id, NOW, "kela")
    assert mine.provider == "kela"
    with pytest.raises(NotYours):
        do(database, duplicate, KELA, copy.id, NOW)


def test_what_breaks_a_rule_is_not_saved(database: Database) -> None:
    copy = drafted(database)
    with pytest.raises(Invalid, match=r"fi\.summary: too_long 150"):
        do(database, write_text, EEVA, copy.id, "fi", Words("Nimi", "x" * 151), 1, NOW)
    with pytest.raises(Invalid, match="goals: unknown_code cash"):
        do(database, write_facts, EEVA, copy.id, replace(FACTS, goals=("cash",)), 1, NOW)
    with pytest.raises(Invalid, match="url: bad_link"):
        do(database, draft, EEVA, Facts(provider="city", url="javascript:alert(1)"), {}, NOW)
    with pytest.raises(Invalid, match=r"fi\.status: unknown_code good"):
        do(database, write_text, EEVA, copy.id, "fi", FINNISH, 1, NOW, status="good")
    assert now_is(database, copy.id).revision == copy.revision
