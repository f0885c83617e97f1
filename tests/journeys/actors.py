"""The two sides of a journey: a person at the chat and a counsellor at the desk, each in a browser."""

import os
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, expect

RECORD = os.environ.get("OSAAMO_RECORD")
"""The folder of the documents, when the pictures of the journeys are to be made anew."""
PATIENCE_MS = 15_000

expect.set_options(timeout=PATIENCE_MS)


def picture(page: Page, name: str) -> None:
    """Kept as `images/<name>.png` when recording."""
    if RECORD:
        page.wait_for_timeout(400)
        folder = Path(RECORD) / "images"
        folder.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=folder / f"{name}.png")


@dataclass(frozen=True)
class Person:
    """Somebody at the chat page."""

    page: Page

    def opens(self, url: str, language: str) -> None:
        self.page.goto(f"{url}/?language={language}")
        expect(self.page.locator("osaamo-chat .choice").first).to_be_visible()

    def presses(self, *titles: str, send: str | None = None) -> None:
        """One button, or several ticks and the button that sends them."""
        replies = self._replies()
        if send is None:
            self.page.get_by_role("button", name=titles[0], exact=True).last.click()
        else:
            for title in titles:
                self.page.get_by_label(title, exact=True).last.check()
            self.page.get_by_role("button", name=send, exact=True).last.click()
        self._is_answered(replies)

    def writes(self, text: str) -> None:
        replies = self._replies()
        self.tells(text)
        self._is_answered(replies)

    def tells(self, text: str) -> None:
        """To a human: nothing answers by itself."""
        field = self.page.get_by_role("textbox").first
        field.fill(text)
        field.press("Enter")

    def sees(self, text: str) -> None:
        expect(self.page.get_by_text(text).last).to_be_visible()

    def services(self) -> list[str]:
        """The names on the cards of the latest message with cards, in their order."""
        latest = self.page.locator("osaamo-chat .message:has(.service)").last
        return latest.locator(".service h2").all_inner_texts()

    def _replies(self) -> int:
        return self.page.locator("osaamo-chat .message.bot, osaamo-chat .message.system").count()

    def _is_answered(self, replies: int) -> None:
        messages = self.page.locator("osaamo-chat .message.bot, osaamo-chat .message.system")
        expect(messages.nth(replies)).to_be_attached()
        expect(self.page.locator("osaamo-chat .pending")).to_have_count(0)


@dataclass(frozen=True)
class Counsellor:
    """Somebody at the desk, whose panel speaks English."""

    page: Page

    def signs_in(self, url: str, email: str, password: str) -> None:
        self.page.goto(f"{url}/admin/")
        self.page.get_by_label("E-mail").fill(email)
        self.page.get_by_label("Password").fill(password)
        self.page.get_by_role("button", name="Sign in").click()

    def takes_over(self) -> None:
        self.page.locator("#rows a").first.click()
        self.page.get_by_role("button", name="Take over").click()
        expect(self.page.get_by_label("Reply")).to_be_visible()

    def sees(self, text: str) -> None:
        expect(self.page.get_by_text(text).locator("visible=true").last).to_be_visible()

    def replies(self, text: str) -> None:
        self.page.get_by_label("Reply").fill(text)
        self.page.keyboard.press("Control+Enter")
        self.sees(text)

    def presses(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()
