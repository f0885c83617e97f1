"""A contact left by choice on the desk: the holder opens it, each look is on record, nobody else sees it."""

from sqlalchemy import select

from admin.models import AuditRow
from bot.contacts import Contact
from bot.notice_models import ContactRow
from tests.admin.panel import Browser, Panel

NUMBER = "+358 40 1234567"


def left(panel: Panel, contact: Contact) -> str:
    conversation = panel.waiting()
    leave(panel, conversation, contact)
    return conversation


def leave(panel: Panel, conversation: str, contact: Contact) -> None:
    with panel.database.write() as session:
        panel.app.state.staff_side.contacts.put(session, conversation, contact, panel.desk.clock())


def looks(panel: Panel) -> list[tuple[str, str, dict[str, str]]]:
    looked = select(AuditRow).where(AuditRow.action == "look_at_contact").order_by(AuditRow.id)
    with panel.database.read() as session:
        return [(row.staff_name, row.subject, row.details) for row in session.scalars(looked)]


def look(browser: Browser, conversation: str, *, script: bool = False) -> tuple[int, str]:
    base = "/admin/api/conversations" if script else "/admin/desk"
    answer = browser.client.post(f"{base}/{conversation}/contact/looks", headers=browser.headers)
    return answer.status_code, answer.text


def test_the_holder_opens_it_and_each_look_is_on_record(small_panel: Panel) -> None:
    conversation = left(small_panel, Contact.phone(NUMBER))
    aino = small_panel.browser("aino")
    small_panel.desk.take_over(conversation, aino.staff_id, "Aino")
    page = aino.client.get(f"/admin/desk/{conversation}").text
    assert "Show the phone number" in page
    assert NUMBER not in page
    assert looks(small_panel) == []
    status, shown = look(aino, conversation)
    assert status == 200
    assert f'<a href="tel:+358401234567" dir="ltr">{NUMBER}</a>' in shown
    status, told = look(aino, conversation, script=True)
    assert (status, NUMBER in told, "tel:+358401234567" in told) == (200, True, True)
    assert looks(small_panel) == [("Aino", conversation, {"kind": "phone"})] * 2


def test_nobody_else_opens_it_whatever_their_role(small_panel: Panel) -> None:
    conversation = left(small_panel, Contact.email("aino@example.fi"))
    onni = small_panel.browser("onni", "administrator")
    for script in (False, True):
        assert look(onni, conversation, script=script)[0] == 409, "nobody holds it yet"
    small_panel.desk.take_over(conversation, "s1", "Aino")
    page = onni.client.get(f"/admin/desk/{conversation}").text
    assert "The person has left an e-mail address." in page
    assert "Show the e-mail address" not in page
    for script in (False, True):
        status, told = look(onni, conversation, script=script)
        assert (status, "aino@example.fi" in told) == (409, False)
    assert looks(small_panel) == []


def test_without_a_contact_there_is_nothing_to_look_at(small_panel: Panel) -> None:
    aino, conversation = small_panel.browser("aino"), small_panel.waiting()
    small_panel.desk.take_over(conversation, aino.staff_id, "Aino")
    assert "contact-heading" not in aino.client.get(f"/admin/desk/{conversation}").text
    assert look(aino, conversation, script=True)[0] == 404
    assert look(aino, "nobody")[0] == 404
    assert looks(small_panel) == []


def test_what_another_secret_sealed_is_not_shown(small_panel: Panel) -> None:
    conversation = left(small_panel, Contact.phone(NUMBER))
    aino = small_panel.browser("aino")
    small_panel.desk.take_over(conversation, aino.staff_id, "Aino")
    with small_panel.database.write() as session:
        session.get_one(ContactRow, conversation).key_id = "00000000"
    assert look(aino, conversation)[0] == 404


def test_the_card_is_drawn_anew_when_a_contact_is_left(small_panel: Panel) -> None:
    conversation, aino = small_panel.waiting(), small_panel.browser("aino")
    small_panel.desk.take_over(conversation, aino.staff_id, "Aino")
    before = aino.client.get(f"/admin/desk/{conversation}").text
    leave(small_panel, conversation, Contact.phone(NUMBER))
    after = aino.client.get(f"/admin/desk/{conversation}").text
    region = 'data-region="'
    assert before.split(region)[1][:16] != after.split(region)[1][:16]
