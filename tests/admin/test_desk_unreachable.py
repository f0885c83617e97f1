"""What a counsellor reads when nothing reaches the person in their channel any more."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, expect

from bot.channels.outbox import Reason, mark_unreachable, reopen
from bot.models import Conversation
from tests.admin.panel import Panel
from tests.admin.test_desk_browser import Desk
from tests.support.browser import served


def closed(panel: Panel, reason: Reason = "left") -> str:
    conversation_id = panel.waiting()
    with panel.database.write() as session:
        session.get_one(Conversation, conversation_id).channel = "telegram"
        mark_unreachable(session, conversation_id, reason, datetime.now(UTC))
    return conversation_id


@pytest.mark.parametrize(
    ("reason", "said"),
    [("left", "they closed the chat"), ("gave_up", "for a day"), ("address", "Tell your administrator")],
)
def test_the_case_says_why_and_the_list_marks_it(small_panel: Panel, reason: Reason, said: str) -> None:
    conversation_id, aino = closed(small_panel, reason), small_panel.browser("aino")
    page = aino.client.get(f"/admin/desk/{conversation_id}").text
    assert said in page
    assert "Cannot be reached" in page
    with small_panel.database.write() as session:
        reopen(session, conversation_id)
    page = aino.client.get(f"/admin/desk/{conversation_id}").text
    assert said not in page
    assert "Cannot be reached" not in page


def test_it_appears_in_an_open_case_without_a_reload(small_panel: Panel, chromium: Browser) -> None:
    conversation_id = small_panel.waiting()
    with served(small_panel.app, small_panel.desk.feed) as url:
        page = Desk(small_panel, url, chromium).sign_in("aino", width=320)
        page.goto(f"{url}/admin/desk/{conversation_id}")
        expect(page.locator(".unreachable")).to_have_count(0)
        with small_panel.database.write() as session:
            mark_unreachable(session, conversation_id, "left", datetime.now(UTC))
        for topic in (conversation_id, "desk"):
            small_panel.desk.feed.wake(topic)
        expect(page.locator(".unreachable")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        page.context.close()
