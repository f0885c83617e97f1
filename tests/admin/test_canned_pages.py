"""Pages of canned replies: who suggests, who publishes, what is refused and what is traced."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from httpx import Response
from playwright.sync_api import Browser as Chromium

from admin import audit
from admin.access import COOKIE
from admin.first_start import prepare_replies
from bot.canned import CannedReply, read_replies
from tests.admin.panel import Browser, Panel
from tests.admin.test_case_work_browser import problems
from tests.support.browser import served

HOME = "/admin/canned-replies"
HELLO = {"shortcut": "moi", "source_language": "fi", "text.fi": "Moi.", "text.sv": "Hej.", "topics": "job"}


def post(browser: Browser, path: str, **fields: str) -> Response:
    answer: Response = browser.client.post(path, data={"csrf_token": browser.csrf, **fields})
    return answer


def replies(panel: Panel) -> dict[str, CannedReply]:
    with panel.database.read() as session:
        return {each.shortcut: each for each in read_replies(session, ("suggested", "published", "removed"))}


def traces(panel: Panel) -> list[tuple[str, str]]:
    with panel.database.read() as session:
        return [(row.staff_name, row.action) for row in reversed(audit.latest(session))]


def test_a_counsellor_suggests_and_a_coordinator_publishes(panel: Panel) -> None:
    aino, kaisa = panel.browser("aino"), panel.browser("kaisa", "coordinator")
    made = post(aino, HOME, **HELLO)
    path = made.headers["location"]
    reply = replies(panel)["moi"]
    assert (made.status_code, reply.state, reply.texts["sv"].status) == (303, "suggested", "draft")
    assert post(aino, path, seen="1", **HELLO | {"text.fi": "Moi taas."}).status_code == 303
    assert "The source text has changed." in aino.client.get(path).text
    assert post(kaisa, f"{path}/publication", seen="2").status_code == 303
    reply = replies(panel)["moi"]
    assert (reply.state, reply.topics, reply.texts["fi"].status) == ("published", ("job",), "reviewed")
    refused = post(aino, path, seen="3", **HELLO)
    assert refused.status_code == 403
    assert "disabled" in aino.client.get(path).text
    assert traces(panel) == [("Aino", "add_canned"), ("Aino", "save_canned"), ("Kaisa", "publish_canned")]


def test_another_counsellors_suggestion_is_only_read(small_panel: Panel) -> None:
    aino, pekka = small_panel.browser("aino"), small_panel.browser("pekka")
    path = post(aino, HOME, **HELLO).headers["location"]
    assert post(pekka, path, seen="1", **HELLO | {"text.fi": "Muuta"}).status_code == 403
    assert pekka.client.get(path).status_code == 200
    assert replies(small_panel)["moi"].texts["fi"].text == "Moi."


def test_a_coordinators_status_stands_and_a_counsellors_is_a_draft(small_panel: Panel) -> None:
    kaisa, aino = small_panel.browser("kaisa", "coordinator"), small_panel.browser("aino")
    post(kaisa, HOME, **HELLO, **{"status.fi": "reviewed", "status.sv": "machine"})
    texts = replies(small_panel)["moi"].texts
    assert (texts["fi"].status, texts["sv"].status) == ("reviewed", "machine")
    post(aino, HOME, **HELLO | {"shortcut": "toinen", "status.fi": "reviewed"})
    assert replies(small_panel)["toinen"].texts["fi"].status == "draft"


def test_what_cannot_be_kept_is_told_and_stays_in_the_form(small_panel: Panel) -> None:
    kaisa = small_panel.browser("kaisa", "coordinator")
    refused = post(kaisa, HOME, **HELLO | {"text.sv": "Hej {name}, välkommen"})
    assert refused.status_code == 422
    assert "Unknown place: sv: name." in refused.text
    assert "Hej {name}, välkommen" in refused.text
    path = post(kaisa, HOME, **HELLO).headers["location"]
    late = post(kaisa, path, seen="0", **HELLO | {"text.fi": "Myöhässä"})
    assert late.status_code == 409
    assert '<td dir="auto">Moi. (Draft)</td><td dir="auto">Myöhässä (Draft)</td>' in late.text
    assert ">Myöhässä</textarea>" in late.text
    assert replies(small_panel)["moi"].texts["fi"].text == "Moi."
    assert kaisa.client.get(f"{HOME}/nowhere").status_code == 404


def test_yaml_goes_out_and_comes_in(small_panel: Panel) -> None:
    prepare_replies(small_panel.database, datetime.now(UTC))
    kaisa = small_panel.browser("kaisa", "coordinator")
    text = kaisa.client.get(f"{HOME}/export").text
    changed = text.replace("shortcut: hetki", "shortcut: odota")
    assert post(kaisa, f"{HOME}/import", text=changed).status_code == 303
    assert replies(small_panel)["odota"].state == "suggested"
    assert len(replies(small_panel)) == 13
    refused = post(kaisa, f"{HOME}/import", text="- nothing")
    assert refused.status_code == 422
    assert "cannot be read" in refused.text


@pytest.fixture
def address(small_panel: Panel, chromium: Chromium) -> Iterator[str]:
    with served(small_panel.app, small_panel.desk.feed) as url:
        yield url
    for context in chromium.contexts:
        context.close()


def test_list_and_form_are_clean_to_axe_with_texts_side_by_side(
    small_panel: Panel, chromium: Chromium, address: str
) -> None:
    prepare_replies(small_panel.database, datetime.now(UTC))
    cookie = small_panel.browser("kaisa", "coordinator").client.cookies[COOKIE]
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    context.add_cookies([{"name": COOKIE, "value": cookie, "url": address}])
    page = context.new_page()
    page.goto(f"{address}{HOME}")
    assert problems(page) == []
    page.get_by_role("link", name="/hei").click()
    arabic = page.get_by_label("العربية", exact=True)
    assert (arabic.get_attribute("dir"), arabic.get_attribute("lang")) == ("rtl", "ar")
    assert problems(page) == []
