"""Answers changed with the person over HTTP: fenced, told to the person, and results in their language."""

from dataclasses import replace

import pytest
from httpx import Response
from sqlalchemy import select

from admin import audit
from bot import store
from bot.conversation import Author, Message
from bot.models import ShownService
from dialogues.engine import DialogueState
from tests.admin.advising import with_services
from tests.admin.panel import NEEDS, Browser, Panel, client_id


@pytest.fixture
def stocked(panel: Panel) -> Panel:
    return with_services(panel)


@pytest.fixture
def small(small_panel: Panel) -> Panel:
    return with_services(small_panel)


def change(
    browser: Browser, conversation: str, slot: str, codes: tuple[str, ...], seen: tuple[str, ...]
) -> Response:
    path = f"/admin/api/conversations/{conversation}/answers/{slot}"
    body = {"codes": codes, "seen": seen}
    answer: Response = browser.client.put(path, json=body, headers=browser.headers)
    return answer


def results(browser: Browser, conversation: str, client: str) -> Response:
    path = f"/admin/api/conversations/{conversation}/results"
    answer: Response = browser.client.post(path, json={"client_id": client}, headers=browser.headers)
    return answer


def taken(panel: Panel, browser: Browser, language: str = "fi", left_out: tuple[str, ...] = ()) -> str:
    conversation = panel.waiting(replace(NEEDS, language=language), left_out=left_out)
    panel.desk.take_over(conversation, browser.staff_id, "Aino")
    return conversation


def last(panel: Panel, conversation: str) -> Message:
    return panel.desk.case(conversation).messages[-1]


def state(panel: Panel, conversation: str) -> DialogueState:
    with panel.database.read() as session:
        return store.load_state(store.row(session, conversation))


def test_a_changed_answer_is_kept_told_to_the_person_and_traced(stocked: Panel) -> None:
    aino = stocked.browser("aino")
    conversation = taken(stocked, aino, "sv")
    assert change(aino, conversation, "goals", ("business",), ("job", "study")).status_code == 204
    known = state(stocked, conversation)
    assert (known.profile.goals, known.learned["goals"]) == (("business",), "counsellor")
    told = last(stocked, conversation)
    assert (told.author, told.language) == (Author.SYSTEM, "sv")
    assert told.text.startswith("Aino ändrade ditt svar åt dig. ")
    assert "with the counsellor" in aino.client.get(f"/admin/desk/{conversation}").text
    with stocked.database.read() as session:
        (trace,) = [each for each in audit.latest(session) if each.action == "change_answer"]
    assert trace.details == {"question": "goals"}


def test_the_same_again_changes_nothing_and_a_changed_one_is_refused(stocked: Panel) -> None:
    aino = stocked.browser("aino")
    conversation = taken(stocked, aino)
    assert change(aino, conversation, "situation", ("laid_off",), ("at_home",)).status_code == 204
    count = len(stocked.desk.case(conversation).messages)
    assert change(aino, conversation, "situation", ("laid_off",), ("at_home",)).status_code == 204
    refused = change(aino, conversation, "situation", ("unemployed",), ("at_home",))
    assert (refused.status_code, refused.json()["code"]) == (409, "answer_changed")
    assert state(stocked, conversation).profile.situation == "laid_off"
    assert len(stocked.desk.case(conversation).messages) == count


def test_only_the_holder_changes_and_only_to_answers_there_are(small: Panel) -> None:
    aino, pekka = small.browser("aino"), small.browser("pekka")
    conversation = taken(small, aino)
    assert change(pekka, conversation, "goals", ("business",), ("job", "study")).status_code == 409
    assert results(pekka, conversation, client_id()).status_code == 409
    for slot, codes in (("goals", ("gold",)), ("skills", ("x",)), ("municipality", ("Atlantis",))):
        refused = change(aino, conversation, slot, codes, ())
        assert (refused.status_code, refused.json()["code"]) == (422, "bad_answer"), slot
    assert state(small, conversation).profile == NEEDS


def test_a_municipality_is_given_by_its_name(small: Panel) -> None:
    aino = small.browser("aino")
    conversation = taken(small, aino)
    assert change(aino, conversation, "municipality", ("Helsinki",), ("564",)).status_code == 204
    assert state(small, conversation).profile.municipality == "091"
    assert last(small, conversation).text.endswith("Helsinki.")


def test_what_was_left_out_is_neither_shown_nor_changed_nor_a_reason(small: Panel) -> None:
    aino = small.browser("aino")
    conversation = taken(small, aino, left_out=("goals",))
    shown = aino.client.get(f"/admin/desk/{conversation}").text
    assert "answers/situation" in shown
    assert "answers/goals" not in shown
    assert change(aino, conversation, "goals", ("business",), ()).status_code == 422
    refused = results(aino, conversation, client_id())
    assert (refused.status_code, refused.json()["code"]) == (409, "nothing_fits")
    assert not last(small, conversation).services


def test_new_results_come_once_from_the_service_with_reasons_and_are_counted(stocked: Panel) -> None:
    aino, once = stocked.browser("aino"), client_id()
    conversation = taken(stocked, aino)
    first, again = results(aino, conversation, once), results(aino, conversation, once)
    assert first.status_code == again.status_code == 200
    assert first.json()["seq"] == again.json()["seq"]
    message = last(stocked, conversation)
    assert (message.author, message.name) == (Author.BOT, None)
    assert {card.id for card in message.services} == {"coaching", "guidance"}
    assert all(card.reasons for card in message.services)
    with stocked.database.read() as session:
        counted = {each.service_id for each in session.scalars(select(ShownService)) if each.recommended}
        actions = [each.action for each in audit.latest(session)]
    assert counted == {"coaching", "guidance"}
    assert actions.count("show_results") == 1


def test_forms_do_the_same_without_scripts(small: Panel) -> None:
    aino = small.browser("aino")
    conversation = taken(small, aino)
    path = f"/admin/desk/{conversation}"
    form = {"csrf_token": aino.csrf, "codes": ["job", "language"], "seen": ["job", "study"]}
    assert aino.client.post(f"{path}/answers/goals", data=form).status_code == 303
    assert state(small, conversation).profile.goals == ("job", "language")
    cleared = {"csrf_token": aino.csrf, "codes": [""], "seen": ["at_home"]}
    assert aino.client.post(f"{path}/answers/situation", data=cleared).status_code == 303
    assert state(small, conversation).profile.situation is None
    asked = {"csrf_token": aino.csrf, "client_id": client_id()}
    assert aino.client.post(f"{path}/results", data=asked).status_code == 303
    assert last(small, conversation).services
