"""A stream asks little where nothing happened, and finds what changed behind its back."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event, update

from bot import pause, store
from bot.contacts import Contact, forget_contact
from bot.conversation import Author, Draft, Holder
from bot.events import stream
from bot.following import Following
from bot.models import Conversation
from bot.person import Moved
from bot.transfer import Colleague
from tests.bot.conftest import World

HEARTBEAT = 0.02


class Page:
    """Of a person whose stream is open; what happens to the rows is not told to the feed."""

    def __init__(self, world: World) -> None:
        self.world = world
        started = asyncio.run(world.runtime.start("en"))
        self.id, self.token = started.id, started.token
        self.following = Following(world.person, self.id, self.token, 0)

    def is_unchanged(self) -> bool:
        return asyncio.run(self.following.is_unchanged())

    def write(self) -> None:
        with self.world.database.write() as session:
            conversation = store.claimed(session, self.id)
            draft = Draft(author=Author.BOT, text="from elsewhere", language="en")
            store.append(session, conversation, [draft], self.world.clock())

    def move(self) -> None:
        self._set(token_hash="another one")

    def forget(self) -> None:
        with self.world.database.write() as session:
            forget_contact(session, self.id)

    def pause(self) -> None:
        with self.world.database.write() as session:
            pause.begin(session, "bot", {}, Colleague("7", "Aino"), self.world.clock())
        self.world.pauses.refresh()

    def is_held(self) -> None:
        self._set(holder=Holder.COUNSELLOR, holder_name="Aino")
        self.world.person.contacts.leave(self.id, Contact.email("aino@example.org"))

    def _set(self, **values: Any) -> None:
        with self.world.database.write() as session:
            session.execute(update(Conversation).where(Conversation.id == self.id).values(**values))


@pytest.fixture
def page(world: World) -> Page:
    return Page(world)


def test_where_nothing_happened_one_question_is_asked(page: Page) -> None:
    page.following.news()
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    event.listen(page.world.database.engine, "before_cursor_execute", note)
    try:
        assert page.is_unchanged()
    finally:
        event.remove(page.world.database.engine, "before_cursor_execute", note)
    assert sum("SELECT" in statement for statement in asked) == 1


@pytest.mark.parametrize("happens", [Page.write, Page.move, Page.forget, Page.pause])
def test_whatever_the_person_is_to_be_told_is_found_out(page: Page, happens: Callable[[Page], None]) -> None:
    page.is_held()
    page.following.news()
    assert page.is_unchanged()
    happens(page)
    assert not page.is_unchanged()


def test_who_waits_is_looked_at_anew_each_time(page: Page) -> None:
    page.world.person.ask_for_person(page.id)
    page.following.news()
    assert not page.is_unchanged()


def test_what_is_erased_or_opened_elsewhere_is_not_unchanged(page: Page) -> None:
    page.following.news()
    page.move()
    with pytest.raises(Moved):
        page.following.news()
    page.world.person.erase(page.id)
    assert not page.is_unchanged()


def test_what_another_process_stored_is_told_once_at_a_heartbeat(page: Page) -> None:
    async def heard() -> bytes:
        events = stream(page.world.chat(), page.id, page.token, 0, HEARTBEAT)
        said = await anext(events)
        page.write()
        async with asyncio.timeout(5):
            while b"from elsewhere" not in said:
                said += await anext(events)
        for _ in range(5):
            said += await anext(events)
        await events.aclose()
        return said

    assert asyncio.run(heard()).count(b"from elsewhere") == 1
