"""Calendars as they are found in the world, read event by event."""

from datetime import UTC, datetime

import pytest

from knowledge.events.record import EventRecord
from knowledge.sources.ical_files import LARGEST_EVENT, MOST_EVENTS, read_events
from knowledge.sources.source import Gone, Known, Parsed, Refused, Skipped, SourceError
from tests.knowledge.events.calendars import calendar, event, source
from tests.knowledge.events.make import clock


def parsed(data: bytes, **wishes: str) -> list[Parsed]:
    made = source(data, **wishes)
    return [
        raw.payload if isinstance(raw.payload, Refused) else made.parse(raw) for raw in made.records(Known())
    ]


def one(*lines: str, **changed: str) -> EventRecord:
    (found,) = parsed(calendar(event("u1", *lines, **changed)))
    assert isinstance(found, EventRecord), found
    return found


def test_an_event_is_read_whole() -> None:
    record = one(
        "SUMMARY;LANGUAGE=sv:Rekryteringsdag",
        "URL:https://example.org/a",
        "CATEGORIES:Työ,Messut",
        "LAST-MODIFIED:20261101T100000Z",
    )
    facts = record.content.facts
    assert (facts.starts, facts.ends) == (clock("2026-12-01 09:00"), clock("2026-12-01 11:00"))
    assert (facts.place, facts.address) == ("Pääkirjasto", "Kaarlenväylä 3, 90100 Oulu")
    assert (facts.municipality, facts.kind, facts.url) == ("564", "recruiting", "https://example.org/a")
    assert record.content.texts["sv"].words.name == "Rekryteringsdag"
    assert record.content.texts["fi"].words.summary == "Tapaa työnantajia."
    assert record.modified == datetime(2026, 11, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "starts", "zone"),
    [
        ("DTSTART:20261201T090000", "2026-12-01 09:00", "Europe/Helsinki"),
        ("DTSTART:20260701T060000Z", "2026-07-01 09:00", "Europe/Helsinki"),
        ("DTSTART;TZID=Europe/Stockholm:20261201T080000", "2026-12-01 09:00", "Europe/Helsinki"),
        ("DTSTART;TZID=FLE Standard Time:20261201T090000", "2026-12-01 09:00", "Europe/Helsinki"),
        ("DTSTART;VALUE=DATE:20261201", "2026-12-01 00:00", "Europe/Helsinki"),
    ],
)
def test_times_are_those_of_finland(start: str, starts: str, zone: str) -> None:
    facts = one(DTSTART=start, DURATION="").content.facts
    assert (facts.starts, facts.zone) == (clock(starts), zone)


def test_a_series_keeps_the_zone_in_which_its_hour_stays() -> None:
    facts = one("RRULE:FREQ=WEEKLY;UNTIL=20270101T000000Z", DTSTART="DTSTART:20261001T060000Z").content.facts
    assert (facts.zone, facts.starts, facts.rule) == (
        "UTC",
        clock("2026-10-01 06:00"),
        "FREQ=WEEKLY;UNTIL=20270101T000000",
    )


def test_a_zone_that_the_calendar_brings_itself() -> None:
    zone = "BEGIN:VTIMEZONE\r\nTZID:Oma aika\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
    zone += "TZOFFSETFROM:+0500\r\nTZOFFSETTO:+0500\r\nEND:STANDARD\r\nEND:VTIMEZONE"
    (found,) = parsed(calendar(zone, event(DTSTART="DTSTART;TZID=Oma aika:20261201T120000")))
    assert isinstance(found, EventRecord)
    assert found.content.facts.starts == clock("2026-12-01 09:00")


def test_an_event_of_days_ends_after_its_last_one() -> None:
    facts = one(DTSTART="DTSTART;VALUE=DATE:20261201", DURATION="DTEND;VALUE=DATE:20261203").content.facts
    assert (facts.all_day, facts.starts, facts.ends) == (True, clock("2026-12-01"), clock("2026-12-03"))


def test_an_event_without_an_end_lasts_an_hour() -> None:
    assert one(DURATION="").content.facts.ends == clock("2026-12-01 10:00")


def test_an_instance_that_was_moved_stands_beside_its_series() -> None:
    series = event("s", "RRULE:FREQ=WEEKLY", "EXDATE;TZID=Europe/Helsinki:20261215T090000")
    moved = event("s", "RECURRENCE-ID:20261208T070000Z", start="20261209T130000", SUMMARY="SUMMARY:Siirretty")
    off = event("s", "RECURRENCE-ID;TZID=Europe/Helsinki:20261222T090000", "STATUS:CANCELLED")
    first, second, third = parsed(calendar(series, moved, off))
    assert isinstance(first, EventRecord)
    assert isinstance(second, EventRecord)
    assert first.content.facts.without == tuple(
        map(clock, ("2026-12-08 09:00", "2026-12-15 09:00", "2026-12-22 09:00"))
    )
    assert (second.source_id, second.content.facts.group) == ("s#2026-12-08T09:00:00", "s")
    assert second.content.facts.rule == ""
    assert isinstance(third, Gone)


@pytest.mark.parametrize(
    ("where", "municipality", "online"),
    [
        ("Kajaanintie 5\\, 90100 Oulu", "564", False),
        ("Kirjasto\\, Uleåborg", "564", False),
        ("Nokian kirjasto\\, Tampere", "837", False),
        ("https://teams.example/x", None, True),
        ("Verkossa (Teams)", None, True),
        ("Zoom / Oulu", "564", True),
    ],
)
def test_where_it_is_held(where: str, municipality: str | None, online: bool) -> None:
    facts = one(LOCATION=f"LOCATION:{where}").content.facts
    assert (facts.municipality, facts.online) == (municipality, online)


def test_texts_lose_their_marks_and_are_cut() -> None:
    words = (
        one(
            SUMMARY=f"SUMMARY:<b>Messut</b> {'pitkä ' * 40}",
            DESCRIPTION="DESCRIPTION:<script>alert(1)</script><p>Tule\\nmukaan</p> " + "sana " * 100,
        )
        .content.texts["fi"]
        .words
    )
    assert words.name.startswith("Messut pitkä")
    assert words.summary.startswith("Tule mukaan sana")
    assert (len(words.name) <= 80, len(words.summary) <= 200) == (True, True)


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (event("x", UID=""), "no_id"),
        (event("x", DTSTART=""), "wrong_value"),
        (event("x", DTSTART="DTSTART:20269999T000000"), "wrong_value"),
        (event("x", DTSTART="DTSTART;TZID=Kuu/Meri:20261201T090000"), "wrong_value"),
        (event("x", DURATION="DTEND:20261101T090000"), "wrong_value"),
        (event("x", DURATION="DURATION:-PT1H"), "wrong_value"),
        (event("x", DURATION="DURATION:P99999999D"), "wrong_value"),
        (event("x", "RRULE:FREQ=SECONDLY"), "wrong_value"),
        (event("x", "RRULE:FREQ=WEEKLY;INTERVAL=0"), "wrong_value"),
        (event("x", "RRULE:FREQ=;;"), "wrong_value"),
        (event("x", "RRULE:FREQ=DAILY", "RRULE:FREQ=WEEKLY"), "wrong_value"),
        (event("x", "RECURRENCE-ID;RANGE=THISANDFUTURE:20261208T070000Z"), "wrong_value"),
        (event("x", SUMMARY=""), "no_text"),
        (event("x", LOCATION=""), "missing_field"),
        (event("x", LOCATION="LOCATION:Jossain"), "missing_field"),
        (event("x", DESCRIPTION="DESCRIPTION:" + "a" * LARGEST_EVENT), "too_large"),
        ("BEGIN:VEVENT\r\nUID:x\r\nSUMMARY:Loppu puuttuu", "unreadable"),
    ],
)
def test_a_bad_event_is_told_and_stops_no_other(bad: str, reason: str) -> None:
    found = parsed(calendar(event("before"), bad, event("after")))
    assert [each.reason for each in found if isinstance(each, Refused)] == [reason]
    assert [each.source_id for each in found if isinstance(each, EventRecord)] == ["before", "after"]


def test_broken_lines_and_another_encoding_in_one_event() -> None:
    latin = event("latin").encode("latin-1")
    lines = event("lines", "this is no line", "X-ODD;=:1", "BEGIN:VALARM", "DURATION:x", "END:VALARM")
    found = parsed(b"\r\n".join([b"BEGIN:VCALENDAR", latin, lines.encode(), b"END:VCALENDAR"]))
    assert [type(each) for each in found] == [EventRecord, Refused]
    assert isinstance(found[1], Refused)
    assert found[1].reason == "wrong_encoding"


def test_a_letter_that_a_fold_cuts_in_two_is_whole() -> None:
    data = calendar(event()).replace("päivä".encode(), b"p\xc3\r\n \xa4iv\xc3\xa4")
    (found,) = parsed(data)
    assert isinstance(found, EventRecord)
    assert found.content.name == "Rekrytointipäivä"


def test_what_is_not_public_is_skipped() -> None:
    (found,) = parsed(calendar(event("u", "CLASS:PRIVATE")))
    assert isinstance(found, Skipped)
    assert found.reason == "not_public"


@pytest.mark.parametrize(
    "data",
    [b"", b"<html>Sign in</html>", calendar(), b"\xff\xfeB\x00E\x00", b"x" * 10_000_001],
)
def test_what_is_no_calendar_with_events_is_refused_whole(data: bytes) -> None:
    with pytest.raises(SourceError):
        read_events(data, "city.ics")


def test_no_more_events_are_read_than_a_calendar_may_have() -> None:
    data = calendar(*(["BEGIN:VEVENT\r\nUID:x\r\nEND:VEVENT"] * (MOST_EVENTS + 2)))
    last = read_events(data, "city.ics")[-1]
    assert isinstance(last.event, Refused)
    assert last.event.reason == "too_large"
