"""The desk over HTTP: one holder, nothing doubled, nothing lost, and every action traced."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from httpx import Response

from admin import audit
from bot.conversation import Author
from tests.admin.panel import Browser, Panel, client_id


def call(browser: Browser, method: str, conversation: str, noun: str, **body: object) -> Response:
    address = f"/admin/api/conversations/{conversation}/{noun}"
    answer: Response = browser.client.request(method, address, headers=browser.headers, json=body or None)
    return answer


def take(browser: Browser, conversation: str) -> Response:
    return call(browser, "POST", conversation, "takeover")


def traces(panel: Panel) -> list[tuple[str, str, str]]:
    """(who, action, subject) of the audit log, oldest first."""
    with panel.database.read() as session:
        rows = audit.latest(session)
    return [(row.staff_name, row.action, row.subject) for row in reversed(rows)]


def test_of_two_who_take_at_the_same_moment_one_succeeds_and_the_other_is_told_who(panel: Panel) -> None:
    browsers = [panel.browser("aino"), panel.browser("pekka")]
    for _ in range(5):
        conversation, start = panel.waiting(), Barrier(2)

        def race(browser: Browser, conversation: str = conversation, start: Barrier = start) -> Response:
            start.wait()
            return take(browser, conversation)

        with ThreadPoolExecutor(2) as both:
            answers = list(both.map(race, browsers))
        assert sorted(answer.status_code for answer in answers) == [204, 409]
        winner, loser = sorted(answers, key=lambda answer: answer.status_code)
        name = ("Aino", "Pekka")[answers.index(winner)]
        assert loser.json()["detail"] == f"{name} already handles this conversation."
        assert panel.desk.case(conversation).row.holder_name == name
        assert [trace for trace in traces(panel) if trace[2] == conversation] == [
            (name, "take_over", conversation)
        ]


def test_the_page_without_scripts_tells_the_second_who_was_first(small_panel: Panel) -> None:
    first, second = small_panel.browser("aino"), small_panel.browser("pekka")
    conversation = small_panel.waiting()
    address = f"/admin/desk/{conversation}/takeover"
    assert first.client.post(address, data={"csrf_token": first.csrf}).status_code == 303
    answer = second.client.post(address, data={"csrf_token": second.csrf})
    assert answer.status_code == 409
    assert "Aino already handles this conversation." in answer.text


def test_a_reply_sent_again_is_the_same_message(panel: Panel) -> None:
    browser, conversation, once = panel.browser("aino"), panel.waiting(), client_id()
    take(browser, conversation)
    answers = [call(browser, "POST", conversation, "messages", client_id=once, text="Hei") for _ in range(3)]
    assert {answer.json()["seq"] for answer in answers} == {answers[0].json()["seq"]}
    said = [message for message in panel.desk.case(conversation).messages if message.author == "counsellor"]
    assert [(message.name, message.text) for message in said] == [("Aino", "Hei")]
    assert traces(panel).count(("Aino", "say", conversation)) == 1


def test_only_the_holder_writes_hands_back_and_closes(panel: Panel) -> None:
    holder, other = panel.browser("aino"), panel.browser("pekka")
    conversation = panel.waiting()
    take(holder, conversation)
    before = panel.desk.case(conversation)
    for method, noun, body in (
        ("POST", "messages", {"client_id": client_id(), "text": "Hei"}),
        ("DELETE", "takeover", {}),
        ("POST", "closing", {}),
        ("POST", "typing", {}),
    ):
        answer = call(other, method, conversation, noun, **body)
        assert answer.status_code == 409
        assert "Aino" in answer.json()["detail"]
    assert panel.desk.case(conversation) == before


def test_handing_back_lets_the_bot_speak_and_closing_ends(panel: Panel) -> None:
    browser = panel.browser("aino")
    for method, noun, holder, action in (
        ("DELETE", "takeover", "bot", "hand_back"),
        ("POST", "closing", "closed", "close"),
    ):
        conversation = panel.waiting()
        take(browser, conversation)
        assert call(browser, method, conversation, noun).status_code == 204
        case = panel.desk.case(conversation)
        assert case.row.holder == holder
        assert case.messages[-1].author is Author.SYSTEM
        assert ("Aino", action, conversation) in traces(panel)
        assert take(browser, conversation).json()["code"] == "not_waiting"


def test_a_note_is_seen_at_the_desk_and_is_no_message(small_panel: Panel) -> None:
    browser, conversation = small_panel.browser("aino"), small_panel.waiting()
    messages = small_panel.desk.case(conversation).messages
    assert call(browser, "POST", conversation, "notes", text="Soita huomenna").status_code == 204
    case = small_panel.desk.case(conversation)
    assert [(note.name, note.text) for note in case.notes] == [("Aino", "Soita huomenna")]
    assert case.messages == messages
    assert "Soita huomenna" in browser.client.get(f"/admin/desk/{conversation}").text
    assert traces(small_panel) == [("Aino", "note", conversation)]


@pytest.mark.parametrize(
    ("text", "status"), [("", 422), ("   ", 422), ("x" * 2001, 413), ("nul\x00", 422), ("\x1b[31m", 422)]
)
def test_a_text_that_cannot_be_a_message_is_refused(small_panel: Panel, text: str, status: int) -> None:
    browser, conversation = small_panel.browser("aino"), small_panel.waiting()
    take(browser, conversation)
    before = small_panel.desk.case(conversation)
    for noun, body in (("messages", {"client_id": client_id()}), ("notes", {})):
        answer = call(browser, "POST", conversation, noun, text=text, **body)
        assert answer.status_code == status
        assert answer.headers["content-type"] == "application/problem+json"
    assert small_panel.desk.case(conversation) == before


def test_an_unknown_conversation_is_not_found_anywhere(small_panel: Panel) -> None:
    browser = small_panel.browser("aino")
    for method, noun, body in (
        ("POST", "takeover", {}),
        ("DELETE", "takeover", {}),
        ("POST", "notes", {"text": "x"}),
        ("PUT", "seen", {"seq": 1}),
    ):
        assert call(browser, method, "unknown", noun, **body).status_code == 404
    assert browser.client.get("/admin/desk/unknown").status_code == 404
    assert traces(small_panel) == []


def test_a_refused_action_leaves_no_trace(small_panel: Panel) -> None:
    aino, pekka = small_panel.browser("aino"), small_panel.browser("pekka")
    conversation = small_panel.waiting()
    take(aino, conversation)
    take(pekka, conversation)
    take(aino, conversation)
    assert traces(small_panel) == [("Aino", "take_over", conversation)]
