"""The composition root: the only place where the parts of all rooms are put together."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import bot
import dialogues
from admin.city_side import cities_of, municipality_code
from admin.rasa_side import RasaSide
from admin.settings import ServiceSettings
from bot.chat import Chat, ServiceQuery, database_answers
from bot.city import Cities
from bot.conversation import Payloads
from bot.desk import Desk
from bot.effects import Effects
from bot.feed import Feed
from bot.keys import ResumeCodes
from bot.limits import Limits, RateLimit
from bot.metrics import Metrics
from bot.parts import Parts
from bot.pause import Pauses
from bot.person import PersonSide
from bot.runtime import Runtime
from bot.settings import secret_of
from bot.telegram.health import Health as TelegramHealth
from bot.waits import Waits
from dialogues.conversation.actions import LocalActions
from dialogues.conversation.cards import card
from dialogues.conversation.responses import LocalResponses
from dialogues.conversation.texts import Texts
from dialogues.conversation.titles import check_pressed, title_of_payload
from dialogues.embedded.engine import EmbeddedEngine
from dialogues.engine import DialogueEngine, ServiceCard
from dialogues.on_rasa.callback import RasaCallbacks
from dialogues.on_rasa.fallback import FallbackEngine
from dialogues.project.blueprint import Project
from dialogues.project.reading import load_project
from dialogues.understanding.facts import FactReader
from dialogues.understanding.intents import Understanding
from dialogues.understanding.language_offers import LanguageOffers
from dialogues.understanding.safety import Safety
from knowledge.catalogue import LiveCatalogue, load_catalogue
from knowledge.database import Database
from knowledge.live_occupations import LiveOccupations
from knowledge.names import Names
from knowledge.search import browse, search

if TYPE_CHECKING:
    from admin.telegram_side import TelegramSide

PROJECT = Path(dialogues.__file__).parent
BOT_TEXTS = Path(bot.__file__).parent / "texts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """Everything a running service holds."""

    settings: ServiceSettings
    database: Database
    catalogue: LiveCatalogue
    chat: Chat
    desk: Desk
    feed: Feed
    pauses: Pauses
    words: Texts
    names: Callable[[], Names]
    occupations: LiveOccupations
    cities: Cities
    calendar: "Calendar"
    waits: Waits
    safety: Safety
    understanding: Understanding | None = None
    rasa: RasaSide | None = None
    telegram: "TelegramSide | None" = None

    @property
    def engine_is_well(self) -> bool:
        return self.rasa is None or self.rasa.health.well


@dataclass(frozen=True, slots=True)
class Calendar:
    """Moments in UTC, days where the service is."""

    zone: ZoneInfo

    def now(self) -> datetime:
        return datetime.now(UTC)

    def today(self) -> date:
        return datetime.now(self.zone).date()


@dataclass(frozen=True, slots=True)
class Shelf:
    """The catalogue as the public routes ask for it."""

    catalogue: LiveCatalogue
    words: Texts
    occupations: LiveOccupations
    calendar: Calendar

    @property
    def names(self) -> Names:
        return Names(self.catalogue.current.municipalities, self.occupations.current)

    def search(self, query: ServiceQuery) -> Sequence[ServiceCard]:
        """The best hits; without words every service that meets the conditions."""
        catalogue, today = self.catalogue.current, self.calendar.today()
        conditions = (query.municipality, query.audience, query.category, query.limit, today)
        if query.words:
            found = [hit.service for hit in search(catalogue, query.words, query.language, *conditions)]
        else:
            found = list(browse(catalogue, *conditions))
        return [card(service, self.words, query.language, today) for service in found]

    def service(self, service_id: str, language: str) -> ServiceCard | None:
        found = self.catalogue.current.by_id.get(service_id)
        return card(found, self.words, language, self.calendar.today()) if found else None

    def code(self, municipality: str) -> str | None:
        """Of a municipality's code or name, None for an unknown one."""
        return municipality_code(self.catalogue.current.municipalities, municipality)

    def title(self, payload: str, language: str) -> str:
        return title_of_payload(payload, language, self.words, self.names)


def install(
    settings: ServiceSettings, database: Database, engine: DialogueEngine | None = None
) -> Installation:
    """Puts a service together over a prepared database. `engine` replaces the embedded one (for measuring).

    Raises CannotRun when the dialogues, the settings or the understanding are broken.
    """
    calendar = Calendar(settings.hours.zone)
    with database.read() as session:
        catalogue = LiveCatalogue(load_catalogue(session, calendar.today()))
        occupations = LiveOccupations.load(session)
    words = Texts.load().offering(settings.languages)
    shelf = Shelf(catalogue, words, occupations, calendar)
    cities = cities_of(settings, shelf.code)
    project, languages = load_project(PROJECT), LanguageOffers.load()
    rasa = understanding = None
    if engine is None:
        understanding = Understanding.load(PROJECT / "nlu", settings.data / "models")
        engine, rasa = _engine(settings, shelf, cities, project, understanding)
    safety = Safety.load(PROJECT / "safety", PROJECT / "nlu", settings.data / "models")
    parts = _parts(settings, database, shelf, engine, languages, safety, cities)
    if rasa:
        parts.metrics.watch_rasa(rasa.health)
    telegram_health = TelegramHealth()
    chat = Chat(
        runtime=Runtime(parts),
        person=PersonSide(parts),
        texts=parts.texts,
        feed=parts.feed,
        metrics=parts.metrics,
        limits=Limits(
            requests=RateLimit(settings.rate_requests),
            starts=RateLimit(settings.rate_starts),
            messages=RateLimit(settings.rate_messages),
            codes=RateLimit(settings.rate_codes),
        ),
        languages=settings.languages,
        cities=cities,
        check_payload=partial(check_pressed, project=project),
        municipality_code=shelf.code,
        search=shelf.search,
        service=shelf.service,
        ready={
            "database": partial(database_answers, database),
            "catalogue": lambda: bool(catalogue.current.services),
        },
        weakened=_weakened(rasa, telegram_health),
    )
    return Installation(
        settings=settings,
        database=database,
        catalogue=catalogue,
        chat=chat,
        desk=Desk(
            database,
            parts.texts,
            parts.payloads,
            parts.feed,
            calendar.now,
            cities,
            timedelta(minutes=settings.silent_minutes),
        ),
        feed=parts.feed,
        pauses=parts.pauses,
        words=words,
        names=lambda: shelf.names,
        occupations=occupations,
        cities=cities,
        calendar=calendar,
        waits=Waits(
            parts,
            untaken=timedelta(minutes=settings.untaken_minutes),
            silent=timedelta(minutes=settings.silent_minutes),
        ),
        safety=safety,
        understanding=understanding,
        rasa=rasa,
        telegram=_telegram(settings, parts, chat, telegram_health),
    )


def _telegram(
    settings: ServiceSettings, parts: Parts, chat: Chat, health: TelegramHealth
) -> "TelegramSide | None":
    """Without a token the library that talks to Telegram is not even read: it takes 21 MB."""
    if not settings.telegram_token:
        return None
    side: type[TelegramSide] = import_module("admin.telegram_side").TelegramSide
    return side.connect(settings.telegram_token, settings, parts, chat, health)


def _weakened(rasa: RasaSide | None, telegram: TelegramHealth) -> Mapping[str, Callable[[], bool]]:
    looked_at: dict[str, Callable[[], bool]] = {"telegram": lambda: telegram.well}
    return looked_at | ({"engine": lambda: rasa.health.well} if rasa else {})


def _engine(
    settings: ServiceSettings,
    shelf: Shelf,
    cities: Cities,
    project: Project,
    understanding: Understanding,
) -> tuple[DialogueEngine, RasaSide | None]:
    """The embedded engine; before it Rasa, where one is configured."""
    places = shelf.catalogue.current.municipalities
    facts = FactReader.load(PROJECT / "nlu", places)
    actions = LocalActions(
        lambda: shelf.catalogue.current,
        shelf.words,
        cities.common.municipalities,
        shelf.calendar.today,
        facts,
        lambda: shelf.occupations.current,
        of_cities={city.code: city.municipalities for city in cities.several},
    )
    responses = LocalResponses.load(shelf.words)
    embedded = EmbeddedEngine(project, actions, responses, understanding, understands_slowly=settings.vectors)
    if settings.rasa_url is None:
        return embedded, None
    callbacks = RasaCallbacks(project, actions, responses, understanding.knows)
    rasa = RasaSide.connect(settings, project, callbacks)
    return FallbackEngine(rasa.engine, embedded, rasa.health), rasa


def _parts(
    settings: ServiceSettings,
    database: Database,
    shelf: Shelf,
    engine: DialogueEngine,
    languages: LanguageOffers,
    safety: Safety,
    cities: Cities,
) -> Parts:
    texts, payloads = Texts.load(BOT_TEXTS).offering(settings.languages), Payloads()
    codes = ResumeCodes(secret_of(settings))
    pauses = Pauses(database)
    pauses.refresh()
    return Parts(
        database=database,
        engine=engine,
        texts=texts,
        feed=Feed(),
        effects=Effects(texts, payloads, cities, codes, pauses),
        pauses=pauses,
        codes=codes,
        payloads=payloads,
        metrics=Metrics(),
        languages=settings.languages,
        signs_of_danger=safety.signs_of_danger,
        offer_language=languages.offer,
        payload_title=shelf.title,
        clock=shelf.calendar.now,
        former_secrets=tuple(key.encode() for key in settings.former_secret_keys),
    )
