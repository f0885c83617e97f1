"""What a running service does by itself: old conversations are erased, the catalogue follows the calendar."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Final

from anyio.to_thread import run_sync
from sqlalchemy.exc import SQLAlchemyError

from admin.wiring import Installation
from bot import privacy

EVERY_SECONDS: Final = 3600

_log = logging.getLogger(__name__)


@contextlib.asynccontextmanager
async def keeping_house(installation: Installation) -> AsyncIterator[None]:
    """In the background, for as long as the context lasts."""
    task = asyncio.create_task(_forever(installation))
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def _forever(installation: Installation) -> None:
    while True:
        try:
            await run_sync(keep_house, installation)
        except SQLAlchemyError as error:
            _log.error("housekeeping failed, next try in an hour: %s", type(error).__name__)
        await asyncio.sleep(EVERY_SECONDS)


def keep_house(installation: Installation) -> None:
    """Once. Raises SQLAlchemyError."""
    calendar = installation.calendar
    before = calendar.now() - timedelta(days=installation.settings.retention_days)
    with installation.database.write() as session:
        privacy.erase_before(session, before)
    installation.catalogue.refresh(installation.database, calendar.today())
