"""What one process publishes is in the answers of every other one within two seconds, without a restart."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from admin import housekeeping
from admin.first_start import prepare_catalogue, prepare_database
from admin.settings import ServiceSettings
from admin.wiring import Calendar, Installation, install
from bot import pause
from bot.chat import ServiceQuery
from bot.transfer import Colleague
from knowledge.database import Database
from knowledge.editing.actor import Actor
from knowledge.editing.content import Facts, Words
from knowledge.editing.workflow import publish, publish_at, withdraw
from knowledge.editing.working_copy import WorkingCopy
from knowledge.editing.writing import draft
from tests.bot.scripted import ScriptedEngine

EDITOR = Actor("e", "Eeva", None)
FACTS = Facts(provider="kela", category="wellbeing", audience=("person",), url="https://example.org")
QUERY = ServiceQuery(words="hevostallin aamuryhmä", language="fi")


@pytest.fixture
def two(tmp_path: Path) -> tuple[Installation, Installation]:
    """Two processes on one database, as far as memory goes."""
    settings = ServiceSettings(_env_file=None, data=tmp_path, vectors=False)
    prepare_catalogue(prepare_database(settings), datetime.now(UTC))
    one, other = (install(settings, Database(settings.database), ScriptedEngine()) for _ in range(2))
    return one, other


class InTwoHours(Calendar):
    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(hours=2)


def drafted(installation: Installation) -> WorkingCopy:
    with installation.database.write() as session:
        words = {"fi": Words("Hevostallin aamuryhmä", "Aamuja tallilla.")}
        return draft(session, EDITOR, FACTS, words, datetime.now(UTC))


def found(installation: Installation) -> bool:
    return "hevostallin-aamuryhma" in {card.id for card in installation.chat.search(QUERY)}


def paused(installation: Installation) -> bool:
    return bool(installation.pauses.now(datetime.now(UTC)))


async def seconds_until(condition: Callable[[], bool]) -> float:
    clock = asyncio.get_running_loop().time
    began = clock()
    while not condition() and clock() - began < 10:
        await asyncio.sleep(0.02)
    return clock() - began


def test_a_publication_and_a_withdrawal_are_seen_within_two_seconds(
    two: tuple[Installation, Installation],
) -> None:
    editors, chat = two

    async def play() -> tuple[float, float]:
        async with housekeeping.keeping_house(chat):
            copy = drafted(editors)
            await asyncio.sleep(1.1)
            assert not found(chat)
            with editors.database.write() as session:
                publish(session, EDITOR, copy.id, copy.revision, datetime.now(UTC))
            shown = await seconds_until(lambda: found(chat))
            with editors.database.write() as session:
                withdraw(session, EDITOR, copy.id, datetime.now(UTC))
            return shown, await seconds_until(lambda: not found(chat))

    shown, hidden = asyncio.run(play())
    assert shown < 2
    assert hidden < 2


def test_a_pause_and_its_end_are_known_within_two_seconds_and_after_a_restart(
    two: tuple[Installation, Installation],
) -> None:
    coordinators, chat = two

    async def play() -> tuple[float, float]:
        async with housekeeping.keeping_house(chat):
            with coordinators.database.write() as session:
                pause.begin(session, "bot", {"fi": "Tauko."}, Colleague("1", "Aino"), datetime.now(UTC))
            begun = await seconds_until(lambda: paused(chat))
            settings, database = chat.settings, Database(chat.settings.database)
            assert paused(install(settings, database, ScriptedEngine()))
            with coordinators.database.write() as session:
                pause.end(session, "bot")
            return begun, await seconds_until(lambda: not paused(chat))

    begun, ended = asyncio.run(play())
    assert begun < 2
    assert ended < 2


def test_what_was_planned_is_published_by_itself(two: tuple[Installation, Installation]) -> None:
    editors, chat = two
    copy, now = drafted(editors), datetime.now(UTC)
    with editors.database.write() as session:
        publish_at(session, EDITOR, copy.id, copy.revision, now + timedelta(hours=1), now)
    housekeeping.follow(chat)
    assert not found(chat)

    housekeeping.follow(replace(chat, calendar=InTwoHours(chat.calendar.zone)))
    assert found(chat)
    housekeeping.follow(editors)
    assert found(editors)


def test_while_the_database_is_away_the_catalogue_answers_and_it_is_said_once(
    two: tuple[Installation, Installation], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    _, chat = two
    away = replace(chat, database=Database(f"sqlite:///{tmp_path / 'nowhere' / 'gone.db'}"))
    before = chat.catalogue.current

    async def play() -> None:
        async with housekeeping.keeping_house(away):
            await asyncio.sleep(2.5)

    with caplog.at_level(logging.ERROR):
        asyncio.run(play())
    assert chat.catalogue.current is before
    assert sum(record.message.startswith("the database cannot be used") for record in caplog.records) == 1
