"""What a running service does by itself: it erases, publishes in time, follows its editors, examines."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Final

from anyio.to_thread import run_sync
from sqlalchemy.exc import SQLAlchemyError

from admin.calendar_running import CALENDARS_SECONDS, CalendarReader
from admin.notices import Notices
from admin.upkeep_running import (
    COUNT_SECONDS,
    EXAMINE_SECONDS,
    count_showings,
    examine_texts,
    look_after_links,
)
from admin.wiring import Installation
from bot import privacy
from bot.channels.entry import forget_arrivals
from bot.contacts import forget_contacts_before
from knowledge.away import is_away
from knowledge.editing.workflow import due, publish_due
from knowledge.events.editing import archive_past

EVERY_SECONDS: Final = 3600
WAITS_SECONDS: Final = 20
FOLLOW_SECONDS: Final = 1
"""So a publication is in the answers of every process within two seconds, and work that met a database
that was away goes on as soon as it is back."""

OCCUPATIONS_SECONDS: Final = 3

_log = logging.getLogger(__name__)


@contextlib.asynccontextmanager
async def keeping_house(installation: Installation) -> AsyncIterator[None]:
    """In the background, for as long as the context lasts."""
    tasks = [
        asyncio.create_task(_every(EVERY_SECONDS, keep_house, installation)),
        asyncio.create_task(_every(FOLLOW_SECONDS, follow, installation)),
        asyncio.create_task(_every(EXAMINE_SECONDS, examine_texts, installation)),
        asyncio.create_task(_every(COUNT_SECONDS, count_showings, installation)),
        asyncio.create_task(_every(OCCUPATIONS_SECONDS, follow_occupations, installation)),
        asyncio.create_task(look_after_links(installation)),
        asyncio.create_task(_every(CALENDARS_SECONDS, _calendars(installation), installation)),
    ]
    tasks += [asyncio.create_task(_every(WAITS_SECONDS, work, installation)) for work in _waits(installation)]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task


async def _every(seconds: int, work: Callable[[Installation], None], installation: Installation) -> None:
    """Says once that the work fails, not each time; that the database is away, it says itself."""
    fails = False
    while True:
        wait = seconds
        try:
            await run_sync(work, installation)
            fails = False
        except SQLAlchemyError as error:
            if is_away(error):
                wait = FOLLOW_SECONDS
            elif not fails:
                _log.error(
                    "%s failed, tried again every %s s: %s", work.__name__, seconds, type(error).__name__
                )
                fails = True
        await asyncio.sleep(wait)


def _waits(installation: Installation) -> tuple[Callable[[Installation], None], ...]:
    """What is done about who waits: the desk is told, and the person."""
    notices, waits = Notices.of(installation), installation.waits

    def tell_the_desk(_: Installation) -> None:
        if notices:
            notices.send()

    def look_after_waits(_: Installation) -> None:
        waits.look_after()

    return tell_the_desk, look_after_waits


def _calendars(installation: Installation) -> Callable[[Installation], None]:
    reader = CalendarReader(database=installation.database, now=installation.calendar.now)

    def read_calendars(_: Installation) -> None:
        reader.look()

    return read_calendars


def keep_house(installation: Installation) -> None:
    """Once. Raises SQLAlchemyError."""
    calendar = installation.calendar
    before = calendar.now() - timedelta(days=installation.settings.retention_days)
    with installation.database.write() as session:
        privacy.erase_before(session, before)
        forget_contacts_before(session, calendar.now() - timedelta(days=installation.settings.contact_days))
        archive_past(session, calendar.now())
        forget_arrivals(session, calendar.now())


def follow(installation: Installation) -> None:
    """Publishes what was planned for now; takes in what any process published or paused.

    Raises SQLAlchemyError.
    """
    database, calendar = installation.database, installation.calendar
    if database.away:
        database.ping()
    with database.read() as session:
        planned = due(session, calendar.now())
    if planned:
        with database.write() as session:
            publish_due(session, calendar.now())
    installation.pauses.refresh()
    installation.catalogue.refresh(database, calendar.today())


def follow_occupations(installation: Installation) -> None:
    """Takes in what any process imported of ESCO, apart from what is published: it takes seconds.

    Raises SQLAlchemyError.
    """
    installation.occupations.refresh(installation.database)
