"""What a person does on the chat's page, and what the tests look at."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, Route
from sqlalchemy import select

from bot.models import Conversation, StoredMessage
from tests.bot.web.conftest import Site

ANNA = "staff-7"


def say(page: Page, text: str) -> None:
    page.get_by_role("textbox", name="Kirjoita viesti").fill(text)
    page.keyboard.press("Enter")


def messages(page: Page, author: str) -> Locator:
    return page.locator(f"li.{author} .words")


def stored_texts(site: Site, author: str) -> list[str]:
    with site.world.database.read() as session:
        found = select(StoredMessage.text).where(StoredMessage.author == author).order_by(StoredMessage.seq)
        return list(session.scalars(found))


def kept(page: Page) -> list[int]:
    found: list[int] = page.evaluate("[document.cookie.length, sessionStorage.length, localStorage.length]")
    return found


def conversation_id(site: Site) -> str:
    with site.world.database.read() as session:
        return session.scalars(select(Conversation.id)).one()


def take_over(site: Site) -> str:
    key = conversation_id(site)
    site.world.desk.take_over(key, ANNA, "Anna")
    return key


def fail_first(page: Page, url: str, fail: Callable[[Route], None], times: int) -> None:
    """The first requests to a path go wrong, the others go through."""
    count = 0

    def handle(route: Route) -> None:
        nonlocal count
        count += 1
        if count <= times:
            fail(route)
        else:
            route.continue_()

    page.route(url, handle)
