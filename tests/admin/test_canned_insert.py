"""Canned replies in the reply box: filled, of this topic first, in the conversation's language."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from admin.first_start import prepare_replies
from bot.canned import Status, Written, add_reply
from bot.transfer import Colleague
from tests.admin.advising import with_services
from tests.admin.panel import NEEDS, Browser, Panel

NOW = datetime.now(UTC)
AINO = Colleague("a1", "Aino")


@pytest.fixture
def stocked(small_panel: Panel) -> Panel:
    assert prepare_replies(small_panel.database, NOW) == 12
    return with_services(small_panel)


def add(panel: Panel, shortcut: str, **texts: str) -> None:
    machine: dict[str, tuple[str, Status]] = {code: (text, "machine") for code, text in texts.items()}
    written = Written(shortcut, (), None, next(iter(texts)), machine)
    with panel.database.write() as session:
        add_reply(session, written, AINO, NOW, "published")


def found(browser: Browser, conversation: str, words: str = "") -> list[dict[str, Any]]:
    path = f"/admin/api/conversations/{conversation}/canned-replies"
    replies: list[dict[str, Any]] = browser.client.get(path, params={"q": words}).json()
    return replies


def test_places_are_filled_in_the_conversations_language_and_its_topic_comes_first(stocked: Panel) -> None:
    aino = stocked.browser("aino")
    conversation = stocked.waiting(replace(NEEDS, language="sv", goals=("business",)))
    assert found(aino, conversation)[0]["shortcut"] == "yritys"
    (hello,) = found(aino, conversation, "/hej,")
    assert hello["text"].startswith("Hej, här är Aino (Osaamos rådgivning).")
    assert (hello["language"], hello["note"]) == ("sv", "Translated by a machine.")
    (register,) = found(aino, conversation, "hakijaksi")
    assert register["text"].endswith("Din kommun är Uleåborg.")
    (closing,) = found(aino, conversation, "kiinni")
    assert "{" not in closing["text"]


def test_what_is_not_known_is_said_in_other_words(stocked: Panel) -> None:
    aino = stocked.browser("aino")
    conversation = stocked.waiting(replace(NEEDS, municipality="elsewhere"))
    (register,) = found(aino, conversation, "hakijaksi")
    assert register["text"].endswith("Kuntasi on oma kuntasi.")


def test_a_missing_language_is_told_and_a_service_has_its_address(stocked: Panel) -> None:
    aino = stocked.browser("aino")
    add(stocked, "ohjaamo", fi="Katso {service:guidance}.", en="See {service:guidance}.")
    conversation = stocked.waiting(replace(NEEDS, language="so"))
    (reply,) = found(aino, conversation, "ohjaamo")
    assert reply["language"] == "en"
    assert reply["note"] == "Only in en, fi. Translated by a machine."
    assert reply["text"] == "See Ohjaamo (en) (https://example.org/guidance)."


def test_without_scripts_one_is_chosen_and_can_be_written_over(stocked: Panel) -> None:
    aino = stocked.browser("aino")
    conversation = stocked.waiting()
    (hello,) = found(aino, conversation, "hei,")
    path = f"/admin/desk/{conversation}/canned-replies"
    stocked.desk.take_over(conversation, aino.staff_id, "Aino")
    assert f'action="{path}"' in aino.client.get(f"/admin/desk/{conversation}").text
    listed = aino.client.get(path).text
    assert listed.count("<option") == 12
    assert "<textarea" not in listed
    chosen = aino.client.get(path, params={"reply": hello["id"]}).text
    assert f'action="/admin/desk/{conversation}/messages"' in chosen
    assert "Hei, täällä Aino" in chosen
