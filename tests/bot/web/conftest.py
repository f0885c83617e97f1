"""The chat served on a port of its own, and a browser to look at it."""

import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import uvicorn
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, Page, sync_playwright

from bot.web import page as web
from knowledge.database import Database
from tests.bot.conftest import World
from tests.bot.web.story import StoryEngine
from tests.conftest import missing

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-features=LocalNetworkAccessChecks",
)  # fmt: skip


@pytest.fixture(autouse=True)
def story_payloads(monkeypatch: pytest.MonkeyPatch) -> None:
    """The story's engine judges payloads itself."""
    monkeypatch.setattr("tests.bot.conftest.check_payload", lambda payload: None)


@dataclass
class Site:
    world: World
    url: str


@pytest.fixture
def no_script(sqlite_database: Database) -> Iterator[TestClient]:
    """A browser without JavaScript, as far as HTTP goes."""
    world = World(sqlite_database, engine=StoryEngine())
    app = world.app()
    web.install(app, retention_days=30)
    with TestClient(app, raise_server_exceptions=False, headers={"Accept-Language": "fi"}) as client:
        yield client


@pytest.fixture
def limited(sqlite_database: Database) -> Iterator[TestClient]:
    """The same with four messages a minute, of which two may come at once."""
    app = World(sqlite_database, engine=StoryEngine(), rate=4).app()
    web.install(app, retention_days=30)
    with TestClient(app, raise_server_exceptions=False, headers={"Accept-Language": "fi"}) as client:
        yield client


@pytest.fixture
def site(sqlite_database: Database) -> Iterator[Site]:
    """Served by uvicorn, as it is in use."""
    world = World(sqlite_database, engine=StoryEngine())
    app = world.app()
    web.install(app, retention_days=30, leave_url="/healthz")
    with socket.create_server(("127.0.0.1", 0)) as sock:
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield Site(world, f"http://127.0.0.1:{sock.getsockname()[1]}")
        world.feed.close()
        server.should_exit = True
        thread.join(5)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        missing("Chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
        yield browser
        browser.close()


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
