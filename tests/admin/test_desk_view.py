"""What counsellors see: lists, the card, and words that stay words."""

import json
import re
from dataclasses import replace

from httpx import Response

from bot.models import Conversation
from dialogues.conversation.texts import Texts
from dialogues.engine import ServiceCard
from tests.admin.panel import CONVERSATION, NEEDS, SERVICE, Browser, Panel, from_bot, from_person

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>"


def inbox(browser: Browser, chosen: str = "waiting") -> dict[str, object]:
    answer: Response = browser.client.get(f"/admin/api/inbox?list={chosen}")
    assert answer.status_code == 200
    found: dict[str, object] = answer.json()
    return found


def rows(browser: Browser, chosen: str = "waiting") -> list[dict[str, object]]:
    found = inbox(browser, chosen)["rows"]
    assert isinstance(found, list)
    return found


def option(code: str) -> str:
    return Texts.load().get(f"option.{code}", "en")


def take(browser: Browser, conversation: str) -> None:
    address = f"/admin/api/conversations/{conversation}/takeover"
    assert browser.client.post(address, headers=browser.headers).status_code == 204


def page(browser: Browser, conversation: str) -> str:
    return str(browser.client.get(f"/admin/desk/{conversation}").text)


def test_danger_comes_first_and_then_who_has_waited_longest(panel: Panel) -> None:
    short, long = panel.waiting(minutes=2), panel.waiting(minutes=20)
    danger = panel.waiting(reason="danger", minutes=1)
    assert [row["id"] for row in rows(panel.browser("aino"))] == [danger, long, short]


def test_a_row_tells_in_words_who_waits_and_for_what(small_panel: Panel) -> None:
    small_panel.waiting(replace(NEEDS, language="sv"), "danger", 65)
    (row,) = rows(small_panel.browser("aino"))
    assert row["place"] == "Oulu"
    assert row["language"] == "Swedish"
    assert row["reason"] == "Signs of danger"
    assert row["urgent"] == "Danger"
    assert row["needs"] == "Find a job, Study or …"
    assert row["clock"] == "1 h 05 min"


def test_each_list_holds_its_own(panel: Panel) -> None:
    aino, pekka = panel.browser("aino"), panel.browser("pekka")
    waiting, mine, theirs, ended = (panel.waiting(minutes=each) for each in (4, 3, 2, 1))
    take(aino, mine)
    take(pekka, theirs)
    take(pekka, ended)
    panel.desk.close(ended, pekka.staff_id)
    assert {row["id"] for row in rows(aino)} == {waiting}
    assert {row["id"] for row in rows(aino, "mine")} == {mine}
    assert {row["id"] for row in rows(aino, "team")} == {theirs}
    assert {row["id"] for row in rows(panel.browser("ulla", "coordinator"), "open")} == {
        waiting,
        mine,
        theirs,
    }
    assert {row["id"] for row in rows(aino, "closed")} == {ended}
    assert inbox(aino)["counts"] == {"waiting": 1, "mine": 1, "team": 1, "mentions": 0}


def test_unread_counts_what_the_person_wrote_since_it_was_read(panel: Panel) -> None:
    aino, conversation = panel.browser("aino"), panel.waiting()
    take(aino, conversation)
    assert rows(aino, "mine")[0]["unread"] == 1
    last = panel.desk.case(conversation).messages[-1].seq
    seen = f"/admin/api/conversations/{conversation}/seen"
    for seq in (last, 1):
        assert aino.client.put(seen, headers=aino.headers, json={"seq": seq}).status_code == 204
        assert rows(aino, "mine")[0]["unread"] == 0
    panel.says(conversation, "vielä yksi asia")
    assert rows(aino, "mine")[0]["unread"] == 1


def test_what_comes_later_cannot_be_marked_as_read_before(small_panel: Panel) -> None:
    aino, conversation = small_panel.browser("aino"), small_panel.waiting()
    take(aino, conversation)
    seen = f"/admin/api/conversations/{conversation}/seen"
    assert aino.client.put(seen, headers=aino.headers, json={"seq": 2**31 - 1}).status_code == 204
    small_panel.says(conversation, "hei")
    assert rows(aino, "mine")[0]["unread"] == 1


def test_the_card_tells_answers_how_they_were_learned_and_services_with_reasons(small_panel: Panel) -> None:
    shown = page(small_panel.browser("aino"), small_panel.waiting())
    assert option("situation.at_home") in shown
    assert "said it" in shown
    assert "chose it" in shown
    assert SERVICE.name in shown
    assert SERVICE.reasons[0] in shown


def test_what_the_person_left_out_is_not_shown(small_panel: Panel) -> None:
    conversation = small_panel.waiting(left_out=("municipality", "services"))
    browser = small_panel.browser("aino")
    shown = page(browser, conversation) + json.dumps(inbox(browser))
    for hidden in ("Oulu", SERVICE.name, "olen kotona lasten kanssa"):
        assert hidden not in shown
    assert "The person left out: Municipality, the services shown" in shown


def test_what_people_and_services_say_is_text_and_nothing_else(small_panel: Panel) -> None:
    evil = replace(SERVICE, name=SCRIPT, provider=SCRIPT, reasons=(SCRIPT,))
    said = (from_person(SCRIPT), from_bot(SCRIPT, evil))
    conversation = small_panel.waiting(replace(NEEDS, skills=(SCRIPT,)), said=said)
    browser = small_panel.browser("aino")
    take(browser, conversation)
    note = f"/admin/api/conversations/{conversation}/notes"
    browser.client.post(note, headers=browser.headers, json={"text": SCRIPT})
    shown = page(browser, conversation)
    assert "<script>alert" not in shown
    assert "<img" not in shown
    assert shown.count("&lt;script&gt;alert(1)") >= 6


def test_a_link_leads_to_the_web_or_nowhere(small_panel: Panel) -> None:
    def link(url: str) -> str:
        card: ServiceCard = replace(SERVICE, url=url)
        return page(browser, small_panel.waiting(said=(from_bot("x", card),)))

    browser = small_panel.browser("aino")
    assert 'href="https://www.ouka.fi/"' in link("https://www.ouka.fi/")
    for bad in ("javascript:alert(1)", "data:text/html,x", "//evil.example"):
        assert bad not in link(bad)


def test_pages_run_no_inline_code_and_are_not_stored(small_panel: Panel) -> None:
    browser, conversation = small_panel.browser("aino", "administrator"), small_panel.waiting()
    for path in ("/admin/desk", f"/admin/desk/{conversation}", "/admin/staff", "/admin/audit", "/admin/no"):
        answer = browser.client.get(path)
        policy = answer.headers["content-security-policy"]
        assert "script-src 'self';" in policy
        assert "unsafe" not in policy
        assert answer.headers["cache-control"] == "no-store"
        assert "<script>" not in answer.text
        assert " style=" not in answer.text
        assert " onclick=" not in answer.text


def test_each_standing_has_at_most_one_filled_button(small_panel: Panel) -> None:
    aino, pekka = small_panel.browser("aino"), small_panel.browser("pekka")
    conversation = small_panel.waiting()
    filled = [filled_buttons(aino, conversation)]
    take(aino, conversation)
    filled += [
        filled_buttons(aino, conversation),
        filled_buttons(pekka, conversation),
    ]
    small_panel.desk.close(conversation, aino.staff_id)
    filled.append(filled_buttons(aino, conversation))
    assert filled == [1, 1, 0, 0]


def filled_buttons(browser: Browser, conversation: str) -> int:
    """Without those within what is still folded."""
    shown = re.sub(r"<details(?![^>]* open).*?</details>", "", page(browser, conversation), flags=re.DOTALL)
    return shown.count('class="main"')


def test_a_conversation_that_was_never_handed_off_is_nobodys_business(small_panel: Panel) -> None:
    conversation = small_panel.waiting(said=CONVERSATION)
    with small_panel.database.write() as session:
        from_store = session.get_one(Conversation, conversation)
        from_store.handoff_reason = None
        from_store.holder = "bot"
    browser = small_panel.browser("aino")
    assert browser.client.get(f"/admin/desk/{conversation}").status_code == 404
    note = f"/admin/api/conversations/{conversation}/notes"
    assert browser.client.post(note, headers=browser.headers, json={"text": "x"}).status_code == 404
