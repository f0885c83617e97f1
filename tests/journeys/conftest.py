"""A whole service for each journey, and a browser for its two sides."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from sqlalchemy import select

from admin import staff
from admin.app import create_app
from admin.first_start import prepare_catalogue, prepare_database
from admin.settings import ServiceSettings
from admin.wiring import install
from bot.models import Conversation, StoredFeedback
from knowledge.database import Database
from tests.journeys.actors import Counsellor, Person
from tests.support.browser import served
from tests.support.trained import lend

EMAIL, PASSWORD = "aino@example.fi", "kolme pientä porsasta"
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 800}


@dataclass(frozen=True)
class City:
    """A running service with one counsellor, Aino."""

    url: str
    database: Database
    chromium: Browser

    def person(self, *, desktop: bool = False) -> Person:
        viewport = DESKTOP if desktop else PHONE
        return Person(self.chromium.new_context(viewport=viewport, reduced_motion="reduce").new_page())

    def counsellor(self) -> Counsellor:
        context = self.chromium.new_context(viewport=DESKTOP, reduced_motion="reduce")
        counsellor = Counsellor(context.new_page())
        counsellor.signs_in(self.url, EMAIL, PASSWORD)
        return counsellor

    def ratings(self) -> list[str | None]:
        with self.database.read() as session:
            return list(session.scalars(select(StoredFeedback.rating).order_by(StoredFeedback.id)))

    def holder(self) -> str:
        with self.database.read() as session:
            return session.scalars(select(Conversation.holder)).one()


@pytest.fixture
def city(tmp_path: Path, chromium: Browser) -> Iterator[City]:
    lend(tmp_path)
    settings = ServiceSettings(_env_file=None, data=tmp_path, opening_hours="Mon-Sun 0-24", vectors=False)
    database = prepare_database(settings)
    prepare_catalogue(database, datetime.now(UTC))
    with database.write() as session:
        staff.add(session, EMAIL, "Aino", "counsellor", "en", PASSWORD)
    installation = install(settings, database)
    with served(create_app(installation), installation.feed) as url:
        yield City(url, database, chromium)
        for context in chromium.contexts:
            context.close()
