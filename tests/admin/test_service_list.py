"""The list of services: its filters, its pages, and who may read it."""

import re

import pytest

from knowledge.database import Database
from knowledge.editing.content import Facts, Words
from knowledge.editing.workflow import archive, publish
from knowledge.editing.writing import draft, write_text
from tests.admin.panel import Browser, Panel
from tests.knowledge.editing.make import EEVA, KELA, NOW, do, providers


@pytest.fixture
def reader(panel: Panel) -> Browser:
    fill(panel.database)
    return panel.browser("aino", "counsellor")


def fill(database: Database) -> None:
    """Oulu's workshop (published, then changed), Kela's nationwide advice (a draft), an archived one."""
    providers(database)
    workshop = add(
        database, "Äitien työpaja", Facts(provider="city", category="employment", municipalities=("564",))
    )
    copy = do(database, publish, EEVA, workshop, 1, NOW)
    do(
        database,
        write_text,
        EEVA,
        workshop,
        "fi",
        Words("Äitien työpaja", "Uusi teksti."),
        copy.text_versions["fi"],
        NOW,
    )
    add(database, "Neuvonta", Facts(provider="kela", category="income_support"), "sv")
    do(
        database,
        archive,
        EEVA,
        add(database, "Vanha kurssi", Facts(provider="city", category="education")),
        NOW,
    )


def add(database: Database, name: str, facts: Facts, other: str = "en") -> str:
    whole = Facts(
        provider=facts.provider,
        category=facts.category,
        municipalities=facts.municipalities,
        audience=("person",),
        url="https://example.org",
    )
    texts = {"fi": Words(name, "Apua."), other: Words(f"{name} {other}", "Text.")}
    return do(database, draft, KELA if facts.provider == "kela" else EEVA, whole, texts, NOW).id


def names(browser: Browser, query: str) -> list[str]:
    answer = browser.client.get(f"/admin/services?{query}")
    assert answer.status_code == 200, answer.text
    return sorted(re.findall(r'class="name" lang="fi" dir="auto">([^<]+)<', answer.text))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Neuvonta", "Äitien työpaja"]),
        ("q=äitien", ["Äitien työpaja"]),
        ("q=ÄITIEN+paja", ["Äitien työpaja"]),
        ("q=neuv+sv", ["Neuvonta"]),
        ("q=100%25", []),
        ("provider=kela", ["Neuvonta"]),
        ("category=employment", ["Äitien työpaja"]),
        ("municipality=564", ["Neuvonta", "Äitien työpaja"]),
        ("municipality=853", ["Neuvonta"]),
        ("language=sv", ["Neuvonta"]),
        ("state=archived", ["Vanha kurssi"]),
        ("state=draft", ["Neuvonta"]),
        ("state=unpublished", ["Äitien työpaja"]),
        ("state=overdue", []),
        ("text=missing&language=en", ["Neuvonta"]),
        ("text=missing", ["Neuvonta", "Äitien työpaja"]),
        ("text=stale", ["Äitien työpaja"]),
        ("text=stale&language=sv", []),
        ("text=machine", []),
        ("text=draft&language=sv", ["Neuvonta"]),
        ("state=nonsense&order=nonsense&category=nonsense", ["Neuvonta", "Äitien työpaja"]),
    ],
)
def test_filters_stand_in_the_address(reader: Browser, query: str, found: list[str]) -> None:
    assert names(reader, query) == found


def test_long_lists_have_pages_and_a_page_too_far_is_the_last(small_panel: Panel) -> None:
    providers(small_panel.database)
    for number in range(53):
        add(small_panel.database, f"Palvelu {number:02}", Facts(provider="city", category="education"))
    browser = small_panel.browser("aino")
    assert len(names(browser, "order=name")) == 50
    assert names(browser, "order=name&page=2") == ["Palvelu 50", "Palvelu 51", "Palvelu 52"]
    assert names(browser, "order=name&page=9") == ["Palvelu 50", "Palvelu 51", "Palvelu 52"]
    assert (
        'href="/admin/services?order=name&amp;page=2"'
        in browser.client.get("/admin/services?order=name").text
    )


def test_who_edits_for_nobody_is_not_offered_a_new_service(small_panel: Panel) -> None:
    providers(small_panel.database)
    for name, provider, offered in (("eeva", "city", True), ("nobody", None, False)):
        page = small_panel.browser(name, "editor", provider).client.get("/admin/services").text
        assert ('href="/admin/new-service"' in page) is offered
