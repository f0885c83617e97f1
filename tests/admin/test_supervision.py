"""Supervision over HTTP: who waits and who is on duty, giving conversations, today's figures, pauses."""

import re
from datetime import UTC, datetime, timedelta

from httpx import Response
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from admin.models import AuditRow
from admin.supervision_figures import FEWEST, Waited, by_language, read_figures
from bot import presence
from bot.models import StoredFeedback
from bot.pause import Pauses, ready_made
from bot.transfer import Colleague
from knowledge.profile import NeedsProfile
from tests.admin.panel import Browser, Panel

PAGE = "/admin/supervision"


def page(browser: Browser) -> str:
    answer: Response = browser.client.get(PAGE)
    assert answer.status_code == 200, answer.text
    return answer.text


def post(browser: Browser, path: str, **data: str | list[str]) -> str:
    answer: Response = browser.client.post(f"{PAGE}/{path}", headers=browser.headers, data=data)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def actions(panel: Panel) -> list[tuple[str, str]]:
    with panel.database.read() as session:
        return [(row.action, row.subject) for row in session.scalars(select(AuditRow).order_by(AuditRow.id))]


def test_who_waits_stands_with_the_oldest_first(small_panel: Panel) -> None:
    late, early = small_panel.waiting(minutes=2), small_panel.waiting(minutes=50, reason="danger")
    shown = page(small_panel.browser("kaisa", "coordinator"))
    assert shown.index(f"choose-{early}") < shown.index(f"choose-{late}")
    assert "50:0" in shown
    assert "<dt>Waiting</dt><dd>2</dd>" in shown


def test_who_is_on_duty_stands_with_their_conversations(small_panel: Panel) -> None:
    aino, conversation = small_panel.browser("aino"), small_panel.waiting()
    me = Colleague(aino.staff_id, "Aino")
    with small_panel.database.write() as session:
        presence.note(session, me, ("fi", "sv"), datetime.now(UTC))
        presence.note(session, Colleague("gone", "Gone"), ("fi",), datetime.now(UTC) - timedelta(days=1))
    small_panel.desk.take_over(conversation, me.id, me.name)
    shown = page(small_panel.browser("kaisa", "coordinator"))
    assert re.search(r"<strong>Aino</strong> <span>Online</span>.*?1 of 5 open", shown, re.DOTALL)
    assert f"choose-{conversation}" in shown
    assert "<strong>Gone</strong>" not in shown


def test_who_has_left_with_open_conversations_is_still_seen(small_panel: Panel) -> None:
    conversation = small_panel.waiting()
    small_panel.desk.take_over(conversation, "long-gone", "Bo")
    shown = page(small_panel.browser("kaisa", "coordinator"))
    assert re.search(r"<strong>Bo</strong> <span>Offline</span>.*?1 open", shown, re.DOTALL)


def test_a_coordinator_gives_what_waits_and_takes_what_is_held(panel: Panel) -> None:
    kaisa, aino = panel.browser("kaisa", "coordinator"), panel.browser("aino")
    waits, held = panel.waiting(), panel.waiting()
    panel.desk.take_over(held, "somebody", "Somebody")
    assert post(kaisa, "holders", conversation=[waits], to=aino.staff_id) == f"{PAGE}?given=1&missed=0"
    assert panel.desk.case(waits).row.holder_name == "Aino"
    post(kaisa, "holders", conversation=[waits, held], to=kaisa.staff_id)
    assert {panel.desk.case(each).row.holder_name for each in (waits, held)} == {"Kaisa"}
    assert [each for each in actions(panel) if each[0] == "assign"] == [
        ("assign", waits),
        ("assign", waits),
        ("assign", held),
    ]


def test_what_has_ended_meanwhile_is_counted_and_the_rest_is_given(small_panel: Panel) -> None:
    kaisa, waits, ended = (
        small_panel.browser("kaisa", "coordinator"),
        small_panel.waiting(),
        small_panel.waiting(),
    )
    small_panel.erases(ended)
    where = post(kaisa, "holders", conversation=[ended, waits], to=kaisa.staff_id)
    assert where == f"{PAGE}?given=1&missed=1"
    assert "they wait no longer: 1" in kaisa.client.get(where).text


def test_nothing_is_given_to_who_does_not_work_at_the_desk(small_panel: Panel) -> None:
    kaisa, editor = small_panel.browser("kaisa", "coordinator"), small_panel.browser("ed", "editor")
    conversation = small_panel.waiting()
    answer = kaisa.client.post(
        f"{PAGE}/holders", headers=kaisa.headers, data={"conversation": conversation, "to": editor.staff_id}
    )
    assert answer.status_code == 422
    assert small_panel.desk.case(conversation).row.holder == "waiting"


def test_the_hand_off_is_paused_worded_anew_and_ended(panel: Panel) -> None:
    kaisa, aino = panel.browser("kaisa", "administrator"), panel.browser("aino")
    pauses: Pauses = panel.app.state.pauses
    post(kaisa, "pauses/handoff", language=["fi", "en"], text=["Muutamme.", ""])
    (paused,) = pauses.now(datetime.now(UTC))
    ready = ready_made(panel.desk.texts, "handoff")
    assert dict(paused.texts) == ready | {"fi": "Muutamme."}
    assert "The hand-off is paused" in aino.client.get("/admin/desk").text
    assert "Muutamme." in page(kaisa)
    post(kaisa, "pauses/handoff", language=["fi"], text=["Palaamme."])
    assert pauses.now(datetime.now(UTC))[0].texts["fi"] == "Palaamme."
    post(kaisa, "pauses/handoff/removal")
    assert pauses.now(datetime.now(UTC)) == ()
    assert "The hand-off is paused" not in aino.client.get("/admin/desk").text
    assert actions(panel) == [("pause", "handoff"), ("pause", "handoff"), ("end_pause", "handoff")]


def test_a_planned_end_has_to_be_in_the_future_and_what_was_written_stays(small_panel: Panel) -> None:
    kaisa = small_panel.browser("kaisa", "coordinator")
    data = {"until": "2020-01-01T10:00", "language": "fi", "text": "Oma viesti."}
    answer = kaisa.client.post(f"{PAGE}/pauses/bot", headers=kaisa.headers, data=data)
    assert answer.status_code == 422
    assert "The end has to be in the future." in answer.text
    assert "Oma viesti." in answer.text
    assert small_panel.app.state.pauses.now(datetime.now(UTC)) == ()


def test_a_planned_end_is_of_the_service_s_time_zone(small_panel: Panel) -> None:
    kaisa = small_panel.browser("kaisa", "coordinator")
    day = (datetime.now(UTC) + timedelta(days=2)).date()
    post(kaisa, "pauses/bot", until=f"{day}T09:30")
    (paused,) = small_panel.app.state.pauses.now(datetime.now(UTC))
    assert paused.until is not None
    assert paused.until.astimezone(UTC) < datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
    assert f'value="{day}T09:30"' in page(kaisa)


def test_a_misspelt_pause_is_nothing(small_panel: Panel) -> None:
    kaisa = small_panel.browser("kaisa", "coordinator")
    answer = kaisa.client.post(f"{PAGE}/pauses/everything", headers=kaisa.headers)
    assert answer.status_code == 404


def test_today_s_figures_are_of_today(panel: Panel) -> None:
    waiting = [panel.waiting(minutes=each) for each in (1, 3, 5)]
    for each in waiting[1:]:
        panel.desk.take_over(each, "1", "Aino")
    panel.desk.close(waiting[1], "1")
    now = datetime.now(UTC)
    with panel.database.write() as session:
        for rating in ("yes", "5", "partly", "no"):
            session.add(StoredFeedback(language="fi", at=now, rating=rating))
        session.add(StoredFeedback(language="fi", at=now - timedelta(days=2), rating="no"))
    with panel.database.read() as session:
        figures = read_figures(session, now - timedelta(hours=1))
        none = read_figures(session, now + timedelta(hours=1))
    assert (figures.all.asked, figures.all.taken, figures.closed) == (3, 2, 1)
    assert figures.all.wait is not None
    assert 235 <= figures.all.wait <= 250
    assert figures.ratings == {"yes": 2, "partly": 1, "no": 1}
    assert (none.all.asked, none.all.wait, none.by_language) == (0, None, ())


@given(st.dictionaries(st.sampled_from(["fi", "sv", "en", "ar", "so", "uk"]), st.integers(1, 12)))
def test_no_share_of_a_split_is_small_unless_there_is_nothing_else(asked: dict[str, int]) -> None:
    requests = [Waited(language, None, True) for language, number in asked.items() for _ in range(number)]
    shares = by_language(requests)
    assert sum(each.asked for each in shares) == sum(asked.values())
    assert sorted(code for each in shares for code in each.languages) == sorted(asked)
    assert all(each.is_shown for each in shares) or (len(shares) == 1 and sum(asked.values()) < FEWEST)


def test_few_people_of_one_language_are_counted_with_others(small_panel: Panel) -> None:
    for language, number in (("fi", 6), ("so", 1)):
        for _ in range(number):
            small_panel.waiting(profile=NeedsProfile(municipality="564", language=language))
    shown = page(small_panel.browser("kaisa", "coordinator")).partition("Today by language")[2]
    assert "Finnish, Somali" in shown
    assert ">7<" in shown
    assert ">1<" not in shown
