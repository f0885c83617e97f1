"""A chat with the bot. One database is enough: what differs between the two is tried at the door."""

from collections.abc import Iterator

import pytest

from knowledge.database import Database
from tests.bot.conftest import World
from tests.bot.telegram.chat import TelegramChat
from tests.support.telegram_api import TelegramApi, telegram_api


@pytest.fixture(scope="module")
def telegram() -> Iterator[TelegramApi]:
    with telegram_api() as running:
        yield running


@pytest.fixture
def chat(sqlite_database: Database, telegram: TelegramApi) -> TelegramChat:
    telegram.sent.clear()
    telegram.calls.clear()
    telegram.left.clear()
    return TelegramChat(World(sqlite_database), telegram)
