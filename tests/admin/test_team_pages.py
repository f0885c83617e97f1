"""Pages of the teams: made, changed, refused with what was typed, days that are otherwise."""

from datetime import date
from urllib.parse import urlencode

import pytest
from httpx import Response

from bot.teams import Team, read_teams
from tests.admin.panel import Browser, Panel, seen_in


@pytest.fixture
def browser(small_panel: Panel) -> Browser:
    return small_panel.browser("ylli", "coordinator")


def send(browser: Browser, path: str, *fields: tuple[str, str]) -> Response:
    """With several values of one name, as a form of ticks sends them."""
    headers = {**browser.headers, "Content-Type": "application/x-www-form-urlencoded"}
    answer: Response = browser.client.post(f"/admin/teams{path}", content=urlencode(fields), headers=headers)
    return answer


def stored(panel: Panel) -> tuple[Team, ...]:
    with panel.database.read() as session:
        return read_teams(session)


def fields(browser: Browser) -> list[tuple[str, str]]:
    return [
        ("name-fi", "Oulun työnantajat"),
        ("name-en", " Employers of Oulu "),
        ("languages", "fi"),
        ("languages", "sv"),
        ("languages", "xx"),
        ("needs", "employer"),
        ("needs", "business"),
        ("municipalities", "Oulu, Kempele"),
        ("hours-mon", "9-11:30 12:15-16"),
        ("hours-fri", "9.00–14.00"),
        ("closed_on_holidays", "on"),
        ("members", browser.staff_id),
        ("members", "nobody"),
        (f"capacity-{browser.staff_id}", "3"),
        ("widen_to_teams", "2"),
        ("widen_to_all", "5"),
        ("notice_email", "tiimi@example.fi"),
        ("notice_after_minutes", "15"),
    ]


def test_a_team_is_made_and_its_form_shows_it_again(small_panel: Panel, browser: Browser) -> None:
    answer = send(browser, "/new", *fields(browser))
    (team,) = stored(small_panel)
    assert answer.headers["location"] == f"/admin/teams/{team.id}"
    assert team.names == {"fi": "Oulun työnantajat", "en": "Employers of Oulu"}
    assert team.languages == {"fi", "sv"}
    assert team.needs == {"employer", "business"}
    assert team.municipalities == {"564", "244"}
    assert team.hours == "Mon 9-11:30 12:15-16, Fri 9-14"
    assert [(each.staff_id, each.capacity) for each in team.members] == [(browser.staff_id, 3)]
    assert (team.widen_to_teams, team.widen_to_all) == (120, 300)
    assert (team.notice_email, team.notice_after_minutes) == ("tiimi@example.fi", 15)
    page = browser.client.get(f"/admin/teams/{team.id}").text
    assert 'value="9-11:30 12:15-16"' in page
    assert 'value="Kempele, Oulu"' in page or 'value="Oulu, Kempele"' in page
    assert 'value="tiimi@example.fi"' in page
    listed = browser.client.get("/admin/teams").text
    assert "Employers of Oulu" in listed
    assert "Employers, Start a business" in listed or "Employers" in listed
    assert "Added a team" in browser.client.get("/admin/audit").text


def test_it_is_changed_and_removed(small_panel: Panel, browser: Browser) -> None:
    send(browser, "/new", *fields(browser))
    (team,) = stored(small_panel)
    opened = ("seen", browser.seen(f"/admin/teams/{team.id}"))
    answer = send(browser, f"/{team.id}", ("name-fi", "Kaikki"), opened)
    assert answer.status_code == 303
    (team,) = stored(small_panel)
    assert (team.names, team.members, team.hours, team.notice_email) == ({"fi": "Kaikki"}, (), "", None)
    assert not team.closed_on_holidays
    assert send(browser, f"/{team.id}/removal").status_code == 303
    assert stored(small_panel) == ()
    for path in ("", "/removal", "/days"):
        answer = send(browser, f"/{team.id}{path}", ("name-fi", "Kaikki"), ("day", "2026-12-24"))
        assert answer.status_code == 404
    assert browser.client.get(f"/admin/teams/{team.id}").status_code == 404


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("name-fi", " ", "Give a name"),
        ("hours-tue", "9-8", "These hours cannot be read"),
        ("municipalities", "Oulu, Atlantis", "One of the municipalities is not known"),
        ("notice_email", "tiimi", "This is not an e-mail address"),
        ("widen_to_all", "1", "Everybody cannot come before"),
        ("widen_to_teams", "-1", "The number is too small"),
    ],
)
def test_what_cannot_be_is_told_with_what_was_typed(
    small_panel: Panel, browser: Browser, name: str, value: str, told: str
) -> None:
    sent = [(key, each) for key, each in fields(browser) if key not in (name, "name-en")]
    answer = send(browser, "/new", *sent, (name, value))
    assert answer.status_code == 422
    assert told in answer.text
    assert 'value="9-11:30 12:15-16"' in answer.text
    assert stored(small_panel) == ()


def test_a_day_that_is_otherwise_is_set_shown_and_taken_back(small_panel: Panel, browser: Browser) -> None:
    send(browser, "/new", *fields(browser))
    (team,) = stored(small_panel)
    day = ("day", "2030-01-02")
    answer = send(browser, f"/{team.id}/days", day, ("hours", "10-12"), ("reason", "The staff trains"))
    assert answer.headers["location"] == f"/admin/teams/{team.id}#days"
    page = browser.client.get(f"/admin/teams/{team.id}").text
    assert "2.1.2030" in page
    assert "10–12" in page
    assert "The staff trains" in page
    assert send(browser, f"/{team.id}/days", day, ("hours", "later")).status_code == 422
    (team,) = stored(small_panel)
    assert [each.day for each in team.other_days] == [date(2030, 1, 2)]
    send(browser, f"/{team.id}/days/removal", day)
    assert stored(small_panel)[0].other_days == ()
    log = browser.client.get("/admin/audit").text
    assert "Set a team&#39;s day" in log
    assert "Made a team&#39;s day usual" in log


def test_the_next_two_weeks_are_shown_with_their_holidays(small_panel: Panel, browser: Browser) -> None:
    send(browser, "/new", *fields(browser))
    page = browser.client.get(f"/admin/teams/{stored(small_panel)[0].id}").text
    rows = page.partition('id="days"')[2].partition("</tbody>")[0]
    assert rows.count('<th scope="row">') == 14


def test_a_second_save_shows_what_the_first_one_left_and_overwrites_nothing(
    small_panel: Panel, browser: Browser
) -> None:
    send(browser, "/new", *fields(browser))
    (team,) = stored(small_panel)
    opened = ("seen", browser.seen(f"/admin/teams/{team.id}"))
    ours = [pair for pair in fields(browser) if pair[0] not in ("hours-mon", "hours-fri")]
    assert send(browser, f"/{team.id}", *ours, ("hours-mon", "8-10"), opened).status_code == 303
    answer = send(browser, f"/{team.id}", *ours, ("hours-mon", "12-16"), opened)
    assert answer.status_code == 409
    assert "Somebody else has saved this meanwhile" in answer.text
    assert '<td dir="auto">8-10</td><td dir="auto">12-16</td>' in answer.text
    assert 'name="hours-mon" value="12-16"' in answer.text
    assert "Kempele" not in answer.text.partition('class="meanwhile"')[2].partition("</section>")[0]
    (team,) = stored(small_panel)
    assert team.hours == "Mon 8-10"
    again = ("seen", seen_in(answer.text))
    assert send(browser, f"/{team.id}", *ours, ("hours-mon", "12-16"), again).status_code == 303
    (team,) = stored(small_panel)
    assert team.hours == "Mon 12-16"


def test_a_form_that_was_never_opened_saves_over_nothing(small_panel: Panel, browser: Browser) -> None:
    send(browser, "/new", *fields(browser))
    (team,) = stored(small_panel)
    assert send(browser, f"/{team.id}", ("name-fi", "Kaikki")).status_code == 409
    assert stored(small_panel) == (team,)
