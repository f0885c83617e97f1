"""The panel's pages of imports and codes: a file is tried, taken in, and every record accounted for."""

import json
import re
from dataclasses import replace
from ipaddress import ip_address
from pathlib import Path

import httpx
import pytest
from fastapi.testclient import TestClient
from httpx import Response

from admin.import_pages import LARGEST_UPLOAD
from admin.pages import HERE
from bot.city import Cities
from bot.headers import protect
from bot.opening_hours import OpeningHours
from dialogues.conversation.texts import Texts
from knowledge.editing.errors import NotFound
from knowledge.editing.working_copy import open_copy
from knowledge.sources.code_table import with_changes
from knowledge.sources.models import OUTCOMES, ImportRunRow
from knowledge.sources.ptv_codes import ptv_codes
from knowledge.sources.public import PublicHttps
from knowledge.sources.source import LARGEST_FILE, REASONS
from knowledge.sources.table_files import read_table
from tests.admin.panel import Browser, Panel, seen_in
from tests.knowledge.sources.ptv_make import channel, key, said, service

EVIL = '<img src=x onerror="alert(1)">'


def send(
    browser: Browser, content: bytes, name: str = "ptv.json", kind: str = "ptv", **more: str
) -> Response:
    answer: Response = browser.client.post(
        "/admin/imports",
        data={"kind": kind, "language": "fi", **more},
        files={"file": (name, content)},
        headers=browser.headers,
    )
    return answer


def records(*found: object) -> bytes:
    return json.dumps(found).encode()


@pytest.fixture
def browser(small_panel: Panel) -> Browser:
    return small_panel.browser("kaisa", "coordinator")


def test_a_file_is_tried_then_taken_in(small_panel: Panel, browser: Browser) -> None:
    answer = send(browser, records(service(1), service(2, serviceNames=5), channel()))
    assert (answer.status_code, answer.headers["location"]) == (303, "/admin/imports/1")
    tried = browser.client.get("/admin/imports/1").text
    assert "(trial)" in tried
    assert "The record has the wrong shape" in tried
    assert "Jobbsökarkurs 1" in tried
    with small_panel.database.read() as session, pytest.raises(NotFound):
        open_copy(session, f"ptv-{key(1)}")
    answer = browser.client.post(
        "/admin/imports", data={"tried": "1", "publish": "on"}, headers=browser.headers
    )
    assert answer.headers["location"] == "/admin/imports/2"
    report = browser.client.get("/admin/imports/2").text
    assert f'href="/admin/services/ptv-{key(1)}"' in report
    with small_panel.database.read() as session:
        assert open_copy(session, f"ptv-{key(1)}").state == "published"
    listed = browser.client.get("/admin/imports").text
    assert listed.count("ptv.json") == 2
    log = small_panel.browser("ylli", "administrator").client.get("/admin/audit").text
    assert "Tried an import" in log
    assert "Imported services" in log


def test_a_report_is_filtered(browser: Browser) -> None:
    send(browser, records(service(1), service(2, serviceNames=5), service(3, serviceClasses=None), channel()))

    def shown(query: str) -> set[str]:
        page = browser.client.get(f"/admin/imports/1?{query}").text
        return {name for name in ("Työnhakukurssi 1", key(2), "Työnhakukurssi 3") if f">{name}<" in page}

    assert shown("outcome=new") == {"Työnhakukurssi 1"}
    assert shown("reason=wrong_shape") == {key(2)}
    assert shown("q=kurssi+3") == {"Työnhakukurssi 3"}
    assert shown("outcome=nonsense&page=2") == set()


def test_nothing_of_a_record_becomes_markup(browser: Browser) -> None:
    wrong = service(1, id=EVIL, areas=EVIL, serviceNames=[said("fi", EVIL, "Name")])
    send(browser, records(wrong, service(2), channel()), f"{EVIL}.json")
    for page in ("/admin/imports", "/admin/imports/1"):
        assert "<img" not in browser.client.get(page).text


@pytest.mark.parametrize(
    ("content", "name", "kind", "status", "told"),
    [
        (b"{}", "ptv.exe", "ptv", 422, "Its name must end in: .json"),
        (b"{}", "ptv.json", "esco", 422, "Choose a file and its kind."),
        (b"nonsense", "rows.xlsx", "table", 422, "The file cannot be read"),
        (b"x" * (LARGEST_FILE + 1), "ptv.json", "ptv", 413, "larger than 10 MB"),
    ],
)
def test_what_cannot_be_imported_is_told_in_words(
    browser: Browser, content: bytes, name: str, kind: str, status: int, told: str
) -> None:
    answer = send(browser, content, name, kind)
    assert answer.status_code == status
    assert told in answer.text


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe", b"", b"null", records()])
def test_a_file_without_services_ends_in_a_report(browser: Browser, content: bytes) -> None:
    assert send(browser, content).status_code == 303
    page = browser.client.get("/admin/imports/1")
    assert page.status_code == 200
    assert re.search("Stopped|Done", page.text)
    assert "Import these" not in page.text or "Refused" in page.text


def test_a_body_that_is_far_too_large_is_not_read(small_panel: Panel) -> None:
    cities = Cities.alone(OpeningHours.parse("Mon-Fri 9-15", "UTC"))
    protect(small_panel.app, cities, {"/admin/imports": LARGEST_UPLOAD})
    browser = small_panel.browser("kaisa", "coordinator")
    assert send(browser, b"x" * (LARGEST_UPLOAD + 1)).status_code == 413
    assert send(browser, records(service(1), channel())).status_code == 303
    visitor = TestClient(small_panel.app, follow_redirects=False)
    assert visitor.post("/admin/imports", files={"file": ("a.json", b"{}")}).status_code == 303


def test_a_file_that_is_no_longer_here_is_asked_for_again(browser: Browser) -> None:
    answer = browser.client.post("/admin/imports", data={"tried": "7"}, headers=browser.headers)
    assert answer.status_code == 409
    assert "Send it again" in answer.text


def test_a_coordinator_changes_what_a_code_means_and_takes_it_back(
    small_panel: Panel, browser: Browser
) -> None:
    def meaning() -> object:
        with small_panel.database.read() as session:
            return with_changes(session, ptv_codes()).meaning("P16.4")

    before = meaning()
    form = {"scope": "in", "category": "everyday_life", "goals": ["money", "job"], "audience": "person"}
    form["seen"] = opened = browser.seen("/admin/codes/P16.4")
    answer = browser.client.post("/admin/codes/P16.4", data=form, headers=browser.headers)
    assert answer.status_code == 303
    assert "Changed by Kaisa" in browser.client.get("/admin/codes?q=pysäköinti").text
    found = send(browser, records(service(1, serviceClasses=[{"code": "P16.4"}]), channel()))
    assert ">New<" in browser.client.get(found.headers["location"]).text
    log = small_panel.browser("ylli", "administrator").client.get("/admin/audit").text
    assert "Changed what a code means" in log
    late = browser.client.post(
        "/admin/codes/P16.4", data={"scope": "out", "seen": opened}, headers=browser.headers
    )
    assert late.status_code == 409
    assert '<td dir="auto">Yes</td><td dir="auto">No</td>' in late.text
    back = {"shipped": "yes", "seen": seen_in(late.text)}
    assert browser.client.post("/admin/codes/P16.4", data=back, headers=browser.headers).status_code == 303
    assert meaning() == before


@pytest.mark.parametrize("form", [{"goals": "gold"}, {"category": "x"}])
def test_a_meaning_of_unknown_codes_is_refused(browser: Browser, form: dict[str, str]) -> None:
    answer = browser.client.post("/admin/codes/P10.1", data=form, headers=browser.headers)
    assert answer.status_code == 422
    assert browser.client.get("/admin/codes/nonsense").status_code == 404


def test_an_editor_sees_the_codes_and_changes_none(small_panel: Panel) -> None:
    editor = small_panel.browser("eeva", "editor")
    assert "Jobseeking and jobs" in editor.client.get("/admin/codes").text
    assert '<button class="main">Save' not in editor.client.get("/admin/codes/P10.1").text


def test_every_outcome_and_reason_has_words() -> None:
    known = Texts.load(HERE / "texts").by_language["en"].texts
    assert {f"imports.outcome_{each}" for each in OUTCOMES} <= set(known)
    assert {f"imports.reason_{each}" for each in REASONS} <= set(known)


def test_every_word_that_the_pages_name_exists() -> None:
    known = set(Texts.load(HERE / "texts").by_language["en"].texts)
    pages = "".join(path.read_text("utf-8") for path in Path(HERE / "templates" / "imports").glob("*.html"))
    named = set(re.findall(r"""\bt\(["']([a-z_.]+)["'][,)]""", pages))
    assert len(named) > 40
    assert named - known == set()


@pytest.mark.parametrize("name", ["osaamo.xlsx", "osaamo.csv"])
def test_the_template_can_be_filled_in_and_brought_back(browser: Browser, name: str, tmp_path: Path) -> None:
    address = f"/admin/imports/template/{name.partition('.')[2]}"
    assert f'href="{address}"' in browser.client.get("/admin/imports").text
    answer = browser.client.get(address)
    assert f'filename="{name}"' in answer.headers["content-disposition"]
    file = tmp_path / name
    file.write_bytes(answer.content)
    assert set(read_table(file).header) >= {"id", "provider", "name:fi", "name:sv", "name:en"}


def test_a_run_that_stopped_goes_on_from_the_panel(small_panel: Panel, browser: Browser) -> None:
    send(browser, records(service(1), service(2), channel()))
    browser.client.post("/admin/imports", data={"tried": "1", "publish": "on"}, headers=browser.headers)
    assert "/resumption" not in browser.client.get("/admin/imports/2").text
    refused = browser.client.post("/admin/imports/2/resumption", headers=browser.headers)
    assert refused.status_code == 409
    with small_panel.database.write() as session:
        session.get_one(ImportRunRow, 2).state = "failed"
    assert 'action="/admin/imports/2/resumption"' in browser.client.get("/admin/imports/2").text
    answer = browser.client.post("/admin/imports/2/resumption", headers=browser.headers)
    assert answer.headers["location"] == "/admin/imports/2"
    with small_panel.database.read() as session:
        assert session.get_one(ImportRunRow, 2).state == "done"
    assert browser.client.post("/admin/imports/99/resumption", headers=browser.headers).status_code == 404


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("http://ptv.example/api/v11/", "must begin with https://"),
        ("https://ptv.example/", "no address of an interface"),
    ],
)
def test_an_address_that_cannot_be_asked_is_told(browser: Browser, address: str, told: str) -> None:
    answer = browser.client.post("/admin/imports", data={"address": address}, headers=browser.headers)
    assert answer.status_code == 422
    assert told in answer.text


@pytest.mark.parametrize(
    ("place", "asked", "told"),
    [
        ("10.0.0.7", 0, "ptv.example is no address of the public internet"),
        ("93.184.215.14", 1, "ptv.example"),
    ],
)
def test_the_interface_is_asked_only_on_the_public_internet(
    small_panel: Panel, browser: Browser, place: str, asked: int, told: str
) -> None:
    hosts: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        hosts.append(f"{request.url.host} {request.extensions['sni_hostname']}")
        return httpx.Response(400)

    transport = PublicHttps(httpx.MockTransport(answer), lambda host, port: [ip_address(place)])
    imports = small_panel.app.state.imports
    small_panel.app.state.imports = replace(imports, transport=lambda: transport)
    data = {"address": "https://ptv.example/api/v11/"}
    assert browser.client.post("/admin/imports", data=data, headers=browser.headers).status_code == 303
    assert told in browser.client.get("/admin/imports/1").text
    assert set(hosts) == ({f"{place} ptv.example"} if asked else set())
