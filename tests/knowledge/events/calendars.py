"""Calendars for tests, and their imports."""

from datetime import UTC, datetime
from typing import Any, Final

from knowledge.database import Database
from knowledge.editing.actor import Actor
from knowledge.sources.ical import CalendarSource, CalendarWishes
from knowledge.sources.ical_files import read_events
from knowledge.sources.importer import Plan, run_import
from knowledge.sources.reports import Run
from tests.knowledge.events.make import PLACES

NOW: Final = datetime(2026, 11, 21, 12, tzinfo=UTC)
IMPORTER: Final = Actor("inka", "Inka", None)
PUBLISHED: Final = Plan(publish=True)


def event(uid: str = "u1", *lines: str, start: str = "20261201T090000", **changed: str) -> str:
    """A recruiting event in Oulu; a line given by the name of its property replaces the usual one."""
    usual = {
        "UID": f"UID:{uid}",
        "DTSTART": f"DTSTART;TZID=Europe/Helsinki:{start}",
        "DURATION": "DURATION:PT2H",
        "SUMMARY": "SUMMARY:Rekrytointipäivä",
        "DESCRIPTION": "DESCRIPTION:Tapaa työnantajia.",
        "LOCATION": "LOCATION:Pääkirjasto\\, Kaarlenväylä 3\\, 90100 Oulu",
    }
    said = [text for text in {**usual, **changed}.values() if text]
    return "\r\n".join(["BEGIN:VEVENT", *said, *lines, "END:VEVENT"])


def calendar(*events: str) -> bytes:
    return "\r\n".join(
        ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:test", *events, "END:VCALENDAR", ""]
    ).encode()


def source(data: bytes, subject: str = "city.ics", **wishes: Any) -> CalendarSource:
    wanted = CalendarWishes(**{"provider": "city", **wishes})
    return CalendarSource.of(subject, read_events(data, subject), wanted, PLACES)


def imported(
    database: Database, *events: str, plan: Plan = PUBLISHED, now: datetime = NOW, subject: str = "city.ics"
) -> Run:
    made = source(calendar(*events), subject)
    return run_import(database, made, IMPORTER, plan, lambda: now)
