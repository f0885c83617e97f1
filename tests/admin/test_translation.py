"""The pages of translation: the work list, an office's order and delivery, the server, the glossary."""

import re
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import get_args

import httpx
import pytest

from admin.pages import HERE
from dialogues.conversation.texts import Texts
from knowledge.editing.content import Words
from knowledge.editing.workflow import publish
from knowledge.editing.writing import draft, write_text
from knowledge.events.content import EventContent, EventFacts, EventTongue, EventWords
from knowledge.events.editing import draft as draft_event
from knowledge.guides.content import GuideFacts
from knowledge.guides.writing import draft as draft_guide
from knowledge.translation import machine
from knowledge.translation.server import TranslationServer, Trouble
from knowledge.translation.weighing import REASONS
from knowledge.translation.worklist import KINDS
from tests.admin.panel import Browser, Panel, seen_in
from tests.knowledge.editing.make import EEVA, FACTS, KELA, NOW, do, now_is, providers
from tests.knowledge.translation.libretranslate import Answer, Fake, libretranslate
from tests.knowledge.translation.office import fill

WORK = "/admin/translations"
FINNISH = Words("Yleistuki", "Hae yleistukea.", "Soita.")


@pytest.fixture
def full(panel: Panel) -> Panel:
    """The city's service with a machine's Swedish that says a forbidden word; Kela's without Swedish."""
    database = panel.database
    providers(database)
    copy = do(database, draft, EEVA, FACTS, {"fi": FINNISH}, NOW, service_id="support")
    swedish = Words("Allmänt stöd", "Sök arbetsmarknadsstöd.")
    do(database, write_text, EEVA, "support", "sv", swedish, 0, NOW, status="machine")
    kelas = replace(FACTS, provider="kela")
    other = do(database, draft, KELA, kelas, {"fi": Words("Neuvonta", "Apua.")}, NOW, service_id="advice")
    do(database, publish, KELA, other.id, other.revision, NOW)
    assert copy.id == "support"
    return panel


@pytest.fixture
def fake(full: Panel) -> Iterator[Fake]:
    with libretranslate() as running:
        full.app.state.translator = TranslationServer(httpx.Client(timeout=2), running.url)
        yield running


def page(browser: Browser, address: str = f"{WORK}?language=sv") -> str:
    answer = browser.client.get(address)
    assert answer.status_code == 200, answer.text
    return answer.text


def names(html: str) -> list[str]:
    return re.findall(r'class="name" href="[^"]+" lang="fi" dir="auto">([^<]+)<', html)


def send(browser: Browser, content: bytes, name: str = "svenska.xlf") -> str:
    answer = browser.client.post(
        f"{WORK}/deliveries",
        headers=browser.headers,
        files={"file": (name, content)},
        data={"language": "sv"},
    )
    return answer.headers["location"] if answer.status_code == 303 else answer.text


def test_every_reason_has_words() -> None:
    texts = Texts.load(HERE / "texts")
    codes = [f"why_{reason}" for reason in REASONS] + [f"refused_{reason}" for reason in machine.REASONS]
    codes += [f"server_{code}" for code in get_args(Trouble)] + [f"kind_{kind}" for kind in KINDS]
    for language in texts.languages:
        for code in codes:
            assert texts.find(f"translation.{code}", language), (language, code)


def test_the_work_list_has_published_first_but_the_editors_own_before_all(full: Panel) -> None:
    assert names(page(full.browser("aino", "coordinator"))) == ["Neuvonta", "Yleistuki"]
    eeva = full.browser("eeva", "editor", "city")
    assert names(page(eeva)) == ["Yleistuki", "Neuvonta"]
    assert names(page(eeva, f"{WORK}?language=sv&kind=machine")) == ["Yleistuki"]
    assert names(page(eeva, f"{WORK}?language=sv&provider=kela&kind=nonsense&page=99")) == ["Neuvonta"]
    assert names(page(eeva, f"{WORK}?language=nonsense")) == names(page(eeva, WORK))


def test_the_glossary_speaks_on_the_work_list(full: Panel) -> None:
    html = page(full.browser("aino", "counsellor"))
    assert '<mark class="term" title="allmänt stöd">Yleistuki</mark>' in html
    assert '<del lang="sv" dir="auto">arbetsmarknadsstöd</del>' in html
    assert "/admin/services/support?show=fi,sv" in html


def test_an_order_goes_out_and_its_delivery_comes_back(full: Panel) -> None:
    kaisa = full.browser("kaisa", "editor", "kela")
    order = kaisa.client.get(f"{WORK}/order?language=sv")
    assert order.headers["content-disposition"] == 'attachment; filename="osaamo-fi-sv.xlf"'
    said = {"name": "Rådgivning", "summary": "Hjälp."}
    address = send(kaisa, fill(order.content, lambda name, _: said[name]))
    look = page(kaisa, address)
    assert "1/1 texts would be taken" in look
    assert "sv" not in now_is(full.database, "advice").content.texts
    done = kaisa.client.post(f"{address}/taking", headers=kaisa.headers, data={"status": "draft"})
    assert done.headers["location"] == address
    assert "1/1 texts were taken" in page(kaisa, address)
    text = now_is(full.database, "advice").content.texts["sv"]
    assert (text.words.name, text.status) == ("Rådgivning", "draft")
    assert "svenska.xlf" in page(kaisa)


def test_a_draft_that_would_hide_what_people_see_is_told_before_it_is_taken(full: Panel) -> None:
    eeva, copy = full.browser("eeva", "editor", "city"), now_is(full.database, "support")
    order = eeva.client.get(f"{WORK}/order?language=sv&kind=machine").content
    content = fill(order, lambda name, _: {"name": "Allmänt stöd", "summary": "Sök stöd."}.get(name, ""))
    warning = "1 of these are shown in the chat now"
    assert warning not in page(eeva, send(eeva, content))
    do(full.database, publish, EEVA, copy.id, copy.revision, NOW)
    assert warning in page(eeva, send(eeva, content))


def test_the_source_language_has_its_services_instead_of_zeros(full: Panel) -> None:
    assert "Source language of 2 services" in page(full.browser("aino", "coordinator"))


def test_what_is_not_taken_is_told_with_its_reason(full: Panel) -> None:
    eeva = full.browser("eeva", "editor", "city")
    order = eeva.client.get(f"{WORK}/order?language=sv").content
    look = page(eeva, send(eeva, fill(order, lambda name, source: source * 30)))
    assert "not taken: the service is another organisation" in look
    assert "/taking" not in look


@pytest.mark.parametrize("content", [b"", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", b"PK\x03\x04"])
def test_a_file_that_cannot_be_read_is_told(full: Panel, content: bytes) -> None:
    html = send(full.browser("eeva", "editor", "city"), content)
    assert 'role="alert">The file cannot be read.' in html


def test_the_glossary_speaks_on_the_services_page_and_while_one_types(full: Panel) -> None:
    eeva = full.browser("eeva", "editor", "city")
    html = page(eeva, "/admin/services/support?show=fi,sv")
    assert '<mark class="term" title="allmänt stöd">yleistukea</mark>' in html
    forbidden = '<li class="term-forbidden">Do not use: <del lang="sv" dir="auto">arbetsmarknadsstöd</del>'
    assert forbidden in html
    typed = {"facts.source_language": "fi", "base.fi": "1", "base.sv": "1"}
    typed |= {"text.fi.name": "Yleistuki", "text.sv.name": "Stöd", "text.sv.summary": "Arbetsmarknadsstöd"}
    answer = eeva.client.post("/admin/services/support/hints", headers=eeva.headers, data=typed).text
    assert '<li class="term-missing">In the glossary: <span lang="fi">yleistuki</span>' in answer
    assert '<del lang="sv" dir="auto">Arbetsmarknadsstöd</del>' in answer


def test_a_missing_text_can_be_asked_for_on_the_services_page(full: Panel, fake: Fake) -> None:
    kaisa = full.browser("kaisa", "editor", "kela")
    offered = 'formaction="/admin/translations/texts/'
    html = page(kaisa, "/admin/services/advice")
    assert f'{offered}advice/sv"' in html
    for language in ("fi", "fi-x-selko"):
        assert f'{offered}advice/{language}"' not in html
    assert offered not in page(kaisa, "/admin/services/support")
    full.app.state.translator = None
    assert offered not in page(kaisa, "/admin/services/advice")


def test_nothing_is_offered_or_done_without_a_server(full: Panel) -> None:
    eeva = full.browser("eeva", "editor", "city")
    assert "Translate by machine" not in page(eeva)
    answer = eeva.client.post(f"{WORK}/runs", headers=eeva.headers, data={"language": "sv"})
    assert answer.status_code == 404


def test_a_batch_shows_its_progress_and_its_end(full: Panel, fake: Fake) -> None:
    aino = full.browser("aino", "coordinator")
    assert "Translate by machine" in page(aino)
    answer = aino.client.post(f"{WORK}/runs", headers=aino.headers, data={"language": "sv"})
    assert answer.headers["location"] == f"{WORK}?language=sv"
    deadline = time.monotonic() + 10
    while "Machine translation done: 1/1" not in (html := page(aino)):
        assert time.monotonic() < deadline, html
        time.sleep(0.05)
    assert now_is(full.database, "advice").content.texts["sv"].status == "machine"
    assert {asked["q"] for asked in fake.asked} == {"Neuvonta", "Apua."}


def test_one_text_at_once(full: Panel, fake: Fake) -> None:
    kaisa = full.browser("kaisa", "editor", "kela")
    address = f"{WORK}/texts/advice/sv"
    fake.faults = [Answer(503, b"")]
    assert "too busy" in kaisa.client.post(address, headers=kaisa.headers).text
    answer = kaisa.client.post(address, headers=kaisa.headers)
    assert answer.headers["location"] == "/admin/services/advice?show=fi,sv"
    assert now_is(full.database, "advice").content.texts["sv"].words.name == "sv: Neuvonta"
    theirs = kaisa.client.post(f"{WORK}/texts/support/en", headers=kaisa.headers)
    assert (theirs.status_code, "another organisation" in theirs.text) == (422, True)


def test_coordinators_say_what_the_glossary_says(full: Panel) -> None:
    aino = full.browser("aino", "coordinator")
    said = {"term": "yleistuki", "language": "sv", "translation": "generellt stöd", "forbidden": "allmän, x"}
    assert aino.client.post("/admin/glossary", headers=aino.headers, data=said).status_code == 303
    html = page(full.browser("eeva", "editor", "city"), "/admin/glossary?language=sv")
    assert "generellt stöd" in html
    assert "Changed by Aino" in html
    assert '<form class="column"' not in html
    assert 'title="generellt stöd"' in page(aino)
    aino.client.post("/admin/glossary/removal", headers=aino.headers, data=said)
    assert "generellt" not in page(aino, "/admin/glossary?language=sv")
    wrong = aino.client.post("/admin/glossary", headers=aino.headers, data={**said, "translation": ""})
    assert (wrong.status_code, "The translation is missing" in wrong.text) == (422, True)


def test_guides_and_events_are_listed_with_their_links(full: Panel) -> None:
    facts = EventFacts(provider="city", starts=datetime(2099, 12, 1, 9), ends=datetime(2099, 12, 1, 11))  # noqa: DTZ001
    words = {"fi": EventTongue(EventWords("<b>Treffit</b>", "Tapaa työnantajia."))}
    event = do(full.database, draft_event, EEVA, EventContent(facts, words), NOW)
    guide = do(full.database, draft_guide, EEVA, GuideFacts(provider="city"), "Ensimmäinen CV", NOW)
    eeva = full.browser("eeva", "editor", "city")
    html = page(eeva)
    assert f'href="/admin/events/{event.id}" lang="fi" dir="auto">&lt;b&gt;Treffit&lt;/b&gt;<' in html
    assert f'href="/admin/guides/{guide.id}?show=fi,sv"' in html
    assert "Treffit" not in page(eeva, f"{WORK}?language=sv&kind=machine")
    assert "Treffit" not in page(eeva, f"{WORK}?language=fi")


def test_what_another_coordinator_says_of_a_term_is_shown_and_not_overwritten(full: Panel) -> None:
    kai = full.browser("kai", "coordinator")
    form = {"term": "verstas", "language": "sv"}
    sent = {"data": {**form, "translation": "verkstad"}, "headers": kai.headers}
    assert kai.client.post("/admin/glossary", **sent).status_code == 303
    sent["data"] = {**form, "translation": "ateljé"}
    late = kai.client.post("/admin/glossary", **sent)
    assert late.status_code == 409
    assert '<td dir="auto">verkstad</td><td dir="auto">ateljé</td>' in late.text
    sent["data"] |= {"seen": seen_in(late.text.partition("new-term")[2])}
    assert kai.client.post("/admin/glossary", **sent).status_code == 303
    assert 'value="ateljé"' in page(kai, "/admin/glossary?language=sv")
