"""Imports of calendars: idempotent, whole, with corrections kept and what has vanished withdrawn."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from knowledge.catalogue import LiveCatalogue, load_catalogue
from knowledge.database import Database
from knowledge.editing.providers import write_provider
from knowledge.events.content import EventContent
from knowledge.events.editing import save, withdraw
from knowledge.events.published import published_events
from knowledge.events.working_copy import EventCopy, open_event
from knowledge.sources.importer import Plan
from knowledge.sources.reports import RecordReport, Run, records_of
from tests.knowledge.editing.make import do
from tests.knowledge.events.calendars import IMPORTER, NOW, event, imported

ID = "rekrytointipaiva"


@pytest.fixture(autouse=True)
def city(database: Database) -> None:
    do(database, write_provider, "city", {"fi": "Kaupunki"}, "", False, NOW)


def shown(database: Database) -> list[str]:
    with database.read() as session:
        return [each.first.texts["fi"].name for each in published_events(session)]


def reports(database: Database, run: Run) -> list[tuple[str, str, str]]:
    return [(each.source_id, each.outcome, each.reason) for each in records(database, run)]


def records(database: Database, run: Run) -> tuple[RecordReport, ...]:
    with database.read() as session:
        return records_of(session, run.id)


def copy_of(database: Database, event_id: str = ID) -> EventCopy:
    with database.read() as session:
        return open_event(session, event_id)


def with_place(content: EventContent, place: str) -> EventContent:
    return replace(content, facts=replace(content.facts, place=place))


def test_a_calendar_is_brought_in_once(database: Database) -> None:
    assert imported(database, event(), event("u2", SUMMARY="SUMMARY:Messut")).counts == {"new": 2}
    assert imported(database, event(), event("u2", SUMMARY="SUMMARY:Messut")).counts == {"same": 2}
    assert sorted(shown(database)) == ["Messut", "Rekrytointipäivä"]
    assert copy_of(database).revision == 2


def test_a_dry_run_changes_nothing_and_tells_what_would(database: Database) -> None:
    imported(database, event("u1"), event("u2"))
    run = imported(database, event("u1", SUMMARY="SUMMARY:Rekry"), plan=Plan(dry_run=True))
    assert reports(database, run) == [("u1", "changed", ""), ("u2", "archived", "gone")]
    (change,) = records(database, run)[0].changes
    assert (change.field, change.language, change.before, change.after) == (
        *("name", "fi"),
        *("Rekrytointipäivä", "Rekry"),
    )
    assert shown(database) == ["Rekrytointipäivä", "Rekrytointipäivä"]


def test_without_publishing_events_are_drafts_and_are_shown_by_a_later_run(database: Database) -> None:
    imported(database, event(), plan=Plan())
    imported(database, event(SUMMARY="SUMMARY:Uusi nimi"), plan=Plan())
    assert shown(database) == []
    imported(database, event(SUMMARY="SUMMARY:Uusi nimi"))
    assert shown(database) == ["Uusi nimi"]


def test_what_an_editor_has_corrected_stays(database: Database) -> None:
    imported(database, event())
    copy = copy_of(database)
    do(database, save, IMPORTER, ID, with_place(copy.content, "Kaupungintalo"), copy.revision, NOW)
    run = imported(database, event(SUMMARY="SUMMARY:Uusi", LOCATION="LOCATION:Halli\\, Oulu"))
    after = copy_of(database).content
    assert (after.facts.place, after.name, after.facts.address) == ("Kaupungintalo", "Uusi", "Oulu")
    assert records(database, run)[0].kept == (("", "place"),)


def test_what_has_vanished_is_withdrawn_if_it_is_to_come(database: Database) -> None:
    imported(database, event("past", start="20261122T090000"), event("u1"), event("other"))
    imported(database, event("elsewhere", SUMMARY="SUMMARY:Muualla"), subject="other.ics")
    run = imported(database, event("other"), now=NOW + timedelta(days=2))
    assert reports(database, run) == [("other", "same", ""), ("u1", "archived", "gone")]
    back = imported(database, event("other"), event("u1"), now=NOW + timedelta(days=2))
    assert back.counts["changed"] == 1
    assert len(shown(database)) == 4


def test_nothing_vanishes_while_an_event_cannot_be_told_apart(database: Database) -> None:
    imported(database, event("u1"), event("u2"))
    imported(database, event("u1"), event("u2", UID=""))
    assert len(shown(database)) == 2


def test_a_cancelled_event_is_withdrawn(database: Database) -> None:
    imported(database, event("u1"), event("u2"))
    run = imported(database, event("u1", "STATUS:CANCELLED"), event("u2"))
    assert ("u1", "archived", "gone") in reports(database, run)
    assert len(shown(database)) == 1
    again = imported(database, event("u1", "STATUS:CANCELLED"), event("u2"))
    assert again.counts == {"same": 2}


def test_what_an_editor_has_withdrawn_is_not_published_again(database: Database) -> None:
    imported(database, event())
    do(database, withdraw, IMPORTER, ID, NOW)
    imported(database, event(SUMMARY="SUMMARY:Uusi"))
    assert (shown(database), copy_of(database).content.name) == ([], "Uusi")


def test_records_that_cannot_be_taken(database: Database) -> None:
    run = imported(
        database,
        event("over", start="20261101T090000"),
        event("old", DTSTART="DTSTART:00010101T000000Z", DURATION=""),
        event("last", DTSTART="DTSTART:99991231T235900", DURATION=""),
        event("twice", "SEQUENCE:1", SUMMARY="SUMMARY:Vanha"),
        event("twice", "SEQUENCE:2", SUMMARY="SUMMARY:Uusi"),
    )
    told = {(uid, outcome, reason) for uid, outcome, reason in reports(database, run)}
    assert told == {
        ("over", "skipped", "over"),
        ("old", "refused", "invalid"),
        ("last", "refused", "wrong_value"),
        ("twice", "new", ""),
        ("twice", "refused", "duplicate"),
    }
    assert shown(database) == ["Uusi"]


def test_an_older_version_of_an_event_does_not_come_back(database: Database) -> None:
    imported(database, event("u1", "LAST-MODIFIED:20261110T000000Z", SUMMARY="SUMMARY:Uusi"))
    run = imported(database, event("u1", "LAST-MODIFIED:20261101T000000Z", SUMMARY="SUMMARY:Vanha"))
    assert (reports(database, run), shown(database)) == ([("u1", "skipped", "older")], ["Uusi"])


def test_a_provider_that_asks_for_four_eyes_publishes_itself(database: Database) -> None:
    with database.write() as session:
        write_provider(session, "city", {"fi": "Kaupunki"}, "", True, NOW)
    run = imported(database, event())
    assert (reports(database, run), shown(database)) == ([("u1", "new", "four_eyes")], [])


def test_an_import_is_in_the_catalogue_of_another_process(database: Database) -> None:
    with database.read() as session:
        live = LiveCatalogue(load_catalogue(session, date(2026, 11, 21)))
    imported(database, event("u1", "RRULE:FREQ=WEEKLY;COUNT=3"))
    assert [each.first.event_id for each in live.refresh(database, date(2026, 11, 21)).events] == [ID]
    known = live.current.events
    assert live.refresh(database, date(2026, 11, 22)).events is known
    with database.write() as session:
        write_provider(session, "city", {"fi": "Uusi kaupunki"}, "", False, NOW)
    (renamed,) = live.refresh(database, date(2026, 11, 22)).events
    assert renamed.first.provider_names == {"fi": "Uusi kaupunki"}
