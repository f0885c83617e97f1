"""The panel's pages of events: written in a form, published, kept apart by provider, saved over nobody."""

from dataclasses import replace
from typing import Any

import pytest
from httpx import Response

from admin.pages import HERE
from dialogues.conversation.texts import Texts
from knowledge.editing.providers import write_provider
from knowledge.events.choices import EVERY
from knowledge.events.content import (
    FACT_FIELDS,
    KINDS,
    WORD_FIELDS,
    EventContent,
    EventFacts,
    EventTongue,
    EventWords,
)
from knowledge.events.editing import draft, save
from knowledge.events.listing import WHEN
from knowledge.events.published import published_events
from knowledge.events.working_copy import EventCopy, open_event
from knowledge.sources.source import REASONS
from tests.admin.editors import fields_of
from tests.admin.panel import Browser, Panel
from tests.knowledge.editing.make import EEVA, NOW, do
from tests.knowledge.events.calendars import calendar, event
from tests.knowledge.events.make import clock

PATH = "/admin/events/treffit"
FACTS = EventFacts(
    provider="city",
    kind="recruiting",
    municipality="564",
    starts=clock("2099-12-01 09:00"),
    ends=clock("2099-12-01 11:00"),
)


@pytest.fixture
def panel(small_panel: Panel) -> Panel:
    """The city with a draft, and Kela."""
    do(small_panel.database, write_provider, "city", {"fi": "Kaupunki"}, "", False, NOW)
    do(small_panel.database, write_provider, "kela", {"fi": "Kela"}, "", False, NOW)
    content = EventContent(FACTS, {"fi": EventTongue(EventWords("Treffit", "Tapaa työnantajia."))})
    do(small_panel.database, draft, EEVA, content, NOW)
    return small_panel


@pytest.fixture
def eeva(panel: Panel) -> Browser:
    return panel.browser("eeva", "editor", "city")


def now_is(panel: Panel, event_id: str = "treffit") -> EventCopy:
    with panel.database.read() as session:
        return open_event(session, event_id)


def saved(browser: Browser, **changed: Any) -> Response:
    """What the page's form would send, with some fields changed; dots are written as doubled underscores."""
    form = fields_of(browser.client.get(PATH).text)
    for name, value in changed.items():
        form[name.replace("__", ".")] = value
    answer: Response = browser.client.post(PATH, data={k: v for k, v in form.items() if v is not None})
    return answer


def verb(browser: Browser, noun: str) -> Response:
    answer: Response = browser.client.post(f"{PATH}/{noun}", headers=browser.headers)
    return answer


def shown(panel: Panel) -> list[str]:
    with panel.database.read() as session:
        return [each.first.event_id for each in published_events(session)]


def test_an_event_is_added_written_and_published(panel: Panel, eeva: Browser) -> None:
    answer = eeva.client.post(
        "/admin/events", data={"name": "Messut", "provider": "city"}, headers=eeva.headers
    )
    assert answer.headers["location"] == "/admin/events/messut"
    form = fields_of(eeva.client.get("/admin/events/messut").text)
    times = {"date": "2099-12-01", "start": "09:00", "end": "11:30", "every": "weekly", "until": "2099-12-31"}
    where = {"municipality": "564", "place": "Halli", "kind": "fair", "left_out": "8.12.2099"}
    answer = eeva.client.post("/admin/events/messut", data={**form, **times, **where})
    assert answer.status_code == 303, answer.text
    facts = now_is(panel, "messut").content.facts
    assert (facts.starts, facts.ends) == (clock("2099-12-01 09:00"), clock("2099-12-01 11:30"))
    assert (facts.rule, facts.without) == ("FREQ=WEEKLY;UNTIL=20991231T235959", (clock("2099-12-08 09:00"),))
    page = eeva.client.get("/admin/events/messut").text
    assert [day for day in ("1.12.", "8.12.", "15.12.", "29.12.") if f"{day}2099 09:00" in page] == [
        *("1.12.", "15.12.", "29.12."),
    ]
    eeva.client.post("/admin/events/messut/publication", headers=eeva.headers)
    assert shown(panel) == ["messut"]
    log = panel.browser("ylli", "administrator").client.get("/admin/audit").text
    assert "Published an event" in log


def test_saving_the_page_unchanged_changes_nothing(panel: Panel, eeva: Browser) -> None:
    before = now_is(panel)
    assert saved(eeva).status_code == 303
    assert now_is(panel) == before


@pytest.mark.parametrize(
    "facts",
    [
        replace(FACTS, rule="FREQ=YEARLY;COUNT=3", without=(clock("2100-12-01 09:00"),)),
        replace(FACTS, rule="FREQ=WEEKLY;UNTIL=20991231T100000;BYDAY=TU,TH"),
        replace(FACTS, starts=clock("2099-12-01"), ends=clock("2099-12-03"), all_day=True, online=True),
        replace(FACTS, extra=(clock("2099-12-05 12:00"),), zone="UTC", group="series", audience=("person",)),
    ],
)
def test_what_a_calendar_said_survives_the_form(panel: Panel, eeva: Browser, facts: EventFacts) -> None:
    copy = now_is(panel)
    do(panel.database, save, EEVA, "treffit", replace(copy.content, facts=facts), copy.revision, NOW)
    assert saved(eeva).status_code == 303
    assert now_is(panel).content.facts == facts


def test_what_is_wrong_is_told_and_nothing_is_lost(panel: Panel, eeva: Browser) -> None:
    answer = saved(eeva, url="http://example.org", place="Uusi halli", text__fi__name="a" * 81)
    assert answer.status_code == 422
    assert "is not a web address" in answer.text
    assert 'value="Uusi halli"' in answer.text
    assert now_is(panel).revision == 1
    saved(eeva, date="")
    assert verb(eeva, "publication").status_code == 422


def test_two_editors_on_one_field(panel: Panel, eeva: Browser) -> None:
    form = fields_of(eeva.client.get(PATH).text)
    otso = panel.browser("otso", "editor", "city")
    saved(otso, text__fi__name="Otson nimi", place="Otson paikka")
    mine = {**form, "text.fi.name": "Eevan nimi", "address": "Katu 1"}
    answer = eeva.client.post(PATH, data=mine)
    assert answer.status_code == 409
    assert "Otso has saved" in answer.text
    assert "Otson nimi" in answer.text
    again = fields_of(answer.text)
    assert eeva.client.post(PATH, data=again).status_code == 303
    content = now_is(panel).content
    assert (content.name, content.facts.place, content.facts.address) == (
        *("Eevan nimi", "Otson paikka"),
        "Katu 1",
    )


def test_a_translation_is_stale_when_its_source_changes(panel: Panel, eeva: Browser) -> None:
    saved(eeva, text__sv__name="Träff", ready__sv="on")
    assert now_is(panel).content.texts["sv"].status == "reviewed"
    saved(eeva, text__fi__name="Uudet treffit")
    assert now_is(panel).content.stale("sv")
    saved(eeva, fresh__sv="on")
    assert not now_is(panel).content.stale("sv")


def test_an_event_is_withdrawn_archived_and_brought_back(panel: Panel, eeva: Browser) -> None:
    verb(eeva, "publication")
    assert shown(panel) == ["treffit"]
    verb(eeva, "withdrawal")
    assert (shown(panel), now_is(panel).state) == ([], "withdrawn")
    verb(eeva, "archive")
    assert saved(eeva).status_code == 409
    verb(eeva, "restoration")
    assert now_is(panel).state == "draft"
    assert verb(eeva, "duplicate").headers["location"].startswith("/admin/events/treffit-")
    assert verb(eeva, "party").status_code == 404


def test_another_providers_event_can_only_be_read(panel: Panel) -> None:
    kaisa = panel.browser("kaisa", "editor", "kela")
    page = kaisa.client.get(PATH)
    assert (page.status_code, 'id="save"' in page.text) == (200, False)
    assert verb(kaisa, "publication").status_code == 403
    data = {"base": "1", "csrf_token": kaisa.csrf, "date": "2099-12-01"}
    assert kaisa.client.post(PATH, data=data).status_code == 403
    stolen = {"name": "x", "provider": "city"}
    assert kaisa.client.post("/admin/events", data=stolen, headers=kaisa.headers).status_code == 403


def test_a_provider_may_ask_for_four_eyes(panel: Panel, eeva: Browser) -> None:
    do(panel.database, write_provider, "city", {"fi": "Kaupunki"}, "", True, NOW)
    saved(eeva, place="Halli")
    assert verb(eeva, "publication").status_code == 409
    verb(panel.browser("otso", "editor", "city"), "publication")
    assert shown(panel) == ["treffit"]


def test_the_list_is_filtered(panel: Panel, eeva: Browser) -> None:
    for query, there in (
        ("", True),
        ("when=past", False),
        ("when=draft", True),
        ("provider=kela", False),
        ("municipality=564&q=TREFF", True),
        ("q=messut", False),
    ):
        page = eeva.client.get(f"/admin/events?{query}").text
        assert (f'href="{PATH}"' in page) is there, query


def test_a_calendar_is_tried_and_taken_in(panel: Panel) -> None:
    boss = panel.browser("kaisa", "coordinator")
    sent = {"kind": "ical", "language": "fi", "provider": "city"}
    data = calendar(event("u1", start="20990101T090000", SUMMARY="SUMMARY:Rekry"), event("u2", DTSTART=""))
    answer = boss.client.post(
        "/admin/imports", data=sent, files={"file": ("c.ics", data)}, headers=boss.headers
    )
    assert answer.headers["location"] == "/admin/imports/1"
    assert "DTSTART: missing" in boss.client.get("/admin/imports/1").text
    boss.client.post("/admin/imports", data={"tried": "1", "publish": "on"}, headers=boss.headers)
    assert 'href="/admin/events/rekry"' in boss.client.get("/admin/imports/2").text
    assert shown(panel) == ["rekry"]
    changed = calendar(event("u1", start="20990101T100000", SUMMARY="SUMMARY:Rekry"))
    boss.client.post("/admin/imports", data=sent, files={"file": ("c.ics", changed)}, headers=boss.headers)
    assert "Thu 1.1.2099 10:00" in boss.client.get("/admin/imports/3").text


def test_the_template_of_a_table_can_be_imported(panel: Panel) -> None:
    boss = panel.browser("kaisa", "coordinator")
    do(panel.database, write_provider, "oulu", {"fi": "Oulu"}, "", False, NOW)
    for format, run in (("csv", 1), ("xlsx", 2)):
        template = boss.client.get(f"/admin/imports/event-template/{format}").content
        answer = boss.client.post(
            "/admin/imports",
            data={"kind": "event_table"},
            files={"file": (f"e.{format}", template)},
            headers=boss.headers,
        )
        assert answer.headers["location"] == f"/admin/imports/{run}"
        assert "Rekrytointipäivä" in boss.client.get(f"/admin/imports/{run}").text


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_code_has_its_words(language: str) -> None:
    texts = Texts.load(HERE / "texts")
    keys = [f"events.kind_{each}" for each in KINDS] + [f"events.every_{each}" for each in EVERY]
    keys += [f"events.field_{each}" for each in (*FACT_FIELDS, *WORD_FIELDS)]
    keys += [f"events.when_{each}" for each in WHEN] + [f"imports.reason_{each}" for each in REASONS]
    assert [key for key in keys if key not in texts.by_language[language].texts] == []


def test_versions_are_compared_and_an_older_one_brought_back_unpublished(panel: Panel, eeva: Browser) -> None:
    form = {**fields_of(eeva.client.get(PATH).text), "csrf_token": eeva.csrf, "text.fi.name": "Uudet treffit"}
    assert eeva.client.post(PATH, data=form).status_code == 303
    page = eeva.client.get(f"{PATH}/history").text
    assert "<ins>Uudet treffit</ins>" in page
    assert "<del>Treffit</del>" in page
    back = {"csrf_token": eeva.csrf, "number": "1", "seen": "1"}
    late = eeva.client.post(f"{PATH}/rollback", data=back)
    assert late.status_code == 409
    assert "has changed since you opened the page" in late.text
    assert eeva.client.post(f"{PATH}/rollback", data={**back, "seen": "2"}).status_code == 303
    copy = now_is(panel)
    assert (copy.content.name, copy.revision, copy.published_revision) == ("Treffit", 3, None)
    assert "Rolled back: <span" in eeva.client.get(f"{PATH}/history").text
    kela = panel.browser("kaisa", "editor", "kela")
    assert "/rollback" not in kela.client.get(f"{PATH}/history").text
    assert kela.client.post(f"{PATH}/rollback", data={**back, "csrf_token": kela.csrf}).status_code == 403
    for path in (f"{PATH}/history?older=9", "/admin/events/nothing/history"):
        assert eeva.client.get(path).status_code == 404
