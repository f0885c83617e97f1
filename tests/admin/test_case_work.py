"""The desk's work on a case over HTTP: by scripts and by forms, traced, and refused without a change."""

from datetime import UTC, datetime, timedelta

import pytest
from httpx import Response

from admin import audit
from admin.colleagues import mentioned
from bot.team_models import TeamMemberRow, TeamRow
from bot.transfer import Colleague
from tests.admin.panel import Browser, Panel


def call(browser: Browser, method: str, conversation: str, noun: str, **body: object) -> Response:
    address = f"/admin/api/conversations/{conversation}/{noun}"
    answer: Response = browser.client.request(method, address, headers=browser.headers, json=body or None)
    return answer


def post(browser: Browser, conversation: str, noun: str, **fields: str) -> Response:
    address = f"/admin/desk/{conversation}/{noun}"
    answer: Response = browser.client.post(address, data={"csrf_token": browser.csrf, **fields})
    return answer


def page(browser: Browser, conversation: str) -> str:
    return str(browser.client.get(f"/admin/desk/{conversation}").text)


def listed(browser: Browser, name: str) -> dict[str, str]:
    """Conversation -> marks of the rows of a list."""
    rows = browser.client.get(f"/admin/api/inbox?list={name}").json()["rows"]
    return {row["id"]: row["marks"] for row in rows}


def traces(panel: Panel) -> list[tuple[str, str, dict[str, str]]]:
    with panel.database.read() as session:
        rows = audit.latest(session)
    return [(row.staff_name, row.action, row.details) for row in reversed(rows)]


def taken(panel: Panel, browser: Browser) -> str:
    conversation = panel.waiting()
    assert call(browser, "POST", conversation, "takeover").status_code == 204
    return conversation


def test_what_is_passed_on_stands_first_with_its_receiver_and_not_with_others(panel: Panel) -> None:
    aino, pekka, veera = (panel.browser(name) for name in ("aino", "pekka", "veera"))
    other = panel.waiting(minutes=30)
    conversation = taken(panel, aino)
    to = f"counsellor:{pekka.staff_id}"
    answer = call(aino, "POST", conversation, "transfer", to=to, reason="Tuntee yrittäjyyden")
    assert answer.status_code == 204
    assert list(listed(pekka, "waiting").items()) == [(conversation, "For you"), (other, "")]
    assert list(listed(veera, "waiting")) == [other]
    refused = call(veera, "POST", conversation, "takeover")
    assert (refused.status_code, refused.json()["code"]) == (409, "meant_for")
    assert "Pekka" in refused.json()["detail"]
    assert "Waits for Pekka first." in page(veera, conversation)
    assert "act-takeover" not in page(veera, conversation)
    shown = page(pekka, conversation)
    assert "Aino passed this on to Pekka:" in shown
    assert "Tuntee yrittäjyyden" in shown
    assert call(pekka, "POST", conversation, "takeover").status_code == 204
    assert ("Aino", "transfer", {"to": "Pekka"}) in traces(panel)
    assert "Tuntee" not in str(traces(panel))


def test_forms_pass_on_and_take_back_without_scripts(small_panel: Panel) -> None:
    aino, pekka = small_panel.browser("aino"), small_panel.browser("pekka")
    conversation = taken(small_panel, aino)
    to = f"counsellor:{pekka.staff_id}"
    assert post(aino, conversation, "transfer", to=to, reason="syy").status_code == 303
    assert "act-takeback" in page(aino, conversation)
    assert "act-takeback" not in page(pekka, conversation)
    assert post(aino, conversation, "transfer/removal").status_code == 303
    assert small_panel.desk.case(conversation).row.holder_id == aino.staff_id


def test_a_team_receives_under_its_name_in_the_persons_language(small_panel: Panel) -> None:
    aino, pekka = small_panel.browser("aino"), small_panel.browser("pekka")
    with small_panel.database.write() as session:
        session.add_all([TeamRow(id="t1", names={"fi": "Yritysneuvonta"}), TeamRow(id="t2")])
        session.flush()
        session.add(TeamMemberRow(team_id="t1", staff_id=pekka.staff_id))
    conversation = taken(small_panel, aino)
    shown = page(aino, conversation)
    assert '<option value="team:t1">Yritysneuvonta</option>' in shown
    assert "team:t2" not in shown
    assert post(aino, conversation, "transfer", to="team:t1", reason="yritys").status_code == 303
    assert "Yritysneuvonta" in small_panel.desk.case(conversation).messages[-1].text
    assert listed(pekka, "waiting") == {conversation: "For you"}
    assert call(pekka, "POST", conversation, "takeover").status_code == 204


@pytest.mark.parametrize("to", ["", "counsellor:nobody", "team:none", "me"])
def test_a_conversation_goes_to_colleagues_at_the_desk_alone(small_panel: Panel, to: str) -> None:
    aino = small_panel.browser("aino")
    editor = small_panel.browser("essi", "editor")
    conversation = taken(small_panel, aino)
    before = small_panel.desk.case(conversation)
    for wanted in (to.replace("me", f"counsellor:{aino.staff_id}"), f"counsellor:{editor.staff_id}"):
        answer = call(aino, "POST", conversation, "transfer", to=wanted, reason="syy")
        assert (answer.status_code, answer.json()["code"]) == (422, "no_receiver")
    assert small_panel.desk.case(conversation) == before


def test_a_mention_reaches_its_colleague_until_the_conversation_is_opened(small_panel: Panel) -> None:
    aino, pekka = small_panel.browser("aino"), small_panel.browser("pekka")
    conversation = taken(small_panel, aino)
    assert post(aino, conversation, "notes", text="@Pekka, mitä ajattelet?").status_code == 303
    assert listed(pekka, "mentions") == {conversation: "Mentions you"}
    assert listed(aino, "mentions") == {}
    page(pekka, conversation)
    assert listed(pekka, "mentions") == {conversation: ""}
    assert ("Aino", "note", {"mentioned": "Pekka"}) in traces(small_panel)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@Aino Laine katso", ["Aino Laine"]),
        ("@aino laine", ["Aino Laine"]),
        ("@Aino", []),
        ("kysy @Bo:lta", ["Bo Ek"]),
        ("bo@Bo.fi tai @Bosse", []),
        ("Bo Ek", []),
    ],
)
def test_a_note_names_by_the_whole_name_or_by_a_first_name_of_one(text: str, names: list[str]) -> None:
    staff = (Colleague("1", "Aino Laine"), Colleague("2", "Aino Kivi"), Colleague("3", "Bo Ek"))
    assert [each.name for each in mentioned(text, staff)] == names


def test_a_follow_up_comes_to_my_list_when_it_is_due_also_after_closing(panel: Panel) -> None:
    aino, pekka = panel.browser("aino"), panel.browser("pekka")
    conversation = taken(panel, aino)
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    assert call(aino, "PUT", conversation, "follow-up", at=tomorrow).status_code == 204
    assert "Comes to your list" in page(aino, conversation)
    assert call(aino, "POST", conversation, "closing").status_code == 204
    assert listed(aino, "mine") == {}
    panel.desk.marks.follow_up(conversation, aino.staff_id, datetime.now(UTC) - timedelta(minutes=1))
    assert listed(aino, "mine") == {conversation: "Follow up"}
    assert listed(pekka, "mine") == {}
    assert "act-takeover" in page(aino, conversation)
    assert "act-takeover" not in page(pekka, conversation)
    assert call(aino, "POST", conversation, "takeover").status_code == 204
    assert listed(aino, "mine") == {conversation: ""}


@pytest.mark.parametrize("at", ["", "soon", "2020-01-01T09:00", "9999-12-31T23:59", "2026-13-01T00:00"])
def test_a_time_that_is_none_or_past_is_refused(small_panel: Panel, at: str) -> None:
    aino, conversation = small_panel.browser("aino"), small_panel.waiting()
    answer = call(aino, "PUT", conversation, "follow-up", at=at)
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_time")
    assert small_panel.desk.case(conversation).follow_ups == ()


def test_tags_and_an_interpreter_are_marks_of_row_and_card(small_panel: Panel) -> None:
    aino, conversation = small_panel.browser("aino"), small_panel.waiting()
    other = small_panel.waiting()
    assert post(aino, conversation, "tags", tag="  oma   asunto ").status_code == 303
    assert call(aino, "POST", conversation, "tags", tag="C&A / R+D").status_code == 204
    assert call(aino, "PUT", conversation, "interpreter", language="ar").status_code == 204
    assert (
        listed(aino, "waiting")[conversation] == "Fits you · Interpreter: Arabic · #C&A / R+D · #oma asunto"
    )
    assert '<option value="oma asunto">' in page(aino, other)
    shown = page(aino, conversation)
    assert "tags?tag=C%26A%20/%20R%2BD" in shown
    assert "Aino: interpreter, Arabic" in shown
    assert call(aino, "DELETE", conversation, "tags?tag=C%26A%20/%20R%2BD").status_code == 204
    assert post(aino, conversation, "interpreter", language="").status_code == 303
    assert listed(aino, "waiting")[conversation] == "#oma asunto"


def test_too_many_tags_and_unknown_languages_are_refused(small_panel: Panel) -> None:
    aino, conversation = small_panel.browser("aino"), small_panel.waiting()
    for number in range(12):
        assert call(aino, "POST", conversation, "tags", tag=f"tag {number}").status_code == 204
    assert call(aino, "POST", conversation, "tags", tag="one more").json()["code"] == "too_many_tags"
    assert call(aino, "PUT", conversation, "interpreter", language="xx").status_code == 422
    assert small_panel.desk.case(conversation).row.interpreter is None


def test_the_timeline_tells_who_did_what_to_staff_alone(small_panel: Panel) -> None:
    aino, pekka = small_panel.browser("aino"), small_panel.browser("pekka")
    conversation = taken(small_panel, aino)
    call(aino, "POST", conversation, "transfer", to=f"counsellor:{pekka.staff_id}", reason="syy")
    call(pekka, "POST", conversation, "takeover")
    call(pekka, "DELETE", conversation, "takeover")
    shown = page(aino, conversation)
    told = ("Aino took the conversation", "Aino passed it on to Pekka", "Pekka handed it back to the bot")
    places = [shown.index(sentence) for sentence in told]
    assert places == sorted(places)
    assert not any("syy" in message.text for message in small_panel.desk.case(conversation).messages)
