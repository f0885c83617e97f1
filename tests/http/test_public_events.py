"""`GET /api/v1/events` over the whole application: what is published is found, the rest is told."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from admin.housekeeping import keep_house
from admin.wiring import Installation
from knowledge.editing.actor import OSAAMO
from knowledge.editing.providers import providers
from knowledge.events.content import EventContent, EventFacts, EventTongue, EventWords
from knowledge.events.editing import KEPT, draft, publish
from knowledge.events.working_copy import open_event
from tests.knowledge.editing.make import do

TOMORROW = (datetime.now(UTC) + timedelta(days=1)).replace(tzinfo=None, microsecond=0)
FACTS = EventFacts(
    kind="recruiting",
    municipality="564",
    starts=TOMORROW,
    ends=TOMORROW + timedelta(hours=2),
    audience=("person",),
)


@pytest.fixture(scope="module")
def installation(application: FastAPI) -> Installation:
    """With a weekly event of Oulu in Finnish and English."""
    found: Installation = application.state.installation
    with found.database.read() as session:
        provider = providers(session)[0].id
    texts = {
        "fi": EventTongue(EventWords("Rekrytointipäivä", "Tapaa työnantajia."), "reviewed"),
        "en": EventTongue(EventWords("Recruiting day", "Meet employers."), "reviewed"),
        "sv": EventTongue(EventWords("Utkast"), "draft"),
    }
    content = EventContent(replace(FACTS, provider=provider, rule="FREQ=WEEKLY"), texts)
    copy = do(found.database, draft, OSAAMO, content, datetime.now(UTC))
    do(found.database, publish, OSAAMO, copy.id, datetime.now(UTC))
    found.catalogue.refresh(found.database, found.calendar.today())
    return found


def asked(application: FastAPI, **query: Any) -> list[dict[str, Any]]:
    answer = TestClient(application).get("/api/v1/events", params=query)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["events"]
    return found


def test_an_event_is_told_in_the_language_asked_for(application: FastAPI, installation: Installation) -> None:
    (english,) = asked(application, municipality="Oulu", language="en")
    assert (english["name"], english["text_language"], english["kind"]) == (
        *("Recruiting day", "en"),
        "recruiting",
    )
    (swedish,) = asked(application, language="sv")
    assert swedish["text_language"] == "fi"
    assert asked(application, municipality="Kemi") == []
    assert asked(application, q="avaruuslento") == []


def test_a_range_of_days_tells_every_time(application: FastAPI, installation: Installation) -> None:
    last = (TOMORROW + timedelta(days=15)).date().isoformat()
    found = asked(application, municipality="564", to=last)
    starts = [datetime.fromisoformat(event["starts"]) for event in found]
    assert len(starts) == 3
    assert starts == sorted(starts)


@pytest.mark.parametrize(
    "query",
    [
        {"from": "yesterday"},
        {"from": "0001-01-01"},
        {"to": "9999-12-31"},
        {"limit": 0},
        {"audience": "nobody"},
        {"municipality": "Atlantis"},
        {"language": "xx"},
    ],
)
def test_what_is_asked_wrongly_is_told(application: FastAPI, query: dict[str, Any]) -> None:
    answer = TestClient(application).get("/api/v1/events", params=query)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


def test_events_long_past_are_archived(installation: Installation) -> None:
    past = TOMORROW - KEPT - timedelta(days=3)
    with installation.database.read() as session:
        provider = providers(session)[0].id
    facts = replace(FACTS, provider=provider, starts=past, ends=past + timedelta(hours=1))
    content = EventContent(facts, {"fi": EventTongue(EventWords("Vanha"))})
    copy = do(installation.database, draft, OSAAMO, content, datetime.now(UTC))
    keep_house(installation)
    with installation.database.read() as session:
        assert open_event(session, copy.id).state == "archived"
        assert open_event(session, "rekrytointipaiva").state == "published"
