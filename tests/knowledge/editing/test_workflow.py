"""From a draft to the chat and back: each state has its verbs, and four eyes where a provider asks."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from knowledge.catalogue import load_catalogue
from knowledge.database import Database
from knowledge.editing.content import Words
from knowledge.editing.errors import Conflict, FourEyesNeeded, Invalid, NotAllowedNow, NotYours
from knowledge.editing.workflow import (
    archive,
    confirm_still_right,
    due,
    next_review,
    publish,
    publish_at,
    publish_due,
    restore,
    review,
    submit,
    withdraw,
)
from knowledge.editing.writing import draft, write_text
from knowledge.models import ServiceRow
from knowledge.revisions import history
from tests.knowledge.editing.make import (
    EEVA,
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


def in_chat(database: Database, day: date = TODAY) -> set[str]:
    return set(ask(database, load_catalogue, day).by_id)


def test_publishing_shows_the_source_text_and_no_drafts_of_translations(database: Database) -> None:
    copy = published(database)
    seen = ask(database, load_catalogue, TODAY).by_id[copy.id]
    assert set(seen.texts) == {"fi"}
    assert seen.texts["fi"].status == "reviewed"
    assert seen.review_due == date(2028, 5, 21)


def test_publishing_twice_is_publishing_once(database: Database) -> None:
    copy = published(database)
    assert do(database, publish, EEVA, copy.id, copy.revision, NOW).revision == copy.revision


def test_what_a_person_would_miss_keeps_a_draft_from_being_published(database: Database) -> None:
    providers(database)
    copy = do(database, draft, EEVA, FACTS.__class__(provider="city"), {"fi": Words("Nimi")}, NOW)
    for verb in (submit, publish):
        with pytest.raises(Invalid) as refused:
            do(database, verb, EEVA, copy.id, copy.revision, NOW)
        assert [(each.field, each.language) for each in refused.value.errors] == [
            ("category", ""),
            ("audience", ""),
            ("url", ""),
            ("summary", "fi"),
        ]


def test_what_was_not_seen_is_not_published(database: Database) -> None:
    copy = drafted(database)
    do(database, write_text, OTSO, copy.id, "fi", NEWER, 1, NOW)
    with pytest.raises(Conflict) as refused:
        do(database, publish, EEVA, copy.id, copy.revision, NOW)
    assert [clash.theirs for clash in refused.value.clashes] == ["Uutta apua."]
    assert in_chat(database) == set()


def test_four_eyes_are_two_people(database: Database) -> None:
    copy = drafted(database, four_eyes=True)
    with pytest.raises(FourEyesNeeded):
        do(database, publish, EEVA, copy.id, copy.revision, NOW)
    handed = do(database, submit, EEVA, copy.id, copy.revision, NOW)
    assert handed.state == "in_review"
    with pytest.raises(FourEyesNeeded):
        do(database, review, EEVA, copy.id, handed.revision, NOW, approve=True)
    with pytest.raises(NotYours):
        do(database, review, KELA, copy.id, handed.revision, NOW, approve=True)
    approved = do(database, review, OTSO, copy.id, handed.revision, NOW, approve=True)
    assert approved.state == "approved"
    assert do(database, publish, EEVA, copy.id, approved.revision, NOW).state == "published"


def test_a_word_after_the_approval_takes_it_away(database: Database) -> None:
    copy = drafted(database, four_eyes=True)
    handed = do(database, submit, EEVA, copy.id, copy.revision, NOW)
    do(database, review, OTSO, copy.id, handed.revision, NOW, approve=True)
    written = do(database, write_text, EEVA, copy.id, "fi", NEWER, handed.text_versions["fi"], NOW)
    assert written.state == "draft"
    with pytest.raises(FourEyesNeeded):
        do(database, publish, EEVA, copy.id, written.revision, NOW)


def test_whoever_wrote_since_the_last_publication_does_not_review(database: Database) -> None:
    copy = drafted(database, four_eyes=True)
    do(database, write_text, OTSO, copy.id, "sv", Words("Verkstad"), 0, NOW)
    seen = now_is(database, copy.id).revision
    handed = do(database, submit, EEVA, copy.id, seen, NOW)
    with pytest.raises(FourEyesNeeded):
        do(database, review, OTSO, copy.id, handed.revision, NOW, approve=True)


def test_a_returned_version_is_where_it_was_with_the_reviewers_words(database: Database) -> None:
    copy = published(database)
    written = do(database, write_text, EEVA, copy.id, "fi", NEWER, copy.text_versions["fi"], NOW)
    handed = do(database, submit, EEVA, copy.id, written.revision, NOW)
    back = do(
        database, review, OTSO, copy.id, handed.revision, NOW, approve=False, comment="Puhelinnumero puuttuu"
    )
    assert (back.state, back.unpublished_changes) == ("published", True)
    assert ask(database, history, copy.id)[0].comment == "Puhelinnumero puuttuu"
    assert in_chat(database) == {copy.id}


def test_a_planned_version_is_published_in_time_and_once(database: Database) -> None:
    copy = drafted(database)
    moment = NOW + timedelta(hours=1)
    planned = do(database, publish_at, EEVA, copy.id, copy.revision, moment, NOW)
    assert (planned.state, planned.publish_at) == ("approved", moment)
    assert ask(database, due, NOW) == ()
    assert do(database, publish_due, NOW) == ()
    assert in_chat(database) == set()
    assert ask(database, due, moment) == (copy.id,)
    assert do(database, publish_due, moment) == (copy.id,)
    assert do(database, publish_due, moment) == ()
    assert in_chat(database) == {copy.id}
    assert now_is(database, copy.id).publish_at is None


def test_a_planned_version_that_is_written_again_is_not_published(database: Database) -> None:
    copy = drafted(database)
    do(database, publish_at, EEVA, copy.id, copy.revision, NOW, NOW)
    do(database, write_text, EEVA, copy.id, "fi", NEWER, 1, NOW)
    assert do(database, publish_due, NOW) == ()


def test_a_planned_version_that_became_wrong_goes_back_and_stops_no_other(database: Database) -> None:
    copy = drafted(database)
    do(database, publish_at, EEVA, copy.id, copy.revision, NOW, NOW)
    other = do(database, draft, EEVA, FACTS, {"fi": FINNISH}, NOW, service_id="zz")
    do(database, publish_at, EEVA, other.id, other.revision, NOW, NOW)
    with database.write() as session:
        session.get_one(ServiceRow, copy.id).municipalities = ["999"]
    assert do(database, publish_due, NOW) == ("zz",)
    assert now_is(database, copy.id).state == "draft"
    assert "municipalities: unknown_code 999" in ask(database, history, copy.id)[0].comment


def test_withdrawn_archived_restored_and_published_again(database: Database) -> None:
    copy = published(database)
    assert do(database, withdraw, EEVA, copy.id, NOW).state == "withdrawn"
    assert in_chat(database) == set()
    again = do(database, publish, EEVA, copy.id, now_is(database, copy.id).revision, NOW)
    assert in_chat(database) == {copy.id}
    assert do(database, archive, EEVA, copy.id, NOW).state == "archived"
    assert in_chat(database) == set()
    restored = do(database, restore, EEVA, copy.id, NOW)
    assert (restored.state, restored.content) == ("draft", again.content)


@pytest.mark.parametrize(
    ("verb", "named"),
    [(review, {"approve": True}), (withdraw, {}), (restore, {})],
)
def test_a_draft_has_not_every_verb(database: Database, verb: Any, named: dict[str, bool]) -> None:
    copy = drafted(database)
    seen = (copy.revision,) if verb is review else ()
    with pytest.raises(NotAllowedNow, match="draft"):
        do(database, verb, EEVA, copy.id, *seen, NOW, **named)


def test_confirming_moves_the_review_in_the_chat_and_publishes_nothing(database: Database) -> None:
    copy = published(database)
    do(database, write_text, EEVA, copy.id, "fi", NEWER, copy.text_versions["fi"], NOW)
    later = NOW + timedelta(days=100)
    confirmed = do(database, confirm_still_right, OTSO, copy.id, later)
    assert confirmed.review_due == date(2028, 9, 1)
    assert confirmed.unpublished_changes
    seen = ask(database, load_catalogue, TODAY).by_id[copy.id]
    assert (seen.review_due, seen.texts["fi"].summary) == (date(2028, 9, 1), FINNISH.summary)
    own = do(database, confirm_still_right, OTSO, copy.id, later, date(2027, 1, 1))
    assert own.review_due == date(2027, 1, 1)
    with pytest.raises(NotYours):
        do(database, confirm_still_right, KELA, copy.id, later)


@pytest.mark.parametrize(
    ("today", "until"),
    [
        (date(2026, 11, 21), date(2028, 5, 21)),
        (date(2026, 6, 30), date(2027, 12, 30)),
        (date(2026, 8, 31), date(2028, 2, 29)),
    ],
)
def test_a_review_lasts_eighteen_months(today: date, until: date) -> None:
    assert next_review(today) == until


def test_every_verb_is_in_the_history_with_its_author(database: Database) -> None:
    copy = drafted(database, four_eyes=True)
    handed = do(database, submit, EEVA, copy.id, copy.revision, NOW, "valmis")
    approved = do(database, review, OTSO, copy.id, handed.revision, NOW, approve=True)
    do(database, publish_at, EEVA, copy.id, approved.revision, NOW, NOW)
    do(database, publish_due, datetime(2026, 11, 22, tzinfo=NOW.tzinfo))
    do(database, withdraw, OTSO, copy.id, NOW)
    do(database, archive, OTSO, copy.id, NOW)
    lines = [(each.change, each.made_by_name) for each in reversed(ask(database, history, copy.id))]
    assert lines == [
        ("drafted", "Eeva"),
        ("submitted", "Eeva"),
        ("approved", "Otso"),
        ("planned", "Eeva"),
        ("published", "Osaamo"),
        ("withdrawn", "Otso"),
        ("archived", "Otso"),
    ]
