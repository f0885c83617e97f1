"""The background work of upkeep: one process asks for links, and who is offline believes nothing."""

import asyncio
import logging
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from admin.upkeep_running import LINKS_SECONDS, OFFLINE_SECONDS, LinkChecker
from admin.wiring import Calendar
from dialogues.conversation.cards import card
from knowledge.catalogue import LiveCatalogue, load_catalogue
from knowledge.database import Database
from knowledge.upkeep.confirming import confirm_all, take_back
from knowledge.upkeep.links import LinkAsker
from knowledge.upkeep.models import LinkCheckRow
from tests.admin.panel import dialogue_texts, places, today
from tests.knowledge.editing.make import EEVA, NOW, do, providers
from tests.knowledge.upkeep.make import found, shown
from tests.knowledge.upkeep.sites import HURRIED, Site, site

CALENDAR = Calendar(ZoneInfo("Europe/Helsinki"))


@pytest.fixture
def here() -> Iterator[Site]:
    with site() as running:
        yield running


def links(database: Database, *urls: str) -> None:
    """A service leads to each."""
    providers(database)
    for number, url in enumerate(urls):
        shown(database, f"service-{number}", url=url)
    found(database)


def asked(database: Database) -> dict[str, tuple[str, int]]:
    """Outcome and failed days of each link that has been asked."""
    with database.read() as session:
        rows = session.scalars(select(LinkCheckRow))
        return {row.url: (row.outcome, row.failed_days) for row in rows}


async def rounds(*checkers: LinkChecker) -> list[int]:
    async with LinkAsker(HURRIED) as asker:
        return await asyncio.gather(*(checker.round(asker) for checker in checkers))


def test_links_are_asked_once_a_day(database: Database, here: Site) -> None:
    links(database, here.url("/200"), here.url("/404"))
    checker = LinkChecker(database, CALENDAR)
    assert asyncio.run(rounds(checker)) == [0]
    assert asked(database) == {here.url("/200"): ("good", 0), here.url("/404"): ("gone", 1)}
    assert asyncio.run(rounds(checker)) == [LINKS_SECONDS]
    assert here.said == ["HEAD /200", "HEAD /404", "GET /404"]


def test_of_two_processes_one_asks(database: Database, here: Site) -> None:
    links(database, here.url("/200"))
    waits = asyncio.run(rounds(LinkChecker(database, CALENDAR), LinkChecker(database, CALENDAR)))
    assert sorted(waits) == [0, LINKS_SECONDS]
    assert here.said == ["HEAD /200"]


def test_a_service_that_is_offline_takes_every_link_for_good(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    links(database, "http://nobody.example/a", "http://nobody-either.example/b")
    checker = LinkChecker(database, CALENDAR, witnesses=("http://nobody-there.example/",))
    with caplog.at_level(logging.WARNING):
        assert asyncio.run(rounds(checker)) == [OFFLINE_SECONDS]
    assert asked(database) == {}
    assert "nothing on the internet answers" in caplog.text


def test_a_database_that_is_away_is_asked_again_later(tmp_path: Path) -> None:
    gone = Database(f"sqlite:///{tmp_path / 'nowhere' / 'osaamo.db'}")
    (pause,) = asyncio.run(rounds(LinkChecker(gone, CALENDAR)))
    assert 0 < pause < LINKS_SECONDS


def test_people_are_told_what_nobody_vouches_for_until_somebody_does(sqlite_database: Database) -> None:
    providers(sqlite_database)
    shown(sqlite_database, "workshop", review_due=NOW.date().replace(year=2020))
    with sqlite_database.read() as session:
        live = LiveCatalogue(load_catalogue(session, today(), places()))

    def marked() -> bool:
        live.refresh(sqlite_database, today())
        return card(live.current.by_id["workshop"], dialogue_texts(), "fi", today()).review_overdue

    assert marked()
    batch = do(sqlite_database, confirm_all, EEVA, ["workshop"], NOW)
    assert not marked()
    do(sqlite_database, take_back, EEVA, batch, NOW)
    assert marked()
