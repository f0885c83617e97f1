"""What Telegram refuses of a message: texts, markup, buttons and haste, as the Bot API's own server does."""

import json
import math
import time
from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from typing import Any

LONGEST_TEXT = 4096
LONGEST_DATA = 64
MOST_BUTTONS = 100
LONGEST_ANSWER = 200
PER_SECOND = 30
BURST = 5
TAGS = {"b", "strong", "i", "em", "u", "s", "code", "pre", "blockquote", "a", "tg-spoiler"}


class Refused(Exception):  # noqa: N818
    """As the Bot API says it."""

    def __init__(self, status: int, description: str, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.retry_after = retry_after


class _Markup(HTMLParser):
    """The text as it is shown, and the links in it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.plain = ""
        self.links: list[str] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            raise Refused(400, f'Bad Request: can\'t parse entities: Unsupported start tag "{tag}"')
        self._open.append(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            raise Refused(400, f'Bad Request: can\'t parse entities: Unexpected end tag "{tag}"')

    def handle_data(self, data: str) -> None:
        if "<" in data:
            raise Refused(400, "Bad Request: can't parse entities: Unsupported start tag")
        self.plain += data

    def handle_entityref(self, name: str) -> None:
        self.plain += unescape(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.plain += unescape(f"&#{name};")

    def ended(self) -> None:
        self.close()
        if self._open:
            raise Refused(400, f"Bad Request: can't parse entities: Can't find end tag \"{self._open[-1]}\"")


def shown_text(call: Mapping[str, str]) -> str:
    """The text of a message without its markup. Raises Refused."""
    text = call.get("text", "")
    if call.get("parse_mode") == "HTML":
        markup = _Markup()
        markup.feed(text.replace("<!", "<x"))
        markup.ended()
        text = markup.plain
    try:
        units = len(text.encode("utf-16-le")) // 2
    except UnicodeEncodeError:
        raise Refused(400, "Bad Request: strings must be encoded in UTF-8") from None
    if not text.strip():
        raise Refused(400, "Bad Request: message text is empty")
    if units > LONGEST_TEXT:
        raise Refused(400, "Bad Request: message is too long")
    return text.strip()


def keyboard(call: Mapping[str, str]) -> dict[str, Any] | None:
    """The inline keyboard of a message. Raises Refused."""
    if not call.get("reply_markup"):
        return None
    markup: dict[str, Any] = json.loads(call["reply_markup"])
    buttons = [button for row in markup.get("inline_keyboard", []) for button in row]
    if len(buttons) > MOST_BUTTONS:
        raise Refused(400, "Bad Request: reply markup is too long")
    for button in buttons:
        if not button["text"].strip():
            raise Refused(400, "Bad Request: Text buttons are unallowed in the inline keyboard")
        data, url = button.get("callback_data"), button.get("url")
        if (data is None) == (url is None):
            raise Refused(400, "Bad Request: Text buttons are unallowed in the inline keyboard")
        if data is not None and not 1 <= len(data.encode()) <= LONGEST_DATA:
            raise Refused(400, "Bad Request: BUTTON_DATA_INVALID")
        if url is not None and not url.startswith(("http://", "https://", "tg://")):
            raise Refused(400, "Bad Request: BUTTON_URL_INVALID")
    return markup if buttons else None


@dataclass
class Haste:
    """At most 30 messages in a second, and to one chat one a second after a short burst."""

    _all: deque[float] = field(default_factory=deque)
    _chats: dict[int, tuple[float, float]] = field(default_factory=lambda: defaultdict(lambda: (BURST, 0.0)))

    def check(self, chat: int) -> None:
        """Raises Refused."""
        now = time.monotonic()
        while self._all and self._all[0] <= now - 1:
            self._all.popleft()
        left, at = self._chats[chat]
        left = min(float(BURST), left + now - at)
        if left < 1:
            _too_many(math.ceil(1 - left))
        if len(self._all) >= PER_SECOND:
            _too_many(1)
        self._all.append(now)
        self._chats[chat] = (left - 1, now)


def _too_many(seconds: int) -> None:
    raise Refused(429, f"Too Many Requests: retry after {seconds}", seconds)
