"""Services that counsellors recommend into the chat: found, sent once, counted, refused to others."""

from typing import Any

import pytest
from httpx import Response
from sqlalchemy import select

from admin import audit
from bot.conversation import Author, Message
from bot.models import ShownService
from tests.admin.advising import with_services
from tests.admin.panel import Browser, Panel, client_id


@pytest.fixture
def stocked(panel: Panel) -> Panel:
    return with_services(panel)


def found(browser: Browser, conversation: str, words: str = "") -> list[dict[str, Any]]:
    answer = browser.client.get(
        f"/admin/api/conversations/{conversation}/recommendations", params={"q": words}
    )
    assert answer.status_code == 200
    offers: list[dict[str, Any]] = answer.json()
    return offers


def send(browser: Browser, conversation: str, service: str, client: str, text: str = "") -> Response:
    body = {"service_id": service, "client_id": client, "text": text}
    path = f"/admin/api/conversations/{conversation}/recommendations"
    answer: Response = browser.client.post(path, json=body, headers=browser.headers)
    return answer


def taken(panel: Panel, browser: Browser) -> str:
    conversation = panel.waiting()
    panel.desk.take_over(conversation, browser.staff_id, "Aino")
    return conversation


def from_counsellor(panel: Panel, conversation: str) -> list[Message]:
    messages = panel.desk.case(conversation).messages
    return [each for each in messages if each.author is Author.COUNSELLOR]


def test_what_fits_comes_first_and_the_rest_tells_why_it_does_not(stocked: Panel) -> None:
    aino = stocked.browser("aino")
    conversation = taken(stocked, aino)
    offers = [(each["id"], each["unfit"]) for each in found(aino, conversation, "ohjaamo")]
    assert offers == [("guidance", ""), ("elsewhere", "Not in the person's municipality.")]
    offers = [(each["id"], each["unfit"]) for each in found(aino, conversation, "työnhakuvalmennus")]
    assert offers[0] == ("coaching", "")
    assert ("hiring", "For another audience.") in offers
    assert {each["id"] for each in found(aino, conversation)} == {"coaching", "guidance"}
    assert found(aino, conversation, "xyzzy") == []


def test_a_card_is_sent_once_in_the_persons_language_with_its_reasons_and_counted(stocked: Panel) -> None:
    aino, once = stocked.browser("aino"), client_id()
    conversation = taken(stocked, aino)
    first = send(aino, conversation, "coaching", once, "Tämä voisi auttaa.")
    again = send(aino, conversation, "coaching", once, "Tämä voisi auttaa.")
    assert first.status_code == again.status_code == 200
    assert first.json()["seq"] == again.json()["seq"]
    (message,) = from_counsellor(stocked, conversation)
    (card,) = message.services
    assert (message.text, card.name) == ("Tämä voisi auttaa.", "Työnhakuvalmennus")
    assert card.reasons == ("Koska haluat löytää työpaikan.",)
    with stocked.database.read() as session:
        counted = [(each.service_id, each.recommended) for each in session.scalars(select(ShownService))]
        (trace,) = [each for each in audit.latest(session) if each.action == "recommend"]
    assert counted == [("coaching", True)]
    assert trace.details == {"service": "coaching"}


def test_without_a_sentence_the_usual_one_is_said(stocked: Panel) -> None:
    aino = stocked.browser("aino")
    conversation = taken(stocked, aino)
    assert send(aino, conversation, "hiring", client_id()).status_code == 200
    (message,) = from_counsellor(stocked, conversation)
    assert message.text == "Suosittelen sinulle tätä palvelua."
    assert message.services[0].reasons == ()


def test_only_the_holder_recommends_and_only_what_there_is(stocked: Panel) -> None:
    aino, pekka = stocked.browser("aino"), stocked.browser("pekka")
    conversation = taken(stocked, aino)
    refused = send(pekka, conversation, "coaching", client_id())
    assert (refused.status_code, refused.json()["code"]) == (409, "held")
    unknown = send(aino, conversation, "closed-last-year", client_id())
    assert (unknown.status_code, unknown.json()["code"]) == (422, "no_service_today")
    assert from_counsellor(stocked, conversation) == []


def test_the_page_without_scripts_finds_and_sends(stocked: Panel) -> None:
    aino = stocked.browser("aino")
    conversation = taken(stocked, aino)
    path = f"/admin/desk/{conversation}/recommendations"
    assert f'action="{path}"' in aino.client.get(f"/admin/desk/{conversation}").text
    shown = aino.client.get(path, params={"q": "ohjaamo"}).text
    assert shown.index('value="guidance"') < shown.index('value="elsewhere"')
    form = {"csrf_token": aino.csrf, "service_id": "guidance", "client_id": client_id()}
    answer = aino.client.post(path, data=form)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/admin/desk/{conversation}?list=mine")
    (message,) = from_counsellor(stocked, conversation)
    assert message.services[0].id == "guidance"
