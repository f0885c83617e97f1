"""Conversations wired around the scripted engine."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

import bot
from bot.app import conversations, operations, services
from bot.chat import Chat, database_answers
from bot.city import Cities, City
from bot.conversation import Payloads
from bot.desk import Desk
from bot.effects import Effects
from bot.feed import Feed
from bot.headers import protect
from bot.keys import ResumeCodes
from bot.limits import Limits, RateLimit
from bot.metrics import Metrics
from bot.opening_hours import OpeningHours
from bot.parts import Parts
from bot.pause import Pauses
from bot.person import PersonSide
from bot.problems import install
from bot.runtime import Runtime
from dialogues.conversation.texts import Texts
from dialogues.understanding.danger_model import Danger
from dialogues.understanding.language_offers import LanguageOffer, Notice
from knowledge.database import Database
from tests.bot.scripted import CARD, ScriptedEngine, check_payload

LANGUAGES = ("fi", "sv", "en")
MONDAY_NOON = datetime(2026, 11, 23, 10, tzinfo=UTC)
SUNDAY = datetime(2026, 11, 22, 10, tzinfo=UTC)


@dataclass
class Clock:
    now: datetime = MONDAY_NOON

    def __call__(self) -> datetime:
        """Each look is a moment later, so that nothing happens at the same time."""
        self.now += timedelta(milliseconds=1)
        return self.now


def offer_language(
    text: str, language: str, offered: Collection[str], earlier: Sequence[str]
) -> LanguageOffer | None:
    """Swedish where it is asked for; German, which is not spoken here, once it was named before."""
    if "på svenska" in text:
        return LanguageOffer("sv")
    german = any("Deutsch" in said for said in earlier)
    notice = Notice("Leider kein Deutsch.", "Mensch", ("ru", "en", "sv"))
    return LanguageOffer("de", notice) if german else None


def signs_of_danger(text: str) -> Danger | None:
    if "kill myself" in text:
        return Danger("suicide")
    return Danger("suicide", sure=False) if "no way out" in text else None


@dataclass
class World:
    """Everything of a running installation that tests of this room need."""

    database: Database
    engine: ScriptedEngine = field(default_factory=ScriptedEngine)
    clock: Clock = field(default_factory=Clock)
    feed: Feed = field(default_factory=Feed)
    texts: Texts = field(default_factory=lambda: Texts.load(Path(bot.__file__).parent / "texts"))
    metrics: Metrics = field(default_factory=Metrics)
    rate: int = 0
    several: tuple[City, ...] = ()

    def __post_init__(self) -> None:
        codes = ResumeCodes(b"a secret of the tests")
        payloads = Payloads()
        hours = OpeningHours.parse("Mon-Fri 9-15", "Europe/Helsinki")
        elsewhere = ("https://city.example",)
        cities = Cities(City(hours=hours, languages=LANGUAGES, allowed_origins=elsewhere), self.several)
        self.pauses = Pauses(self.database)
        self.parts = Parts(
            database=self.database,
            engine=self.engine,
            texts=self.texts,
            feed=self.feed,
            effects=Effects(self.texts, payloads, cities, codes, self.pauses),
            pauses=self.pauses,
            codes=codes,
            payloads=payloads,
            metrics=self.metrics,
            languages=LANGUAGES,
            signs_of_danger=signs_of_danger,
            offer_language=offer_language,
            payload_title=lambda payload, language: f"title of {payload}",
            clock=self.clock,
        )
        self.runtime = Runtime(self.parts)
        self.person = PersonSide(self.parts)
        self.desk = Desk(self.database, self.texts, payloads, self.feed, self.clock, cities)

    def chat(self) -> Chat:
        return Chat(
            runtime=self.runtime,
            person=self.person,
            texts=self.texts,
            feed=self.feed,
            metrics=self.metrics,
            limits=Limits(RateLimit(0), *(RateLimit(self.rate) for _ in range(3))),
            languages=LANGUAGES,
            cities=self.parts.cities,
            check_payload=check_payload,
            municipality_code={"Oulu": "564", "564": "564"}.get,
            search=lambda query: [replace(CARD, text_language=query.language)][: query.limit],
            service=lambda service_id, language: CARD if service_id == CARD.id else None,
            ready={"database": lambda: database_answers(self.database), "engine": lambda: True},
        )

    def app(self) -> FastAPI:
        app = FastAPI()
        app.state.chat = self.chat()
        for router in (conversations, services, operations):
            app.include_router(router)
        install(app, self.texts)
        protect(app, self.parts.cities)
        return app


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


@pytest.fixture
def http(world: World) -> Iterator[TestClient]:
    with TestClient(world.app(), raise_server_exceptions=False) as client:
        yield client
