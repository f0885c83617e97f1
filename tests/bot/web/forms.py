"""What the page's forms would send, and what it says."""

import re
from html.parser import HTMLParser
from typing import Any

from sqlalchemy import func, select

from knowledge.database import Database


class Hidden(HTMLParser):
    """The hidden fields of the form with the message field."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "input" and found.get("type") == "hidden":
            self.values[str(found["name"])] = found.get("value") or ""


def hidden(html: str) -> dict[str, str]:
    parser = Hidden()
    parser.feed(html)
    return parser.values


def stored(database: Database, what: Any) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(what)) or 0


def problem(html: str) -> str:
    found = re.search(r'(?s)<p id="problem"[^>]*>(.*?)</p>', html)
    assert found
    return found[1]
