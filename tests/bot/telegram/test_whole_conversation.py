"""A whole conversation in Telegram, a counsellor in its middle: as on the web."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import select

from bot.models import Conversation, StoredFeedback, StoredMessage
from knowledge.database import Database
from tests.bot.conftest import World
from tests.support.telegram_api import TelegramApi, telegram_api
from tests.support.telegram_person import TelegramPerson
from tests.support.telegram_worker import now, worker


@pytest.fixture
def api() -> Iterator[TelegramApi]:
    with telegram_api() as running:
        yield running


def test_from_the_first_word_by_a_counsellor_to_the_deletion(
    sqlite_database: Database, api: TelegramApi
) -> None:
    person = TelegramPerson(api, language="en")
    desk = World(sqlite_database, clock=now).desk  # of another process than the one that talks to Telegram

    def sees(text: str) -> None:
        api.wait(lambda: any(text in shown.text for shown in person.seen), 40)

    def stored(asked: Callable[[], object]) -> None:
        api.wait(asked, 40)

    with worker(sqlite_database, api):
        person.write("Hello")
        sees("You said: Hello")
        person.write("/human")
        sees("cancel your request")
        (waiting,) = desk.inbox()
        desk.take_over(waiting.id, "7", "Maija")
        sees("Maija answers you now")
        desk.say(waiting.id, "7", "What would you like to do?", "a")
        sees("What would you like to do?")
        assert any("Maija" in shown.text and "What would" in shown.text for shown in person.seen)
        person.write("I would like to study")
        stored(lambda: "I would like to study" in texts(sqlite_database))
        assert not any("You said: I would" in shown.text for shown in person.seen)
        desk.hand_back(waiting.id, "7")
        sees("Did it help you?")
        person.press("Yes")
        stored(lambda: ratings(sqlite_database) == ["yes"])
        person.write("/delete")
        sees("Shall the whole conversation be deleted?")
        person.press("Yes, delete it")
        sees("Deleted on")
    with sqlite_database.read() as session:
        assert session.scalar(select(Conversation.id)) is None
    assert texts(sqlite_database) == []


def texts(database: Database) -> list[str]:
    with database.read() as session:
        return list(session.scalars(select(StoredMessage.text)))


def ratings(database: Database) -> list[str | None]:
    with database.read() as session:
        return list(session.scalars(select(StoredFeedback.rating)))
