"""Calendars by address: patience with a busy server, and no way into our own network."""

from ipaddress import ip_address
from pathlib import Path

import httpx
import pytest

from knowledge.sources.ical_opening import (
    HEADERS,
    PublicTransport,
    calendar_address,
    calendar_at,
    calendar_file,
)
from knowledge.sources.polite import Polite
from knowledge.sources.source import LARGEST_FILE, SourceError
from knowledge.upkeep.addresses import Address
from tests.knowledge.events.calendars import calendar, event

URL = "https://city.example/events.ics"


def asked(answers: list[httpx.Response], hosts: dict[str, str], waits: list[float]) -> Polite:
    """A client of a server that gives these answers; `hosts` are addresses by name."""

    def look_up(host: str, port: int) -> list[Address]:
        return [ip_address(hosts[host])]

    transport = PublicTransport(httpx.MockTransport(lambda _: answers.pop(0)), look_up)
    client = httpx.Client(transport=transport, headers=HEADERS, follow_redirects=True)
    return Polite(client, waits.append)


def test_a_busy_server_is_waited_for() -> None:
    waits: list[float] = []
    answers = [
        httpx.Response(429, headers={"Retry-After": "7"}),
        httpx.Response(503),
        httpx.Response(200, content=calendar(event())),
    ]
    (found,) = calendar_at(URL, asked(answers, {"city.example": "193.166.3.2"}, waits))
    assert (found.uid, waits[0]) == ("u1", 7.0)


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.1", "192.168.1.1", "169.254.169.254", "::1", "fd00::1", "::ffff:10.0.0.1"],
)
def test_addresses_inside_a_network_are_not_asked(address: str) -> None:
    answers = [httpx.Response(200, content=calendar(event()))]
    with pytest.raises(SourceError, match="public internet"):
        calendar_at(URL, asked(answers, {"city.example": address}, []))
    assert len(answers) == 1


@pytest.mark.parametrize("target", ["https://inside.example/x", "http://city.example/x"])
def test_a_redirect_leads_nowhere_else(target: str) -> None:
    hosts = {"city.example": "193.166.3.2", "inside.example": "10.0.0.1"}
    answers = [httpx.Response(302, headers={"Location": target}), httpx.Response(200, content=b"secret")]
    with pytest.raises(SourceError, match="public internet"):
        calendar_at(URL, asked(answers, hosts, []))
    assert len(answers) == 1


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (httpx.Response(404), "no such calendar"),
        (httpx.Response(200, content=b"<html>"), "no iCalendar file"),
        (httpx.Response(200, content=b"x" * (LARGEST_FILE + 1)), "larger than 10 MB"),
    ],
)
def test_what_is_no_calendar_is_told(answer: httpx.Response, told: str) -> None:
    with pytest.raises(SourceError, match=told):
        calendar_at(URL, asked([answer], {"city.example": "193.166.3.2"}, []))


def test_addresses_of_calendars() -> None:
    assert calendar_address("webcal://city.example/a.ics") == "https://city.example/a.ics"
    for wrong in ("http://city.example/", "file:///etc/passwd", "city.example", ""):
        with pytest.raises(SourceError):
            calendar_address(wrong)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        calendar_file(tmp_path / "none.ics")
