"""The desk is written to when somebody waits and nobody is in: once, by one process, nothing personal."""

import threading
from datetime import UTC, datetime, timedelta

import pytest

from admin.mail import Mailer
from admin.notices import Notices
from admin.pages import HERE
from bot.city import Cities
from bot.opening_hours import OpeningHours
from bot.presence import Choice, note
from bot.teams import Team, write_team
from bot.transfer import Colleague
from bot.unattended import Desk, failing_since
from dialogues.conversation.texts import Texts
from knowledge.database import Database
from knowledge.profile import NeedsProfile
from tests.admin.panel import Panel, from_person
from tests.support.mail import Mailbox, mail_server

ALWAYS = OpeningHours.parse("Mon-Sun 0-24", "Europe/Helsinki", closed_on_holidays=False)
NEVER = OpeningHours(week=((),) * 7, zone=ALWAYS.zone)
TEAM_MAIL = "desk@example.fi"


class Office:
    """A panel, a mail server, and a clock that can be put forward."""

    def __init__(self, database: Database, url: str, hours: OpeningHours = ALWAYS) -> None:
        self.database, self.later = database, timedelta()
        self.notices = Notices(
            database=database,
            mailer=Mailer.at(url, "osaamo@example.fi"),
            desk=Desk(TEAM_MAIL, 10, Cities.alone(hours)),
            words=Texts.load(HERE / "texts"),
            link="https://osaamo.example.fi/admin/desk",
            now=lambda: datetime.now(UTC) + self.later,
        )

    def at_work(self, name: str, language: str, chosen: Choice = "online") -> None:
        with self.database.write() as session:
            note(session, Colleague(name, name), [language], self.notices.now(), chosen=chosen)


def texts(box: Mailbox) -> list[str]:
    return [mail.get_content() for mail in box.mails]


def test_who_waits_while_nobody_is_in_is_told_without_anything_personal(small_panel: Panel) -> None:
    small_panel.waiting(minutes=12, said=(from_person("olen Aino Virtanen"),))
    small_panel.waiting(NeedsProfile(language="ar"), minutes=3)
    with mail_server() as box:
        assert Office(small_panel.database, box.url).notices.send() == 1
    (text,) = texts(box)
    assert box.recipients == [TEAM_MAIL]
    assert box.mails[0]["Subject"] == "Osaamo: 2 odottaa neuvojaa"
    assert "pisimpään 12 min" in text
    assert "fi 1, ar 1" in text
    assert "Nobody who fits is in" in text
    assert "https://osaamo.example.fi/admin/desk" in text
    assert not {"Aino", "Virtanen", "564", "Oulu"} & set(text.replace(",", " ").split())


@pytest.mark.parametrize("minutes", [0, 9])
def test_a_short_wait_is_nobodys_mail(small_panel: Panel, minutes: int) -> None:
    small_panel.waiting(minutes=minutes)
    with mail_server() as box:
        assert Office(small_panel.database, box.url).notices.send() == 0
    assert box.mails == []


def test_no_mail_while_somebody_who_fits_is_in(small_panel: Panel) -> None:
    small_panel.waiting(minutes=12)
    with mail_server() as box:
        office = Office(small_panel.database, box.url)
        office.at_work("aino", "fi")
        assert office.notices.send() == 0
        office.at_work("aino", "fi", chosen="offline")
        assert office.notices.send() == 1


def test_at_night_only_danger_is_told(small_panel: Panel) -> None:
    small_panel.waiting(minutes=12)
    with mail_server() as box:
        office = Office(small_panel.database, box.url, NEVER)
        assert office.notices.send() == 0
        small_panel.waiting(minutes=12, reason="danger")
        assert office.notices.send() == 1


def test_a_team_is_written_to_at_its_own_address_after_its_own_minutes(small_panel: Panel) -> None:
    with small_panel.database.write() as session:
        write_team(session, Team(notice_email="oulu@example.fi", notice_after_minutes=5))
    small_panel.waiting(minutes=6)
    with mail_server() as box:
        assert Office(small_panel.database, box.url).notices.send() == 1
    assert box.recipients == ["oulu@example.fi"]


def test_each_wait_is_told_once_and_an_address_at_most_every_quarter_of_an_hour(small_panel: Panel) -> None:
    small_panel.waiting(minutes=12)
    with mail_server() as box:
        office = Office(small_panel.database, box.url)
        assert [office.notices.send(), office.notices.send()] == [1, 0]
        office.later = timedelta(minutes=40)
        assert office.notices.send() == 0, "nobody new waits"
        small_panel.waiting(minutes=12)
        assert office.notices.send() == 1
        small_panel.waiting(minutes=12)
        office.later = timedelta(minutes=54)
        assert office.notices.send() == 0, "not a quarter of an hour yet"
        office.later = timedelta(minutes=56)
        assert office.notices.send() == 1
    assert "Osaamo: 3 odottaa" in box.mails[-1]["Subject"]


def test_a_mail_server_that_is_down_is_tried_again_and_shown(small_panel: Panel) -> None:
    small_panel.waiting(minutes=12)
    database = small_panel.database
    with mail_server() as box:
        office = Office(database, box.url)
    assert office.notices.send() == 0
    page = small_panel.browser("onni", "coordinator").client.get("/admin/supervision").text
    assert "Mail to the desk cannot be sent" in page
    with database.read() as session:
        assert failing_since(session) is not None
    assert office.notices.send() == 0
    with mail_server() as box:
        office.notices = Office(database, box.url).notices
        assert office.notices.send() == 0, "not at once again"
        patient = Office(database, box.url)
        patient.later = timedelta(minutes=2)
        assert patient.notices.send() == 1, "kept, and told with the numbers of now"
    with database.read() as session:
        assert failing_since(session) is None
    page = small_panel.browser("ylli", "coordinator").client.get("/admin/supervision").text
    assert "Mail to the desk cannot be sent" not in page


def test_many_processes_send_one_mail(panel: Panel) -> None:
    """Each has looked before any has sent."""
    panel.waiting(minutes=12)
    with mail_server() as box:
        offices = [Office(panel.database, box.url) for _ in range(6)]
        together = threading.Barrier(len(offices))

        def work(office: Office) -> None:
            together.wait()
            office.notices.send()

        workers = [threading.Thread(target=work, args=(office,)) for office in offices]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    assert len(box.mails) == 1
