"""The web application of an installation: public routes, chat page, panel."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from importlib.metadata import version

from fastapi import FastAPI

from admin import event_interface, export_interface, rasa_routes
from admin.awakening import awake
from admin.housekeeping import keeping_house
from admin.import_pages import LARGEST_UPLOAD
from admin.import_pages import PATH as IMPORTS
from admin.import_side import Imports
from admin.leaflet_side import leaflets
from admin.panel import add_panel
from admin.reply_translation import Interpreter
from admin.service_side import Editing
from admin.settings import ServiceSettings
from admin.staff_side import StaffSide
from admin.translation_files import PATH as DELIVERIES
from admin.wiring import Installation
from bot import problems
from bot.app import conversations, operations, services
from bot.headers import protect
from bot.telegram.addresses import LARGEST as LARGEST_UPDATE
from bot.telegram.addresses import PATH as UPDATES
from bot.web import leaflet_pages, page
from knowledge.translation.server import TranslationServer


def create_app(installation: Installation) -> FastAPI:
    """Routes over an installation; `feed.close()` ends the open streams."""
    settings = installation.settings
    app = FastAPI(
        title="Osaamo", version=version("osaamo"), lifespan=_lifespan, docs_url=None, redoc_url=None
    )
    app.state.installation = installation
    app.state.chat = installation.chat
    app.state.database = installation.database
    app.state.desk = installation.desk
    for router in (conversations, services, event_interface.router, operations, export_interface.router):
        app.include_router(router)
    problems.install(app, installation.chat.texts)
    page.install(app, settings.retention_days, settings.shared_minutes)
    leaflet_pages.install(app, leaflets(installation))
    app.state.editing = Editing(
        database=installation.database,
        catalogue=lambda: installation.catalogue.current,
        words=installation.words,
        site=app.state.site,
        now=installation.calendar.now,
        today=installation.calendar.today,
    )
    app.state.imports = Imports(
        database=installation.database,
        folder=settings.data / "imports",
        places=lambda: installation.catalogue.current.municipalities,
        now=installation.calendar.now,
        key=settings.ptv_key,
    )
    app.state.staff_side = StaffSide.of(
        settings, installation.database, several=len(installation.cities.several) > 1
    )
    add_panel(
        app,
        installation.words,
        installation.names,
        installation.calendar.zone,
        lambda: installation.engine_is_well,
        _translator(settings),
        installation.pauses,
    )
    app.state.interpreter = _interpreter(settings)
    if installation.telegram:
        installation.telegram.add_routes(app)
    if installation.rasa:
        rasa_routes.add(app, installation.rasa)
    protect(
        app,
        installation.cities,
        {IMPORTS: LARGEST_UPLOAD, DELIVERIES: LARGEST_UPLOAD, UPDATES: LARGEST_UPDATE},
    )
    return app


def _translator(settings: ServiceSettings) -> TranslationServer | None:
    url = settings.translate_url
    return TranslationServer.connect(url, settings.translate_key or "") if url else None


def _interpreter(settings: ServiceSettings) -> Interpreter | None:
    url = settings.translate_url
    return Interpreter.connect(url, settings.translate_key or "") if url else None


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    installation: Installation = app.state.installation
    awake(installation)
    telegram = installation.telegram
    async with keeping_house(installation), telegram.talking() if telegram else nullcontext():
        yield
    installation.feed.close()
    if installation.rasa:
        await installation.rasa.engine.close()
    installation.database.close()
