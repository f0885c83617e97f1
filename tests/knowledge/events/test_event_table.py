"""Tables of events: choices of repeating, days and hours as people write them, errors by row and column."""

import csv
from datetime import date
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from knowledge.events.choices import Repeat, repeat_of, rule_of
from knowledge.events.record import EventRecord
from knowledge.sources.event_table import EventTableSource
from knowledge.sources.source import Known, Parsed, Refused
from tests.knowledge.events.make import PLACES, clock

ROW = {
    "id": "treffit-1",
    "provider": "city",
    "kind": "recruiting",
    "municipality": "Oulu",
    "place": "Kirjasto",
    "date": "1.12.2026",
    "start": "9",
    "end": "11.30",
    "name:fi": "Treffit",
    "summary:fi": "Tapaa työnantajia.",
}


def parsed(folder: Path, *rows: dict[str, str]) -> list[Parsed]:
    file = folder / "events.csv"
    header = list(dict.fromkeys(name for row in rows for name in row))
    with file.open("w", encoding="utf-8-sig", newline="") as opened:
        writer = csv.DictWriter(opened, header, delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    source = EventTableSource.open(file, PLACES)
    return [source.parse(raw) for raw in source.records(Known())]


def test_a_row_is_an_event(tmp_path: Path) -> None:
    row = {
        **ROW,
        "repeat": "weekly",
        "until": "2026-12-31",
        "left_out": "8.12.2026; 2026-12-15",
        "languages": "fi, sv",
        "audience": "person",
        "online": "x",
        "name:sv": "Träff",
    }
    (record,) = parsed(tmp_path, row)
    assert isinstance(record, EventRecord)
    facts = record.content.facts
    assert (facts.starts, facts.ends) == (clock("2026-12-01 09:00"), clock("2026-12-01 11:30"))
    assert (facts.municipality, facts.online, facts.languages) == ("564", True, ("fi", "sv"))
    assert facts.rule == "FREQ=WEEKLY;UNTIL=20261231T235959"
    assert facts.without == (clock("2026-12-08 09:00"), clock("2026-12-15 09:00"))
    assert (record.content.texts["sv"].words.name, facts.source_language) == ("Träff", "fi")


def test_a_row_without_hours_is_of_whole_days(tmp_path: Path) -> None:
    (record,) = parsed(tmp_path, {**ROW, "start": "", "end": "", "end_date": "2.12.2026"})
    assert isinstance(record, EventRecord)
    assert (record.content.facts.all_day, record.content.facts.ends) == (True, clock("2026-12-03"))


def test_a_workbook_keeps_its_days_and_hours(tmp_path: Path) -> None:
    file = tmp_path / "events.xlsx"
    with Workbook(str(file)) as book:
        sheet = book.add_worksheet("events")
        sheet.write_row(0, 0, list(ROW))
        sheet.write_row(1, 0, list(ROW.values()))
        sheet.write_datetime(
            1, list(ROW).index("date"), clock("2026-12-01"), book.add_format({"num_format": "d.m.yyyy"})
        )
        sheet.write_number(1, list(ROW).index("start"), 0.375, book.add_format({"num_format": "h:mm"}))
    source = EventTableSource.open(file, PLACES)
    (record,) = [source.parse(raw) for raw in source.records(Known())]
    assert isinstance(record, EventRecord)
    assert record.content.facts.starts == clock("2026-12-01 09:00")


@pytest.mark.parametrize(
    ("changed", "reason", "told"),
    [
        ({"id": ""}, "no_id", "row 2, column id"),
        ({"id": "a b"}, "wrong_value", "column id"),
        ({"date": ""}, "wrong_value", "column date: missing"),
        ({"date": "31.2.2026"}, "wrong_value", "column date: no day '31.2.2026'"),
        ({"start": "25"}, "wrong_value", "column start: no time '25'"),
        ({"start": ""}, "wrong_value", "column start: missing"),
        ({"end": "8:00"}, "invalid", "column end: wrong_order"),
        ({"kind": "party"}, "wrong_value", "column kind: unknown_code 'party'"),
        ({"municipality": "Atlantis"}, "wrong_value", "column municipality: no municipality 'Atlantis'"),
        ({"repeat": "hourly"}, "wrong_value", "column repeat: unknown_code"),
        ({"repeat": "FREQ=HOURLY"}, "wrong_value", "column repeat: FREQ=HOURLY"),
        ({"url": "http://example.org"}, "invalid", "column url: bad_link"),
        ({"name:fi": "a" * 81}, "invalid", "column name:fi: too_long 80"),
        ({"name:fi": ""}, "no_text", "row 2"),
        ({"name:xx": "?"}, "invalid", "column language:xx: unknown_code"),
        ({"colour": "red"}, "wrong_value", "column 'colour' is not known"),
        ({"online": "maybe", "kind": "x"}, "wrong_value", "column online: yes or no"),
    ],
)
def test_what_is_wrong_is_told_by_row_and_column(
    tmp_path: Path, changed: dict[str, str], reason: str, told: str
) -> None:
    bad, good = parsed(tmp_path, {**ROW, **changed}, {**ROW, "id": "good"})
    assert isinstance(bad, Refused)
    assert bad.reason == reason
    assert bad.detail.startswith("row 2")
    assert told in bad.detail
    assert isinstance(good, EventRecord) or "colour" in changed


@pytest.mark.parametrize(
    ("repeat", "rule"),
    [
        (Repeat(), ""),
        (Repeat("daily"), "FREQ=DAILY"),
        (
            Repeat("weekdays", until=date(2026, 12, 31)),
            "FREQ=WEEKLY;UNTIL=20261231T235959;BYDAY=MO,TU,WE,TH,FR",
        ),
        (Repeat("weekly"), "FREQ=WEEKLY"),
        (Repeat("weekly", ("TU", "TH")), "FREQ=WEEKLY;BYDAY=TU,TH"),
        (Repeat("two_weeks"), "FREQ=WEEKLY;INTERVAL=2"),
        (Repeat("monthly"), "FREQ=MONTHLY"),
        (Repeat("monthly_weekday"), "FREQ=MONTHLY;BYDAY=1TU"),
    ],
)
def test_a_choice_is_a_rule_and_back(repeat: Repeat, rule: str) -> None:
    starts = clock("2026-12-01 09:00")
    assert rule_of(repeat, starts) == rule
    assert repeat_of(rule, starts) == repeat


def test_at_the_end_of_a_month() -> None:
    assert rule_of(Repeat("monthly"), clock("2027-01-31 09:00")) == "FREQ=MONTHLY;BYMONTHDAY=-1"
    assert rule_of(Repeat("monthly_weekday"), clock("2026-12-29 09:00")) == "FREQ=MONTHLY;BYDAY=-1TU"


@pytest.mark.parametrize("rule", ["FREQ=YEARLY", "FREQ=DAILY;COUNT=3", "FREQ=MONTHLY;BYDAY=3WE"])
def test_a_rule_that_nobody_can_choose_stays_as_it_is(rule: str) -> None:
    assert repeat_of(rule, clock("2026-12-01 09:00")) is None
