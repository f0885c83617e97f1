"""Days as people name them, and events found by place, day and kind."""

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogues.conversation.events import locale_of
from dialogues.engine import UnmetNeed
from dialogues.tracker import ActionResult, Entity, Parsed, TrackerView
from dialogues.understanding.days import Days, read_days
from dialogues.understanding.facts import FactReader
from knowledge.vocabulary import LANGUAGES
from tests.knowledge.shipped import catalogue
from tests.transcripts.player import PROJECT, actions

TUESDAY = date(2026, 11, 24)
FACTS = FactReader.load(PROJECT / "nlu", catalogue().municipalities)


def days(text: str, language: str = "fi") -> tuple[str, str] | None:
    found = FACTS.days(text, language, TUESDAY)
    return (found.first.isoformat(), found.last.isoformat()) if found else None


def find(text: str = "/find_events", *entities: Entity, **slots: Any) -> ActionResult:
    latest = Parsed(text, "find_events", 1.0, entities, (("find_events", 1.0),))
    known = {"language": "fi", "audience": "person", **slots}
    return asyncio.run(actions().run("action_find_events", TrackerView("test", known, latest)))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("tänään", "2026-11-24", "2026-11-24"),
        ("onko huomenna jotain infoa", "2026-11-25", "2026-11-25"),
        ("ylihuomenna", "2026-11-26", "2026-11-26"),
        ("mitä tällä viikolla on", "2026-11-24", "2026-11-29"),
        ("Oulussa ensi viikolla", "2026-11-30", "2026-12-06"),
        ("viikonloppuna", "2026-11-28", "2026-11-29"),
        ("perjantaina", "2026-11-27", "2026-11-27"),
        ("tiistaina", "2026-11-24", "2026-11-24"),
        ("maanantaina", "2026-11-30", "2026-11-30"),
        ("ensi viikon tiistaina", "2026-12-01", "2026-12-01"),
        ("tässä kuussa", "2026-11-24", "2026-11-30"),
        ("ensi kuussa", "2026-12-01", "2026-12-31"),
        ("tammikuussa", "2027-01-01", "2027-01-31"),
        ("24.11.", "2026-11-24", "2026-11-24"),
        ("23.11.", "2027-11-23", "2027-11-23"),
        ("3.12.2026", "2026-12-03", "2026-12-03"),
        ("3. joulukuuta", "2026-12-03", "2026-12-03"),
        ("2026-12-24", "2026-12-24", "2026-12-24"),
    ],
)
def test_finnish_days(text: str, first: str, last: str) -> None:
    assert days(text) == (first, last)


@pytest.mark.parametrize(
    ("language", "tomorrow", "next_week", "third_of_december"),
    [
        ("sv", "imorgon", "nästa vecka", "den 3 december"),
        ("en", "tommorow", "next week", "3rd of December"),
        ("ru", "завтра", "на следующей неделе", "3 декабря"),
        ("uk", "завтра", "наступного тижня", "3 грудня"),
        ("et", "homme", "järgmisel nädalal", "3. detsembril"),
        ("ar", "غدًا", "الأسبوع القادم", "٣ ديسمبر"),
        ("fa", "فردا", "هفتهٔ آینده", "۳ دسامبر"),
        ("so", "berri", "toddobaadka soo socda", "3 diseembar"),
        ("fi-x-selko", "huomenna", "ensi viikolla", "3. joulukuuta"),
    ],
)
def test_days_in_every_language(language: str, tomorrow: str, next_week: str, third_of_december: str) -> None:
    assert days(tomorrow, language) == ("2026-11-25", "2026-11-25")
    assert days(next_week, language) == ("2026-11-30", "2026-12-06")
    assert days(third_of_december, language) == ("2026-12-03", "2026-12-03")


@pytest.mark.parametrize(
    ("text", "language"),
    [("onko tapahtumia", "fi"), ("31.2.", "fi"), ("klo 10.30", "fi"), ("may i come", "en"), ("", "fi")],
)
def test_no_day_is_named(text: str, language: str) -> None:
    assert days(text, language) is None


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_a_date_in_digits_is_that_day_and_never_long_past(day: date, today: date) -> None:
    assert read_days(day.isoformat(), (), (), today) == Days(day, day)
    read = read_days(f"{day.day}.{day.month}.", (), (), today)
    if read:
        assert (read.first.day, read.first.month) == (day.day, day.month)
        assert today <= read.first < today + timedelta(days=366)


def test_it_is_asked_where_once_and_the_days_are_kept() -> None:
    asked = find("onko huomenna tapahtumia")
    assert asked.slots == {"prompt": "events", "event_days": ["2026-11-22", "2026-11-22"]}
    told = find("en osaa sanoa", prompt="events", event_days=["2026-11-25", "2026-11-25"])
    assert "Avoin info" in told.said[0].text
    assert "Rekrytreffit" not in told.said[0].text


def test_the_home_is_known() -> None:
    assert "Turun messut" in find("onko tapahtumia", municipality="853").said[0].text


def test_a_kind_that_is_named_goes_before_others() -> None:
    text = find("mitä infotilaisuuksia on Oulussa").said[0].text
    assert "Avoin info" in text
    assert "Rekrytreffit" not in text


def test_other_values_of_a_button_change_nothing() -> None:
    bad = [
        Entity("municipality", "elsewhere"),
        Entity("first", "x"),
        Entity("after", "-1"),
        Entity("kind", "x"),
    ]
    assert "Rekrytreffit" in find("/find_events", *bad).said[0].text
    assert find("/find_events", Entity("municipality", "999")).slots["prompt"] == "events"


def test_nothing_found_is_an_unmet_need_with_wider_choices() -> None:
    result = find("rekryjä Turussa perjantaina")
    assert result.effects == (UnmetNeed("rekryjä Turussa perjantaina"),)
    payloads = [button.payload for button in result.said[0].buttons]
    assert payloads[0] == '/find_events{"municipality": "853"}'
    assert '"municipality": "elsewhere"' in payloads[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_dates_are_written_in_every_language(language: str) -> None:
    assert locale_of(language).language == language.partition("-")[0]


def test_an_unknown_language_writes_dates_in_english() -> None:
    assert locale_of("xx-unknown").language == "en"
