"""Invitations and forgotten passwords: one-time links, shown once, used once."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from admin import invitations, staff
from admin.mail import Mailer
from admin.models import AuditRow, StaffLinkRow, StaffRow
from knowledge.database import Database
from tests.admin.panel import Browser, Panel
from tests.support.mail import Mailbox, mail_server

NEW = {"email": "Uusi@example.fi", "name": "Uusi", "role": "counsellor", "languages": ["sv", "en"]}
CHOSEN = {"password": "kolme pientä porsasta"}


@pytest.fixture
def chief(small_panel: Panel) -> Browser:
    return small_panel.browser("ylli", "administrator")


@pytest.fixture
def mailbox(small_panel: Panel) -> Iterator[Mailbox]:
    side = small_panel.app.state.staff_side
    with mail_server() as box:
        mailer = Mailer.at(box.url, "osaamo@example.fi")
        small_panel.app.state.staff_side = replace(
            side, mailer=mailer, public_url="https://osaamo.example.fi"
        )
        yield box


def invite(chief: Browser, **changes: object) -> str:
    """The path of the new link."""
    answer = chief.client.post("/admin/staff", data={**NEW, **changes}, headers=chief.headers)
    assert answer.status_code == 201, answer.text
    return link_in(answer.text)


def link_in(text: str) -> str:
    return re.findall(r"/admin/link/[\w-]+", text)[0]


def staff_id(panel: Panel, email: str = "uusi@example.fi") -> str:
    with panel.database.read() as session:
        return session.scalars(select(StaffRow.id).where(StaffRow.email == email)).one()


def test_an_invited_person_chooses_a_password_and_is_in(small_panel: Panel, chief: Browser) -> None:
    link = invite(chief)
    person = small_panel.visitor().client
    assert "Uusi" in person.get(link).text
    assert person.get(link).status_code == 200, "looking does not use it up"
    assert person.post(link, data={"password": "too short"}).status_code == 422
    answer = person.post(link, data=CHOSEN)
    assert answer.headers["location"] == "/admin/"
    assert person.get("/admin/desk").status_code == 200
    page = person.get("/admin/account").text
    assert re.findall(r'name="languages" value="([a-z]+)" checked', page) == ["sv", "en"]
    form = {"email": "uusi@example.fi", **CHOSEN}
    assert small_panel.visitor().client.post("/admin/sign-in", data=form).status_code == 303


def test_a_link_is_shown_once_stored_as_its_hash_and_used_once(small_panel: Panel, chief: Browser) -> None:
    link = invite(chief)
    token = link.rsplit("/", 1)[1]
    assert token not in chief.client.get("/admin/staff").text
    assert token not in chief.client.get("/admin/audit").text
    with small_panel.database.read() as session:
        stored = session.scalars(select(StaffLinkRow.token_hash)).one()
    assert token not in stored
    assert small_panel.visitor().client.post(link, data=CHOSEN).status_code == 303
    assert small_panel.visitor().client.get(link).status_code == 404
    assert small_panel.visitor().client.post(link, data=CHOSEN).status_code == 404


def test_two_who_use_a_link_at_the_same_time_are_one(database: Database) -> None:
    with database.write() as session:
        row = staff.new_account(session, "uusi@example.fi", "Uusi", "counsellor")
        token = invitations.new_link(session, row.id)

    def use(number: int) -> bool:
        with database.write() as session:
            return invitations.use(session, token, f"salasana numero {number}") is not None

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(use, range(4))).count(True) == 1


def test_a_link_lasts_72_hours(small_panel: Panel, chief: Browser) -> None:
    link = invite(chief)
    for hours, status in ((71.9, 200), (0.2, 404)):
        with small_panel.database.write() as session:
            row = session.scalars(select(StaffLinkRow)).one()
            row.expires_at -= timedelta(hours=hours)
        assert small_panel.visitor().client.get(link).status_code == status


def test_a_new_link_makes_the_earlier_one_worthless(small_panel: Panel, chief: Browser) -> None:
    first = invite(chief)
    answer = chief.client.post(f"/admin/staff/{staff_id(small_panel)}/link", headers=chief.headers)
    assert answer.status_code == 201
    second = link_in(answer.text)
    assert [small_panel.visitor().client.get(link).status_code for link in (first, second)] == [404, 200]


def test_a_withdrawn_invitation_leaves_nothing_behind(small_panel: Panel, chief: Browser) -> None:
    link = invite(chief)
    removal = f"/admin/staff/{staff_id(small_panel)}/link/removal"
    assert chief.client.post(removal, headers=chief.headers).headers["location"] == "/admin/staff"
    assert small_panel.visitor().client.get(link).status_code == 404
    assert "uusi@example.fi" not in chief.client.get("/admin/staff").text
    assert invite(chief)


def test_withdrawing_the_link_of_an_account_in_use_leaves_the_account(
    small_panel: Panel, chief: Browser
) -> None:
    small_panel.add_staff("aino")
    home = f"/admin/staff/{staff_id(small_panel, 'aino@example.fi')}"
    link = link_in(chief.client.post(f"{home}/link", headers=chief.headers).text)
    assert chief.client.post(f"{home}/link/removal", headers=chief.headers).headers["location"] == home
    assert small_panel.visitor().client.get(link).status_code == 404
    form = {"email": "aino@example.fi", **CHOSEN}
    assert small_panel.visitor().client.post("/admin/sign-in", data=form).status_code == 303


def test_a_closed_account_has_no_link(small_panel: Panel, chief: Browser) -> None:
    link, home = invite(chief), f"/admin/staff/{staff_id(small_panel)}"
    chief.client.post(f"{home}/active", data={"active": "no"}, headers=chief.headers)
    assert small_panel.visitor().client.get(link).status_code == 404
    assert chief.client.post(f"{home}/link", headers=chief.headers).status_code == 409


def test_every_step_is_in_the_log(small_panel: Panel, chief: Browser) -> None:
    link = invite(chief)
    chief.client.post(f"/admin/staff/{staff_id(small_panel)}/link", headers=chief.headers)
    assert small_panel.visitor().client.get(link).status_code == 404
    with small_panel.database.write() as session:
        token = invitations.new_link(session, staff_id(small_panel))
    small_panel.visitor().client.post(f"/admin/link/{token}", data=CHOSEN)
    with small_panel.database.read() as session:
        rows = session.execute(select(AuditRow.action, AuditRow.subject, AuditRow.staff_name)).all()
    assert rows == [
        ("invite_staff", "uusi@example.fi", "Ylli"),
        ("new_link", "uusi@example.fi", "Ylli"),
        ("use_link", "uusi@example.fi", "Uusi"),
        ("sign_in", "", "Uusi"),
    ]


def test_another_site_cannot_use_a_link(small_panel: Panel, chief: Browser) -> None:
    link = invite(chief)
    headers = {"Sec-Fetch-Site": "cross-site"}
    assert small_panel.visitor().client.post(link, data=CHOSEN, headers=headers).status_code == 403


def test_the_link_also_comes_by_mail_in_the_language_of_the_person(
    small_panel: Panel, chief: Browser, mailbox: Mailbox
) -> None:
    link = invite(chief, language="sv")
    (mail,) = mailbox.mails
    assert mailbox.recipients == ["uusi@example.fi"]
    assert mail["Subject"] == "Inbjudan till Osaamo"
    assert f"https://osaamo.example.fi{link}" in mail.get_content()


def test_a_mail_that_cannot_be_sent_leaves_the_link_to_copy(small_panel: Panel, chief: Browser) -> None:
    with mail_server() as box:
        mailer = Mailer.at(box.url, "osaamo@example.fi")
    small_panel.app.state.staff_side = replace(small_panel.app.state.staff_side, mailer=mailer)
    answer = chief.client.post("/admin/staff", data=NEW, headers=chief.headers)
    assert answer.status_code == 201
    assert "The e-mail could not be sent." in answer.text
    assert small_panel.visitor().client.get(link_in(answer.text)).status_code == 200


def test_who_forgot_the_password_gets_a_link_and_nobody_learns_who_has_an_account(
    small_panel: Panel, mailbox: Mailbox
) -> None:
    small_panel.add_staff("aino")
    visitor = small_panel.visitor().client
    known = visitor.post("/admin/forgotten", data={"email": " Aino@example.fi"})
    unknown = visitor.post("/admin/forgotten", data={"email": "nobody@example.fi"})
    assert (known.status_code, known.text) == (unknown.status_code, unknown.text)
    (mail,) = mailbox.mails
    assert mailbox.recipients == ["aino@example.fi"]
    link = link_in(mail.get_content())
    assert visitor.post(link, data={"password": "aivan toinen salalause"}).status_code == 303
    assert visitor.get("/admin/desk").status_code == 200


def test_asking_for_a_link_leaves_the_present_password_as_it_is(small_panel: Panel, mailbox: Mailbox) -> None:
    small_panel.add_staff("aino")
    visitor = small_panel.visitor().client
    visitor.post("/admin/forgotten", data={"email": "aino@example.fi"})
    form = {"email": "aino@example.fi", **CHOSEN}
    assert visitor.post("/admin/sign-in", data=form).status_code == 303


def test_nobody_is_flooded_with_mail(small_panel: Panel, mailbox: Mailbox) -> None:
    small_panel.add_staff("aino")
    visitor = small_panel.visitor().client
    answers = [visitor.post("/admin/forgotten", data={"email": "aino@example.fi"}) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
    assert int(answers[-1].headers["retry-after"]) > 0
    assert len(mailbox.mails) == 3


def test_a_link_in_a_mail_never_leads_where_a_request_says(small_panel: Panel, mailbox: Mailbox) -> None:
    small_panel.add_staff("aino")
    form = {"email": "aino@example.fi"}
    small_panel.visitor().client.post("/admin/forgotten", data=form, headers={"Host": "evil.example"})
    assert "evil.example" not in mailbox.mails[0].get_content()


def test_without_mail_the_page_names_the_administrator(small_panel: Panel) -> None:
    visitor = small_panel.visitor().client
    assert "Ask an administrator" in visitor.get("/admin/forgotten", headers={"Accept-Language": "en"}).text
    visitor.post("/admin/forgotten", data={"email": "aino@example.fi"})
    with small_panel.database.read() as session:
        assert session.scalars(select(StaffLinkRow)).all() == []


def test_an_expired_link_opens_nothing_even_in_the_database(database: Database) -> None:
    with database.write() as session:
        row = staff.new_account(session, "uusi@example.fi", "Uusi", "counsellor")
        token = invitations.new_link(session, row.id)
        session.execute(update(StaffLinkRow).values(expires_at=datetime.now(UTC) - timedelta(seconds=1)))
    with database.write() as session:
        assert invitations.use(session, token, "kolme pientä porsasta") is None
