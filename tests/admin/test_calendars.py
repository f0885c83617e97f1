"""Calendars that an administrator keeps: read once a day by one process, and who fails is told."""

from datetime import datetime, timedelta

import pytest

from admin.calendar_running import CalendarReader
from admin.import_kinds import Desired, Opened
from knowledge.events.published import published_events
from knowledge.sources.calendars import calendars, due_calendars
from knowledge.sources.ical import CalendarSource, CalendarWishes
from knowledge.sources.ical_files import read_events
from knowledge.sources.source import SourceError
from tests.admin.panel import Browser, Panel
from tests.knowledge.editing.make import providers
from tests.knowledge.events.calendars import NOW, calendar, event

PAGE = "/admin/calendars"
ADDRESS = "https://example.org/events.ics"


class Outside:
    """Stands for the address: its text, or "" where it does not answer."""

    def __init__(self) -> None:
        self.text = calendar(event("u1"), event("u2"))
        self.asked: list[str] = []

    def open(self, url: str, wishes: CalendarWishes, desired: Desired) -> Opened:
        self.asked.append(url)
        if not self.text:
            raise SourceError(f"{url}: no connection")
        return Opened(CalendarSource.of(url, read_events(self.text, url), wishes, desired.places))


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def city(panel: Panel) -> Panel:
    providers(panel.database)
    return panel


@pytest.fixture
def browser(city: Panel) -> Browser:
    return city.browser("ylli", "administrator")


def add(browser: Browser, address: str = "webcal://example.org/events.ics") -> int:
    form = {"address": address, "provider": "city", "municipality": "564", "csrf_token": browser.csrf}
    return int(browser.client.post(PAGE, data=form).status_code)


def shown(panel: Panel) -> list[str]:
    with panel.database.read() as session:
        return sorted(each.first.event_id for each in published_events(session))


def test_a_calendar_is_read_once_a_day_and_what_vanishes_from_it_leaves_the_chat(
    city: Panel, browser: Browser
) -> None:
    outside, clock = Outside(), Clock()
    reader = CalendarReader(database=city.database, now=clock, open=outside.open)
    assert add(browser) == 303
    assert "Read within a quarter of an hour" in browser.client.get(PAGE).text
    assert reader.look() == 1
    assert len(shown(city)) == 2
    page = browser.client.get(PAGE).text
    assert "In order." in page
    assert 'href="/admin/imports/1"' in page
    assert browser.client.get("/admin/imports/1").status_code == 200
    clock.now += timedelta(hours=22)
    assert reader.look() == 0
    outside.text = calendar(event("u1"))
    clock.now += timedelta(hours=1)
    assert reader.look() == 1
    assert len(shown(city)) == 1
    assert outside.asked == [ADDRESS, ADDRESS]


def test_who_cannot_be_read_is_told_where_it_is_kept_and_in_needs_you(city: Panel, browser: Browser) -> None:
    outside, clock = Outside(), Clock()
    reader = CalendarReader(database=city.database, now=clock, open=outside.open)
    add(browser)
    reader.look()
    outside.text = b""
    clock.now += timedelta(days=1)
    reader.look()
    assert len(shown(city)) == 2, "a calendar that does not answer takes nothing away"
    assert "no connection" in browser.client.get(PAGE).text
    assert "Calendars that cannot be read" in browser.client.get("/admin/needs-you").text
    editor = city.browser("eeva", "editor", "city")
    assert "Calendars that cannot be read" not in editor.client.get("/admin/needs-you").text
    outside.text = calendar(event("u1"))
    clock.now += timedelta(days=1)
    reader.look()
    assert "Calendars that cannot be read" not in browser.client.get("/admin/needs-you").text


def test_of_two_processes_one_reads(city: Panel, browser: Browser) -> None:
    outside, clock = Outside(), Clock()
    add(browser)
    one, two = (CalendarReader(database=city.database, now=clock, open=outside.open) for _ in range(2))
    assert (one.look(), two.look()) == (1, 0)
    add(browser, "https://example.org/other.ics")
    assert (two.look(), one.look()) == (0, 1)


def test_what_is_removed_is_asked_no_more_and_its_events_stay(city: Panel, browser: Browser) -> None:
    outside, clock = Outside(), Clock()
    add(browser)
    CalendarReader(database=city.database, now=clock, open=outside.open).look()
    with city.database.read() as session:
        (kept,) = calendars(session)
    form = {"csrf_token": browser.csrf}
    assert browser.client.post(f"{PAGE}/{kept.id}/removal", data=form).status_code == 303
    with city.database.read() as session:
        assert due_calendars(session, NOW + timedelta(days=9)) == ()
    assert len(shown(city)) == 2
    assert browser.client.post(f"{PAGE}/{kept.id}/removal", data=form).status_code == 404


@pytest.mark.parametrize(
    "address", ["http://example.org/a.ics", "file:///etc/passwd", "", "https://" + "a" * 500]
)
def test_what_is_no_safe_address_is_not_kept(city: Panel, browser: Browser, address: str) -> None:
    assert add(browser, address) == 422
    with city.database.read() as session:
        assert calendars(session) == ()


def test_one_address_is_kept_once(browser: Browser) -> None:
    assert (add(browser), add(browser), add(browser, ADDRESS)) == (303, 422, 422)
