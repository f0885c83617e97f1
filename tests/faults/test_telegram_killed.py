"""kill -9 in the middle of each step from Telegram to the stored answer and back: each update counts once."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from admin.migrate import METADATA
from bot.models import Conversation, StoredMessage
from knowledge.database import Database
from tests.support.telegram_api import TelegramApi, telegram_api
from tests.support.telegram_person import TelegramPerson
from tests.support.telegram_worker import worker

assert "leases" in METADATA.tables  # the tables of all rooms are known before the first is made
WELCOME = "Hello, I am a bot."
STEPS = [
    ("bot.runtime.Runtime._store_start", "before"),
    ("bot.runtime.Runtime._store_start", "after"),
    ("bot.runtime.Runtime._store", "before"),
    ("bot.runtime.Runtime._store", "after"),
    ("bot.telegram.window.Window.rest", "after"),
]


@pytest.fixture
def api() -> Iterator[TelegramApi]:
    with telegram_api() as running:
        yield running


def stored(database: Database) -> list[str]:
    with database.read() as session:
        return list(session.scalars(select(StoredMessage.text).order_by(StoredMessage.id)))


def conversations(database: Database) -> int:
    with database.read() as session:
        return len(list(session.scalars(select(Conversation.id))))


@pytest.mark.parametrize(("step", "when"), STEPS)
def test_a_message_is_answered_once(
    sqlite_database: Database, api: TelegramApi, step: str, when: str
) -> None:
    person = TelegramPerson(api, language="en")
    person.write("Hello")
    with worker(sqlite_database, api, step, when) as dying:
        assert dying.wait(40) == -9
    with worker(sqlite_database, api):
        api.wait(lambda: any(shown.text.endswith("You said: Hello") for shown in person.seen), 40)
        person.write("Again")
        api.wait(lambda: any(shown.text.endswith("You said: Again") for shown in person.seen), 40)
    assert conversations(sqlite_database) == 1
    assert stored(sqlite_database) == [WELCOME, "Hello", "You said: Hello", "Again", "You said: Again"]


@pytest.mark.parametrize("when", ["before", "after"])
def test_what_deletes_is_told_and_begins_nothing(
    sqlite_database: Database, api: TelegramApi, when: str
) -> None:
    person = TelegramPerson(api, language="en")
    with worker(sqlite_database, api, "bot.channels.door.Door._say_apart", when) as dying:
        person.write("Hello")
        person.write("/delete")
        api.wait(lambda: person.seen and person.last.titles == ["Yes, delete it"], 40)
        person.press("Yes, delete it")
        assert dying.wait(40) == -9
    before = len(person.seen)
    with worker(sqlite_database, api):
        api.wait(lambda: len(person.seen) > before, 40)
        assert "The conversation is deleted." in person.last.text
        api.wait(lambda: not api.pending, 40)
    assert conversations(sqlite_database) == 0


def test_of_two_processes_one_fetches_and_the_other_takes_over(
    sqlite_database: Database, api: TelegramApi
) -> None:
    people = [TelegramPerson(api, 8000 + number, "en") for number in range(10)]
    with worker(sqlite_database, api) as first, worker(sqlite_database, api) as second:
        for person in people:
            person.write("Hello")
        api.wait(lambda: all(person.seen for person in people), 60)
        first.kill()
        for person in people:
            person.write("Again")
        api.wait(lambda: all("You said: Again" in person.last.text for person in people), 60)
        second.kill()
    said = stored(sqlite_database)
    assert conversations(sqlite_database) == len(people)
    assert (said.count("Hello"), said.count("Again"), said.count("You said: Again")) == (10, 10, 10)
