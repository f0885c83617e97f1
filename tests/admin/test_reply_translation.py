"""Translating at the desk: by choice, seen before it is sent, both texts kept, nothing lost without it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from httpx import Response

from admin import audit
from admin.reply_translation import Interpreter
from bot import privacy
from bot.conversation import Message, Original
from bot.schemas import message_json
from tests.admin.panel import NEEDS, Browser, Panel, client_id
from tests.knowledge.translation.libretranslate import Answer, Fake, libretranslate


@pytest.fixture
def fake() -> Iterator[Fake]:
    with libretranslate() as server:
        yield server


@pytest.fixture
def translating(panel: Panel, fake: Fake) -> Panel:
    panel.app.state.interpreter = Interpreter.connect(fake.url, "")
    return panel


def post(browser: Browser, conversation: str, noun: str, **fields: str) -> Response:
    path = f"/admin/desk/{conversation}/{noun}"
    answer: Response = browser.client.post(path, data={"csrf_token": browser.csrf, **fields})
    return answer


def page(browser: Browser, conversation: str) -> str:
    return str(browser.client.get(f"/admin/desk/{conversation}").text)


def taken(panel: Panel, browser: Browser, language: str = "fi") -> str:
    conversation = panel.waiting(replace(NEEDS, language=language))
    panel.desk.take_over(conversation, browser.staff_id, "Aino")
    return conversation


def last(panel: Panel, conversation: str) -> Message:
    return panel.desk.case(conversation).messages[-1]


def test_both_texts_are_seen_before_and_kept_after_sending(translating: Panel, fake: Fake) -> None:
    aino, once = translating.browser("aino"), client_id()
    conversation = taken(translating, aino)
    before = len(translating.desk.case(conversation).messages)
    shown = post(aino, conversation, "translation", text="Your code is 131052-308T.").text
    assert "fi: Your code is [" in shown
    assert "131052" not in str(fake.asked)
    assert len(translating.desk.case(conversation).messages) == before
    for _ in range(2):
        fields = {"text": "Hei taas.", "original": "Hello again.", "client_id": once}
        assert post(aino, conversation, "translated-messages", **fields).status_code == 303
    message = last(translating, conversation)
    assert (message.text, message.language) == ("Hei taas.", "fi")
    assert message.original == Original("Hello again.", "en", "127.0.0.1")
    assert len(translating.desk.case(conversation).messages) == before + 1
    assert "Original: Hello again." in page(aino, conversation)
    with translating.database.read() as session:
        kept = privacy.export(session, conversation, message_json)["messages"][-1]["original"]
        (trace,) = [each for each in audit.latest(session) if each.action == "translate"]
    assert kept == {"text": "Hello again.", "language": "en", "translated_by": "127.0.0.1"}
    assert trace.details == {"server": "127.0.0.1", "languages": "en-fi"}


def test_without_an_answer_the_reply_can_be_sent_as_it_is(translating: Panel, fake: Fake) -> None:
    aino = translating.browser("aino")
    conversation = taken(translating, aino)
    fake.faults = [Answer(503)]
    shown = post(aino, conversation, "translation", text="Hello there").text
    assert "does not answer now" in shown
    assert "Hello there" in shown
    assert f'action="/admin/desk/{conversation}/messages"' in shown
    somali = taken(translating, aino, "so")
    assert "does not know this language" in post(aino, somali, "translation", text="Hello").text


def test_what_the_person_wrote_is_read_in_the_counsellors_language_once(
    translating: Panel, fake: Fake
) -> None:
    aino = translating.browser("aino")
    conversation = taken(translating, aino)
    translating.says(conversation, "Tarvitsen apua.")
    assert post(aino, conversation, "reading").status_code == 303
    asked = len(fake.asked)
    assert post(aino, conversation, "reading").status_code == 303
    assert len(fake.asked) == asked == 2
    assert "en: Tarvitsen apua." in page(aino, conversation)
    with translating.database.read() as session:
        exported = privacy.export(session, conversation, message_json)
    assert [each["language"] for each in exported["translated_for_the_desk"]] == ["en", "en"]
    translating.says(conversation, "Vielä yksi.")
    fake.faults = [Answer(503)]
    refused = post(aino, conversation, "reading")
    assert refused.status_code == 422
    assert "does not answer now" in refused.text
    translating.erases(conversation)
    assert aino.client.get(f"/admin/desk/{conversation}").status_code == 404


def test_the_switch_is_remembered_and_puts_the_translation_first(translating: Panel) -> None:
    aino = translating.browser("aino")
    conversation = taken(translating, aino)
    assert 'aria-pressed="false"' in page(aino, conversation)
    assert post(aino, conversation, "translating", on="yes").status_code == 303
    shown = page(aino, conversation)
    assert 'aria-pressed="true"' in shown
    assert shown.index("Translate and see") < shown.index("Send untranslated")


def test_only_the_holder_and_only_where_a_server_is_set(small_panel: Panel, fake: Fake) -> None:
    aino, pekka = small_panel.browser("aino"), small_panel.browser("pekka")
    conversation = taken(small_panel, aino)
    assert "Translate" not in page(aino, conversation)
    small_panel.app.state.interpreter = Interpreter.connect(fake.url, "")
    assert "Translate" not in page(aino, taken(small_panel, aino, "en"))
    for noun, fields in (
        ("translation", {"text": "Hi"}),
        ("reading", {}),
        ("translating", {"on": "yes"}),
        ("translated-messages", {"text": "Hei", "original": "Hi", "client_id": "1"}),
    ):
        assert post(pekka, conversation, noun, **fields).status_code == 409, noun
    assert fake.asked == []
