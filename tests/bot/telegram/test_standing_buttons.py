"""Buttons of a question that was answered in another way do not stay standing in Telegram."""

import time
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from bot import store
from bot.conversation import Author, Draft
from bot.models import Conversation
from dialogues.engine import Button
from knowledge.database import Database
from tests.bot.conftest import World
from tests.support.telegram_api import TelegramApi, telegram_api
from tests.support.telegram_faults import BROKEN, Fault, too_many
from tests.support.telegram_person import TelegramPerson
from tests.support.telegram_worker import now, worker

BUTTONS = (Button("Yes", "/ask_human"), Button("No", "/menu"))


@pytest.fixture
def api() -> Iterator[TelegramApi]:
    with telegram_api() as running:
        yield running


class Asked:
    """A person in Telegram whom something is asked, by another process than the one that sends it."""

    def __init__(self, database: Database, api: TelegramApi) -> None:
        self.api = api
        self.person = TelegramPerson(api, language="en")
        self._world = World(database, clock=now)

    def ask(self, *questions: str) -> None:
        drafts = [Draft(author=Author.BOT, text=each, language="en", buttons=BUTTONS) for each in questions]
        with self._world.database.write() as session:
            (known,) = session.scalars(select(Conversation.id))
            store.append(session, store.claimed(session, known), drafts, now())
        for each in questions:
            self.api.wait(lambda text=each: self.shown(text))

    def write(self, text: str) -> None:
        self.person.write(text)
        self.api.wait(lambda: self.shown(f"You said: {text}"))

    def shown(self, text: str) -> bool:
        return any(each.text == text for each in self.person.seen)

    def titles(self, text: str) -> list[str]:
        return next(each.titles for each in self.person.seen if each.text == text)


@pytest.fixture
def asked(sqlite_database: Database, api: TelegramApi) -> Iterator[Asked]:
    with worker(sqlite_database, api):
        known = Asked(sqlite_database, api)
        known.write("Hello")
        yield known


def test_all_that_stand_go_when_the_answer_is_typed(asked: Asked) -> None:
    asked.ask("Are you well?", "Do you work?")
    assert asked.titles("Are you well?") == asked.titles("Do you work?") == ["Yes", "No"]
    asked.write("I do")
    asked.api.wait(lambda: not asked.titles("Are you well?") and not asked.titles("Do you work?"))


def test_a_press_leaves_its_choice_and_takes_the_others_away(asked: Asked) -> None:
    asked.ask("Are you well?", "Do you work?")
    asked.person.press("No")
    asked.api.wait(lambda: not asked.titles("Are you well?"))
    asked.write("Good")
    assert asked.titles("Do you work?") == ["✓ No"]


def test_what_asks_nothing_takes_no_buttons_away(asked: Asked) -> None:
    asked.ask("Do you work?")
    asked.person.write("/privacy")
    asked.api.wait(lambda: any("Telegram" in each.text for each in asked.person.seen))
    assert asked.titles("Do you work?") == ["Yes", "No"]


def test_deleting_everything_takes_them_away_too(asked: Asked) -> None:
    asked.ask("Do you work?")
    asked.person.write("/delete")
    asked.api.wait(lambda: "Yes, delete it" in asked.person.last.titles)
    asked.person.press("Yes, delete it")
    asked.api.wait(lambda: not asked.titles("Do you work?"))


@pytest.mark.parametrize(
    "fault",
    [
        Fault(400, "Bad Request: message is not modified"),
        Fault(400, "Bad Request: message can't be edited"),
        BROKEN,
        too_many(60),
    ],
)
def test_an_edit_that_telegram_refuses_is_let_be(asked: Asked, fault: Fault) -> None:
    asked.ask("Do you work?")
    question = str(asked.person.last.message_id)
    asked.api.fail("editMessageReplyMarkup", fault)

    def edits() -> int:
        return sum(each["message_id"] == question for each in asked.api.called("editMessageReplyMarkup"))

    asked.write("I do")
    asked.api.wait(edits)
    asked.write("Really")
    time.sleep(0.5)
    assert edits() == 1
