"""The walk-through of docs/accessibility.md is what Chromium tells a screen reader."""

import re
from itertools import pairwise
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.bot.web.chatting import ANNA, conversation_id, messages, take_over
from tests.bot.web.conftest import Site
from tests.bot.web.embedding import embed
from tests.bot.web.reading import walk

WRITTEN = Path(__file__).parents[3] / "docs" / "accessibility.md"


def test_the_walk_through_is_what_a_screen_reader_finds(site: Site, browser_page: Page) -> None:
    assert steps(site, browser_page) == re.findall(
        r"```text\n(.*?)\n```", WRITTEN.read_text("utf-8"), re.DOTALL
    )


def news(looks: list[list[str]]) -> list[str]:
    """Of each look what was not there at the one before."""
    return ["\n".join(line for line in now if line not in before) for before, now in pairwise([[], *looks])]


def steps(site: Site, page: Page) -> list[str]:
    embed(page, site.url, 'floating language="fi" name="Oulun Apuri"', around="<h1>Kaupunki</h1>{}")
    page.locator(".launcher").wait_for()
    found = [walk(page)]
    page.locator(".launcher").click()
    found.append(walk(page))
    page.get_by_role("button", name="Selvitä, mikä auttaisi").click()
    page.get_by_label("Löytää työtä").check()
    found.append(walk(page))
    page.get_by_role("button", name="Lähetä valinnat").click()
    expect(page.get_by_role("article")).to_have_count(2)
    found.append(walk(page))
    site.world.person.ask_for_person(conversation_id(site))
    expect(page.locator(".place")).to_be_visible()
    found.append(walk(page))
    site.world.desk.say(take_over(site), ANNA, "Hei, täällä Anna.", "1")
    expect(messages(page, "counsellor")).to_have_count(1)
    found.append(walk(page))
    return news(found)
