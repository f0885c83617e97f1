"""Lists narrowed by their address, the next one taken by one verb, and how far a message has got."""

from dataclasses import replace

from bot.receipts import note_delivered, note_seen
from tests.admin.panel import NEEDS, Panel


def test_the_address_narrows_a_list(small_panel: Panel) -> None:
    small_panel.waiting()
    swedish = small_panel.waiting(replace(NEEDS, language="sv"), "danger")
    browser = small_panel.browser("aino")
    for narrowed in ("language=sv", "danger=1", "reason=danger", "place=564&language=sv"):
        found = browser.client.get(f"/admin/api/inbox?list=waiting&{narrowed}").json()
        assert [row["id"] for row in found["rows"]] == [swedish], narrowed
        assert (found["found"], found["all"], found["counts"]["waiting"]) == (1, 2, 2)
    assert browser.client.get("/admin/api/inbox?list=waiting&language=ar").json()["rows"] == []
    assert (
        f"/admin/desk/{swedish}?list=waiting&amp;language=sv"
        in browser.client.get("/admin/desk?language=sv").text
    )


def test_the_next_one_is_the_most_urgent_and_taken_at_once(small_panel: Panel) -> None:
    small_panel.waiting(minutes=20)
    danger = small_panel.waiting(reason="danger", minutes=1)
    aino = small_panel.browser("aino")
    taken = aino.client.post("/admin/api/next", headers=aino.headers)
    assert taken.json() == {"id": danger}
    assert small_panel.desk.case(danger).row.holder_id == aino.staff_id
    aino.client.post("/admin/api/next", headers=aino.headers)
    assert aino.client.post("/admin/api/next", headers=aino.headers).status_code == 404


def test_marks_only_rise_and_what_was_seen_was_delivered(small_panel: Panel) -> None:
    conversation = small_panel.waiting()
    with small_panel.database.write() as session:
        assert note_delivered(session, conversation, 2)
        assert not note_delivered(session, conversation, 1)
        assert note_seen(session, conversation, 2**31 - 1)
        assert not note_seen(session, conversation, 2)
    case = small_panel.desk.case(conversation)
    assert (case.delivered, case.seen) == (3, 3)
