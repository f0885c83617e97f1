"""Editors of two providers and their services, as browsers send their forms."""

from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from httpx import Response

from knowledge.editing.content import Facts, Words
from knowledge.editing.providers import write_provider
from knowledge.editing.workflow import publish
from knowledge.editing.working_copy import WorkingCopy
from knowledge.editing.writing import draft
from tests.admin.panel import Browser, Panel
from tests.knowledge.editing.make import EEVA, ENGLISH, FACTS, FINNISH, NOW, do, now_is


@dataclass(frozen=True)
class Office:
    """The city with an editor, another one and a coordinator; Kela with one; a counsellor who reads."""

    panel: Panel
    service_id: str

    @property
    def copy(self) -> WorkingCopy:
        return now_is(self.panel.database, self.service_id)

    @property
    def path(self) -> str:
        return f"/admin/services/{self.service_id}"

    def editor(self, name: str = "eeva", provider: str = "city") -> Browser:
        return self.panel.browser(name, "editor", provider)

    def form(self, browser: Browser) -> dict[str, Any]:
        """What the page of the service would send if nothing were changed."""
        return fields_of(browser.client.get(self.path).text)

    def send(self, browser: Browser, noun: str = "", **fields: Any) -> Response:
        """Posts to the service itself, or to a noun below it."""
        sent = {"csrf_token": browser.csrf, **fields}
        return browser.client.post(f"{self.path}/{noun}" if noun else self.path, data=sent)

    def save(self, browser: Browser, form: dict[str, Any], **changed: Any) -> Response:
        """Field names with dots are written with underscores doubled: `text__fi__name`."""
        named = {key.replace("__", "."): value for key, value in changed.items()}
        return browser.client.post(self.path, data={**form, **named})

    def verb(self, browser: Browser, noun: str, **fields: Any) -> Response:
        return self.send(browser, noun, seen=self.copy.revision, **fields)


def office(panel: Panel, four_eyes: bool = False, shown: bool = False, facts: Facts = FACTS) -> Office:
    """With one service of the city: a draft, or `shown` in the chat."""
    do(panel.database, write_provider, "city", {"fi": "Kaupunki"}, "https://example.org", four_eyes, NOW)
    do(panel.database, write_provider, "kela", {"fi": "Kela"}, "", False, NOW)
    copy = do(panel.database, draft, EEVA, facts, {"fi": FINNISH, "en": ENGLISH}, NOW)
    if shown:
        do(panel.database, publish, EEVA, copy.id, copy.revision, NOW)
    return Office(panel, copy.id)


class Fields(HTMLParser):
    """The fields of the page's own form, as a browser would send them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, Any] = {}
        self._inside = False
        self._open = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "form":
            self._inside = said.get("id") == "editor"
        name = said.get("name") or ""
        if tag in ("select", "textarea"):
            self._open = name
        if self._inside and name and tag != "button":
            self._field(tag, name, said)
        if self._inside and tag == "option" and "selected" in said:
            self.found[self._open] = said["value"]

    def _field(self, tag: str, name: str, said: dict[str, str | None]) -> None:
        kind, value = said.get("type"), said.get("value")
        if kind == "checkbox" and "checked" in said:
            self.found.setdefault(name, []).append(value or "on")
        elif (kind == "radio" and "checked" in said) or (
            tag == "input" and kind not in ("radio", "checkbox")
        ):
            self.found[name] = value or ""
        elif tag == "textarea":
            self.found[name] = ""

    def handle_data(self, data: str) -> None:
        if self._inside and self._open in self.found and self.found[self._open] == "":
            self.found[self._open] = data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        if tag in ("select", "textarea"):
            self._open = ""


def fields_of(html: str) -> dict[str, Any]:
    parser = Fields()
    parser.feed(html)
    return parser.found


def words(copy: WorkingCopy, language: str) -> Words:
    return copy.content.texts[language].words
