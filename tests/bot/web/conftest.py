"""The chat served on a port of its own, and a browser to look at it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, Page, expect

from bot.web import leaflet_pages
from bot.web import page as web
from bot.web.about import About
from bot.web.leaflet_pages import Leaflets
from knowledge.database import Database
from tests.bot.conftest import World
from tests.bot.web.story import StoryEngine
from tests.support.browser import served

LEAFLETS = Leaflets(
    About(controller="Oulun kaupunki", contact="tietosuoja@ouka.example", retention_days=30, contact_days=14),
    answers=lambda profile, language: (("Kotikunta", "Oulu"), ("Tilanne", "Työtön")),
    today=lambda: date(2026, 11, 22),
)


@pytest.fixture(autouse=True)
def story_payloads(monkeypatch: pytest.MonkeyPatch) -> None:
    """The story's engine judges payloads itself."""
    monkeypatch.setattr("tests.bot.conftest.check_payload", lambda payload: None)


@dataclass
class Site:
    world: World
    url: str


@pytest.fixture
def story(sqlite_database: Database) -> World:
    """What stands behind `no_script`."""
    return World(sqlite_database, engine=StoryEngine())


@pytest.fixture
def no_script(story: World) -> Iterator[TestClient]:
    """A browser without JavaScript, as far as HTTP goes."""
    app = story.app()
    web.install(app, retention_days=30, shared_minutes=15)
    leaflet_pages.install(app, LEAFLETS)
    with TestClient(app, raise_server_exceptions=False, headers={"Accept-Language": "fi"}) as client:
        yield client


@pytest.fixture
def limited(sqlite_database: Database) -> Iterator[TestClient]:
    """The same with four messages a minute, of which two may come at once."""
    app = World(sqlite_database, engine=StoryEngine(), rate=4).app()
    web.install(app, retention_days=30, shared_minutes=15)
    leaflet_pages.install(app, LEAFLETS)
    with TestClient(app, raise_server_exceptions=False, headers={"Accept-Language": "fi"}) as client:
        yield client


@pytest.fixture
def site(sqlite_database: Database) -> Iterator[Site]:
    """Served by uvicorn, as it is in use."""
    world = World(sqlite_database, engine=StoryEngine())
    app = world.app()
    web.install(app, retention_days=30, shared_minutes=15)
    app.state.site = replace(app.state.site, leave_url="/healthz")
    leaflet_pages.install(app, LEAFLETS)
    with served(app, world.feed) as url:
        yield Site(world, url)


@pytest.fixture
def browser_page(chromium: Browser) -> Iterator[Page]:
    """Fails a test in which the page had an error of its own."""
    context = chromium.new_context(viewport={"width": 768, "height": 900}, locale="fi-FI")
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    yield page
    context.close()
    assert problems == []


@pytest.fixture
def open_page(site: Site, browser_page: Page) -> Page:
    browser_page.goto(f"{site.url}/")
    expect(browser_page.get_by_role("log")).to_be_visible()
    return browser_page
