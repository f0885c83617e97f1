"""A process that polls and answers as the service does, with the scripted engine; it dies where told to.

python -m tests.support.telegram_worker DATABASE API [bot.runtime.Runtime._store before|after]
"""

import asyncio
import importlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from admin.delivery_side import delivering
from bot.channels.door import Door
from bot.channels.leases import Leases
from bot.channels.place import Places
from bot.telegram import polling
from bot.telegram.boards import Boards
from bot.telegram.codes import CodeDesk
from bot.telegram.connection import Line
from bot.telegram.errands import Errands
from bot.telegram.health import Health
from bot.telegram.intake import Intake
from bot.telegram.orders import Orders
from bot.telegram.polling import Polling
from bot.telegram.reception import Reception
from bot.telegram.sending import TelegramChannel
from bot.telegram.typing import Typing
from knowledge.database import Database
from tests.bot.conftest import World
from tests.bot.telegram.chat import PLAIN
from tests.support.telegram_api import TOKEN, TelegramApi

LEASE_SECONDS = 2.0


def die_at(step: str, when: str) -> None:
    """As by kill -9, at its first call."""
    owner_name, _, name = step.rpartition(".")
    module, _, class_name = owner_name.rpartition(".")
    owner = getattr(importlib.import_module(module), class_name)
    original = getattr(owner, name)

    def die() -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    async def dies_waiting(*given: Any, **named: Any) -> Any:
        if when == "before":
            die()
        await original(*given, **named)
        die()

    def dies(*given: Any, **named: Any) -> Any:
        if when == "before":
            die()
        original(*given, **named)
        die()

    setattr(owner, name, dies_waiting if asyncio.iscoroutinefunction(original) else dies)


def now() -> datetime:
    return datetime.now(UTC)


async def work(database: Database, api_url: str) -> None:
    polling.LEASE_SECONDS, polling.RENEWED_EVERY = LEASE_SECONDS, 0.3
    world = World(database, clock=now)
    parts, line = world.parts, Line.to(TOKEN, api_url)
    errands = Errands()
    channel = TelegramChannel(line.bot, PLAIN, errands)
    buttons = {channel.name: channel.take_away}
    door = Door(parts, world.chat(), Places.under(parts.codes.secret), {channel.name: channel}, buttons)
    codes = CodeDesk(line.bot, door)
    orders, typing = Orders(door, codes), Typing(line.bot, errands)
    reception = Reception(line.bot, door, codes, orders, errands, Boards(), typing)
    intake = Intake(line.bot, reception.take, parts.metrics)
    leases = Leases(database, parts.clock, str(os.getpid()))
    async with delivering(parts, [channel], {}, buttons):
        await Polling(line.bot, intake, leases, Health()).run()


@contextmanager
def worker(database: Database, api: TelegramApi, *fault: str) -> Iterator["subprocess.Popen[bytes]"]:
    """Such a process, ended by its own pid."""
    address = database.engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "tests.support.telegram_worker", address, api.url, *fault]
    process = subprocess.Popen(command, cwd=Path(__file__).parents[2])
    try:
        yield process
    finally:
        process.kill()
        process.wait(20)


if __name__ == "__main__":
    if len(sys.argv) > 3:
        die_at(*sys.argv[3:5])
    asyncio.run(work(Database(sys.argv[1]), sys.argv[2]))
