"""The Finnish Service Catalogue through its interfaces, which are slow, busy, moving and wrong at times."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest

from knowledge.database import Database
from knowledge.editing.working_copy import open_copy
from knowledge.sources.importer import Plan
from knowledge.sources.polite import LONGEST_WAIT, TRIES
from knowledge.sources.reports import runs
from knowledge.sources.source import LARGEST_FILE, SourceError
from tests.knowledge.sources.ptv_make import (
    CHANNEL,
    NEWEST,
    ORG,
    FakeCatalogue,
    key,
    newest_service,
    report,
    service,
)

SINCE = datetime(2026, 11, 1, tzinfo=UTC)


def catalogue(count: int = 5) -> FakeCatalogue:
    return FakeCatalogue({key(n): service(n) for n in range(1, count + 1)})


def newest(count: int = 5) -> FakeCatalogue:
    return FakeCatalogue({key(n): newest_service(n) for n in range(1, count + 1)})


def test_every_page_is_read_and_neighbours_are_asked_for_once(database: Database) -> None:
    fake = catalogue()
    run = fake.run(database)
    assert (run.counts, run.expected) == ({"new": 5}, 6)
    assert sum("ServiceChannel/list" in url for url in fake.asked) == 1
    assert sum("Organization/list" in url for url in fake.asked) == 1
    with database.read() as session:
        copy = open_copy(session, f"ptv-{key(5)}")
    assert copy.content.facts.url == "https://oulu.example/kurssi"
    assert fake.run(database).counts == {"same": 5}


def test_the_newest_interface(sqlite_database: Database) -> None:
    fake = newest()
    fake.channels = {
        CHANNEL: {
            "contentId": CHANNEL,
            "serviceChannelType": "WebPage",
            "languageVersions": {"fi": {"name": "Sivu", "webAddress": {"url": "https://oulu.example/v12"}}},
        }
    }
    fake.organizations = {
        ORG: {
            "contentId": ORG,
            "organizationType": "Municipality",
            "languageVersions": {"fi": {"name": "Oulun kaupunki"}, "en": {"name": "City of Oulu"}},
        }
    }
    run = fake.run(sqlite_database, url=NEWEST)
    assert (run.counts, run.expected) == ({"new": 5}, 5)
    with sqlite_database.read() as session:
        facts = open_copy(session, f"ptv-{key(1)}").content.facts
    assert facts.url == "https://oulu.example/v12"
    assert "889" in (facts.municipalities or ())
    assert facts.note == ""


def test_what_the_catalogue_has_no_more_is_archived(database: Database) -> None:
    fake = catalogue()
    fake.run(database, Plan(publish=True))
    del fake.services[key(2)]
    run = fake.run(database, Plan(publish=True))
    assert run.counts == {"same": 4, "archived": 1}
    with database.read() as session:
        assert open_copy(session, f"ptv-{key(2)}").state == "archived"
    assert fake.run(database).counts == {"same": 4}


def test_a_service_that_left_the_list_but_is_still_there_stays(sqlite_database: Database) -> None:
    fake = catalogue()
    fake.run(sqlite_database)
    fake.faults = [httpx.Response(200, json={"itemList": [{"id": key(1)}], "pageCount": 1})]
    assert fake.run(sqlite_database).counts == {"same": 5}


@pytest.mark.parametrize("url", ["https://ptv.example/api/v11/", NEWEST])
def test_only_what_has_changed_since(sqlite_database: Database, url: str) -> None:
    fake = newest() if url == NEWEST else catalogue()
    fake.run(sqlite_database, url=url)
    gone, stays = key(2), key(3)
    fake.archived = [gone, stays, key(99)]
    del fake.services[gone]
    run = fake.run(sqlite_database, url=url, since=SINCE)
    assert any(re.search("(date|publishedAtOrAfter)=2026-11-01", asked) for asked in fake.asked)
    assert report(sqlite_database, run)[gone].outcome == "archived"
    assert report(sqlite_database, run)[stays].outcome == "same", (
        "archived again means nothing while it answers"
    )
    assert key(99) not in report(sqlite_database, run)


def test_a_list_that_moves_while_it_is_read(sqlite_database: Database) -> None:
    fake = catalogue()

    def grow(number: int) -> None:
        if number == 1:
            fake.services = {key(77): service(77), **fake.services}

    fake.after_page = grow
    run = fake.run(sqlite_database)
    assert run.counts == {"new": 5}, "each once, though one stood on two pages"
    fake.after_page = lambda number: fake.services.pop(key(5), None) if number == 1 else None
    assert fake.run(sqlite_database).counts == {"new": 1, "same": 4, "archived": 1}


def test_null_lists_and_null_pages(sqlite_database: Database) -> None:
    assert FakeCatalogue({}).run(sqlite_database).counts == {}
    fake = catalogue()
    fake.faults = [httpx.Response(200, json={"itemList": None, "pageCount": 3})]
    assert fake.run(sqlite_database).counts == {"new": 3}


def test_patience_with_a_busy_catalogue(sqlite_database: Database) -> None:
    fake = catalogue(2)
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=40), usegmt=True)
    fake.faults = [
        httpx.Response(429, headers={"Retry-After": "7"}),
        httpx.Response(503, headers={"Retry-After": soon}),
        httpx.Response(429, headers={"Retry-After": "100000"}),
        httpx.ReadTimeout("slow"),
        httpx.ConnectError("down"),
    ]
    assert fake.run(sqlite_database).counts == {"new": 2}
    assert fake.slept[0] == 7
    assert 30 < fake.slept[1] <= 40
    assert fake.slept[2] == LONGEST_WAIT
    assert fake.slept[3:] == [8, 16]


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (httpx.Response(500), f"HTTP 500, after {TRIES} tries"),
        (httpx.ReadTimeout("slow"), "no answer in time"),
        (httpx.ConnectError("down"), "no connection"),
        (httpx.Response(200, content=b"<html>"), "cannot be read"),
        (httpx.Response(200, content='["ä"]'.encode("latin-1")), "wrong_encoding"),
    ],
)
def test_a_catalogue_that_stays_ill_fails_the_run_which_goes_on_later(
    sqlite_database: Database, fault: httpx.Response | Exception, told: str
) -> None:
    fake = catalogue(60)
    fake.page_size = 20
    fake.after_page = lambda number: fake.faults.extend([fault] * TRIES) if number == 2 else None
    with pytest.raises(SourceError, match=re.escape(told)):
        fake.run(sqlite_database)
    with sqlite_database.read() as session:
        (failed,) = runs(session)
    assert (failed.state, failed.counts) == ("failed", {"new": 20})
    assert told in failed.error
    fake.after_page = lambda _: None
    before = len(fake.asked)
    run = fake.run(sqlite_database, Plan(resume=True))
    assert (run.id, run.state, run.counts) == (failed.id, "done", {"new": 60})
    assert not any(key(1) in url for url in fake.asked[before:]), "what is done is not fetched again"


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (httpx.Response(401), "API key"),
        (httpx.Response(400), "HTTP 400"),
        (httpx.Response(404), "no such list"),
        (httpx.Response(200, json="x"), "not a list"),
        (httpx.Response(200, content=b" " * (LARGEST_FILE + 1)), "larger than 10 MB"),
    ],
)
def test_what_no_patience_helps(sqlite_database: Database, fault: httpx.Response, told: str) -> None:
    fake = catalogue()
    fake.faults = [fault]
    with pytest.raises(SourceError, match=told):
        fake.run(sqlite_database)
    assert fake.slept == []


@pytest.mark.parametrize(
    "url", ["", "ptv.example", "https://ptv.example/", "ftp://ptv.example/api/v11/", "https://a b/api/v11/"]
)
def test_an_address_of_no_interface(url: str) -> None:
    with pytest.raises(SourceError, match="no address"):
        FakeCatalogue().source(url)


def test_the_list_of_one_town_is_asked_for_by_its_address(sqlite_database: Database) -> None:
    fake = catalogue()
    url = "https://ptv.example/api/v11/Service/list/area/Municipality/code/564?includeWholeCountry=true"
    fake.faults = [httpx.Response(200, json={"itemList": [service(1)], "pageCount": 1})]
    assert fake.run(sqlite_database, url=url).counts == {"new": 1}
    assert fake.asked[0].startswith(url)
