"""The state at the desk over HTTP; the list and the next one as they fit whoever asks."""

from datetime import UTC, datetime

import pytest

from bot import presence
from bot.presence import Presence
from bot.teams import Member, Team, write_team
from knowledge.profile import NeedsProfile
from tests.admin.panel import Browser, Panel

SOMALI, ENGLISH = NeedsProfile(language="so"), NeedsProfile(language="en")


def seen(panel: Panel) -> dict[str, Presence]:
    with panel.database.read() as session:
        return {each.name: each for each in presence.states(session, datetime.now(UTC))}


def sign(browser: Browser, **body: object) -> str:
    answer = browser.client.put("/admin/api/presence", json={"idle": 0, **body}, headers=browser.headers)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["state"])


def take_next(browser: Browser) -> str | None:
    answer = browser.client.post("/admin/api/next", headers=browser.headers)
    return str(answer.json()["id"]) if answer.status_code == 200 else None


def test_opening_the_desk_without_scripts_makes_a_counsellor_present(small_panel: Panel) -> None:
    small_panel.browser("aino").client.get("/admin/desk")
    small_panel.browser("ylli", "coordinator").client.get("/admin/desk")
    assert {name: each.state for name, each in seen(small_panel).items()} == {
        "Aino": "online",
        "Ylli": "offline",
    }
    assert seen(small_panel)["Aino"].languages == ("en",)


def test_the_choice_stays_through_reloads_and_is_shown_in_the_bar(small_panel: Panel) -> None:
    aino = small_panel.browser("aino")
    answer = aino.client.post("/admin/presence", data={"chosen": "busy"}, headers=aino.headers)
    assert answer.status_code == 303
    page = aino.client.get("/admin/desk").text
    assert 'data-state="busy"' in page
    assert 'value="busy" checked' in page
    assert seen(small_panel)["Aino"].state == "busy"


def test_signs_tell_idleness_and_choices(small_panel: Panel) -> None:
    aino = small_panel.browser("aino")
    assert sign(aino) == "online"
    assert sign(aino, chosen="offline") == "offline"
    assert sign(aino) == "offline"
    bo = small_panel.browser("bo")
    assert sign(bo, idle=301) == "away"
    assert sign(bo) == "online"


@pytest.mark.parametrize("body", [{"idle": -1}, {"chosen": "online"}, {"idle": 0, "chosen": "asleep"}])
def test_a_sign_that_cannot_be_is_refused(small_panel: Panel, body: dict[str, object]) -> None:
    aino = small_panel.browser("aino")
    answer = aino.client.put("/admin/api/presence", json=body, headers=aino.headers)
    assert answer.status_code == 422


def test_signing_out_is_seen_at_once(small_panel: Panel) -> None:
    aino = small_panel.browser("aino")
    sign(aino)
    aino.client.post("/admin/sign-out", headers=aino.headers)
    assert seen(small_panel)["Aino"].state == "offline"


def test_an_editor_has_no_state_at_the_desk(small_panel: Panel) -> None:
    page = small_panel.browser("eeva", "editor").client.get("/admin/account").text
    assert "presence" not in page


def test_the_next_one_is_the_one_that_fits_and_others_only_when_they_have_waited(small_panel: Panel) -> None:
    aino, bo = small_panel.browser("aino"), small_panel.browser("bo")
    with small_panel.database.write() as session:
        write_team(session, Team(languages=frozenset({"en"}), members=(Member(bo.staff_id),)))
    for browser in (aino, bo):
        sign(browser)
    fresh = small_panel.waiting(ENGLISH, minutes=1)
    assert take_next(aino) is None
    old = small_panel.waiting(ENGLISH, minutes=4)
    assert take_next(aino) == old
    assert take_next(bo) == fresh
    assert take_next(bo) is None


def test_a_row_that_fits_is_marked(small_panel: Panel) -> None:
    aino, bo = small_panel.browser("aino"), small_panel.browser("bo")
    for browser in (aino, bo):
        sign(browser)
    english, somali = small_panel.waiting(ENGLISH), small_panel.waiting(SOMALI)
    rows = aino.client.get("/admin/api/inbox?list=waiting").json()["rows"]
    assert [(row["id"], row["marks"]) for row in rows] == [(english, "Fits you"), (somali, "")]


def test_two_who_ask_for_the_next_at_once_get_two(panel: Panel) -> None:
    first, second = panel.waiting(), panel.waiting()
    taken = {take_next(panel.browser("aino")), take_next(panel.browser("bo"))}
    assert taken == {first, second}


def test_who_passes_on_sees_which_colleagues_are_there(small_panel: Panel) -> None:
    aino, bo = small_panel.browser("aino"), small_panel.browser("bo")
    small_panel.browser("cleo")
    sign(bo, chosen="busy")
    conversation = small_panel.waiting()
    small_panel.desk.take_over(conversation, aino.staff_id, "Aino")
    page = aino.client.get(f"/admin/desk/{conversation}").text
    assert ">Bo (Busy, 0/5)</option>" in page
    assert ">Cleo (Not at the desk)</option>" in page
