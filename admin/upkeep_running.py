"""What a running service does for upkeep by itself: it examines what is published and asks its links."""

import asyncio
import logging
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Final
from uuid import uuid4

from anyio.to_thread import run_sync
from sqlalchemy.exc import SQLAlchemyError

from admin.wiring import Calendar, Installation
from bot.lacking import shown_since
from knowledge.away import is_away
from knowledge.database import Database
from knowledge.upkeep.examining import examine, keep_showings
from knowledge.upkeep.link_round import WITNESSES, Asked, ask_round, forget, links_due, note
from knowledge.upkeep.links import LinkAsker, Manners
from knowledge.upkeep.needs import SEEN_WITHIN
from knowledge.upkeep.turns import take_turn, wait_for

EXAMINE_SECONDS: Final = 30
COUNT_SECONDS: Final = 3600

FIRST_LINKS_SECONDS: Final = 600
"""A service that is only tried out asks nobody."""

LINKS_SECONDS: Final = 900
"""Between two looks whether a link is due."""

OFFLINE_SECONDS: Final = 3600

AWAY_SECONDS: Final = 1
"""Until the database is asked again when it was away."""

TURN: Final = timedelta(minutes=30)
"""How long a process that has died keeps the others from its work; a round takes less."""

LINKS: Final = "links"

_log = logging.getLogger(__name__)


def examine_texts(installation: Installation) -> None:
    """What was published since. Raises SQLAlchemyError."""
    examine(installation.database, installation.settings.languages, installation.calendar.now())


def count_showings(installation: Installation) -> None:
    """How often people were shown each service lately. Raises SQLAlchemyError."""
    now = installation.calendar.now()
    with installation.database.write() as session:
        wait_for(session, "showings", now)
        keep_showings(session, shown_since(session, now - SEEN_WITHIN))


async def look_after_links(installation: Installation) -> None:
    """For as long as the service runs, where the setting allows it."""
    if not installation.settings.link_checks:
        return
    await asyncio.sleep(FIRST_LINKS_SECONDS)
    checker = LinkChecker(installation.database, installation.calendar)
    async with LinkAsker(Manners()) as asker:
        while True:
            await asyncio.sleep(await checker.round(asker))


class LinkChecker:
    """One process of all asks for links: the one whose turn it is."""

    def __init__(self, database: Database, calendar: Calendar, witnesses: Sequence[str] = WITNESSES) -> None:
        self._database = database
        self._calendar = calendar
        self._witnesses = witnesses
        self._name = uuid4().hex

    async def round(self, asker: LinkAsker) -> int:
        """Returns how many seconds to wait for the next."""
        try:
            urls = await run_sync(self._due)
            if not urls:
                return LINKS_SECONDS
            asked = await ask_round(asker, urls, self._witnesses)
            await run_sync(partial(self._note, asked))
        except SQLAlchemyError as error:
            if is_away(error):
                return AWAY_SECONDS
            _log.error("The links could not be checked, tried again: %s", type(error).__name__)
            return LINKS_SECONDS
        if asked.void:
            _log.warning("No link can be checked: nothing on the internet answers this service.")
            return OFFLINE_SECONDS
        return 0

    def _due(self) -> tuple[str, ...]:
        """Nothing when it is another process's turn."""
        now, today = self._calendar.now(), self._calendar.today()
        with self._database.read() as session:
            if not links_due(session, now, today, most=1):
                return ()
        with self._database.write() as session:
            if not take_turn(session, LINKS, self._name, now, TURN):
                return ()
            return links_due(session, now, today)

    def _note(self, asked: Asked) -> None:
        now, today = self._calendar.now(), self._calendar.today()
        with self._database.write() as session:
            if not asked.void and take_turn(session, LINKS, self._name, now, TURN):
                note(session, asked.answers, now, today)
                forget(session, now)
