"""Two cities on one desk: each counsellor sees, opens, takes and names what belongs to their own city."""

from dataclasses import replace

import pytest

from bot.city import Cities, City
from bot.opening_hours import OpeningHours
from bot.teams import Member, Team, read_teams, write_team
from tests.admin.doors import DOORS, ID
from tests.admin.knocking import NEEDS_HOLDER, knock
from tests.admin.panel import Browser, Panel

HOURS = OpeningHours.parse("Mon-Sun 0-24", "Europe/Helsinki")
OF_A_CONVERSATION = [door for door in DOORS if ID in door[1]]
OVERSIGHT = ("/admin/audit", "/admin/audit/export")


@pytest.fixture
def two(small_panel: Panel) -> Panel:
    """Oulu and Kemi."""
    several = tuple(City(code=code, name=code.capitalize(), hours=HOURS) for code in ("oulu", "kemi"))
    cities = Cities(City(hours=HOURS), several)
    small_panel.app.state.desk = replace(small_panel.desk, cities=cities)
    return small_panel


def listed(browser: Browser, name: str) -> list[str]:
    answer = browser.client.get(f"/admin/api/inbox?list={name}")
    return [row["id"] for row in answer.json()["rows"]]


@pytest.mark.parametrize(("method", "path"), OF_A_CONVERSATION)
def test_no_door_to_a_conversation_opens_for_another_city(two: Panel, method: str, path: str) -> None:
    conversation = two.waiting(city="oulu")
    for role in set(DOORS[method, path]):
        stranger = two.browser(f"k-{role}", role, cities=("kemi",))
        before = two.desk.case(conversation)
        answer = knock(stranger, method, path, conversation)
        assert answer.status_code == 404, (role, answer.text)
        assert two.desk.case(conversation) == before


def test_who_works_for_the_city_comes_in(two: Panel) -> None:
    conversation = two.waiting(city="oulu")
    own = two.browser("aino", cities=("oulu",))
    assert listed(own, "waiting") == [conversation]
    assert own.client.get(f"/admin/desk/{conversation}").status_code == 200
    taken = own.client.post(f"/admin/api/conversations/{conversation}/takeover", headers=own.headers)
    assert taken.status_code == 204
    assert ("POST", f"/admin/api/conversations/{ID}/messages") in NEEDS_HOLDER


@pytest.mark.parametrize("role", ["counsellor", "coordinator", "administrator"])
@pytest.mark.parametrize("name", ["waiting", "team", "open", "closed"])
def test_no_list_holds_a_conversation_of_another_city(two: Panel, role: str, name: str) -> None:
    two.waiting(city="oulu")
    held, ended = two.waiting(city="oulu"), two.waiting(city="oulu")
    for each in (held, ended):
        two.desk.take_over(each, "aino", "Aino")
    two.desk.close(ended, "aino")
    assert listed(two.browser(f"k-{role}", role, cities=("kemi",)), name) == []
    assert listed(two.browser(f"o-{role}", role, cities=("oulu",)), name) != []


def test_the_next_one_is_of_ones_own_city(two: Panel) -> None:
    two.waiting(city="oulu", minutes=30, reason="danger")
    own = two.waiting(city="kemi")
    stranger = two.browser("kalle", cities=("kemi",))
    assert stranger.client.post("/admin/api/next", headers=stranger.headers).json() == {"id": own}
    assert stranger.client.post("/admin/api/next", headers=stranger.headers).status_code == 404


def test_who_sees_several_cities_reads_which_one_it_is_and_can_narrow_the_list(two: Panel) -> None:
    for city in ("oulu", "kemi"):
        two.waiting(city=city)
    lead, own = two.browser("ylli", "coordinator"), two.browser("aino", cities=("oulu",))
    rows = lead.client.get("/admin/api/inbox?list=open&city=kemi").json()["rows"]
    assert [row["marks"].partition(" · ")[0] for row in rows] == ["Kemi"]
    assert "Oulu" not in own.client.get("/admin/api/inbox").json()["rows"][0]["marks"]


def test_what_belongs_to_no_city_is_seen_by_everybody(two: Panel) -> None:
    conversation = two.waiting()
    assert listed(two.browser("kalle", cities=("kemi",)), "waiting") == [conversation]


def test_who_works_for_no_city_in_particular_sees_all(two: Panel) -> None:
    both = {two.waiting(city="oulu"), two.waiting(city="kemi")}
    assert set(listed(two.browser("ylli", "coordinator"), "open")) == both


def test_the_stream_tells_nothing_of_another_citys_conversation(two: Panel) -> None:
    conversation = two.waiting(city="oulu")
    stranger = two.browser("kalle", cities=("kemi",))
    scoped = replace(two.desk, scope=frozenset(("kemi",)))
    assert scoped.inbox() == ()
    assert conversation not in stranger.client.get("/admin/api/notices").text


def test_a_colleague_of_another_city_is_neither_offered_nor_given_anything(two: Panel) -> None:
    own, stranger = two.browser("aino", cities=("oulu",)), two.browser("kalle", cities=("kemi",))
    conversation = two.waiting(city="oulu")
    two.desk.take_over(conversation, own.staff_id, "Aino")
    page = own.client.get(f"/admin/desk/{conversation}").text
    assert "Kalle" not in page
    passed = own.client.post(
        f"/admin/api/conversations/{conversation}/transfer",
        headers=own.headers,
        json={"to": f"counsellor:{stranger.staff_id}", "reason": "x"},
    )
    assert passed.status_code == 422
    lead = two.browser("ylli", "coordinator")
    given = lead.client.post(
        "/admin/supervision/holders",
        headers=lead.headers,
        data={"to": stranger.staff_id, "conversation": conversation},
    )
    assert given.headers["location"].endswith("given=0&missed=1")
    assert two.desk.case(conversation).row.holder_id == own.staff_id


def test_a_team_of_another_city_is_not_called(two: Panel) -> None:
    conversation = two.waiting(city="oulu")
    stranger = two.browser("kalle", cities=("kemi",))
    with two.database.write() as session:
        team = Team(
            names={"fi": "Kemin neuvonta"},
            cities=frozenset(("kemi",)),
            members=(Member(stranger.staff_id),),
        )
        write_team(session, team)
    own = two.browser("aino", cities=("oulu",))
    two.desk.take_over(conversation, own.staff_id, "Aino")
    assert "Kemin neuvonta" not in own.client.get(f"/admin/desk/{conversation}").text


def test_a_coordinator_of_one_city_leads_its_teams_and_no_others(two: Panel) -> None:
    with two.database.write() as session:
        other = write_team(session, Team(names={"fi": "Oulun tiimi"}, cities=frozenset(("oulu",))))
        shared = write_team(session, Team(names={"fi": "Yhteinen"}))
    lead = two.browser("kalle", "coordinator", cities=("kemi",))
    assert "Oulun tiimi" not in lead.client.get("/admin/teams").text
    for team in (other, shared):
        assert lead.client.get(f"/admin/teams/{team}").status_code == 404
        assert lead.client.post(f"/admin/teams/{team}/removal", headers=lead.headers).status_code == 404
    form = {"name-fi": "Kemin tiimi", "widen_to_teams": "3", "widen_to_all": "8", "cities": "oulu"}
    made = lead.client.post("/admin/teams/new", headers=lead.headers, data=form)
    assert made.status_code == 303
    with two.database.read() as session:
        teams = {team.name("fi"): team.cities for team in read_teams(session)}
    assert teams["Kemin tiimi"] == {"kemi"}


@pytest.mark.parametrize("path", OVERSIGHT)
def test_what_concerns_all_cities_is_not_for_the_coordinator_of_one(two: Panel, path: str) -> None:
    assert two.browser("ylli", "coordinator").client.get(path).status_code == 200
    assert two.browser("kalle", "coordinator", cities=("kemi",)).client.get(path).status_code == 403


def test_figures_are_those_of_the_chosen_city(two: Panel) -> None:
    for _ in range(6):
        two.waiting(city="oulu")
    two.waiting(city="kemi")
    lead = two.browser("ylli", "coordinator")
    pages = {code: lead.client.get(f"/admin/supervision?city={code}").text for code in ("oulu", "kemi")}
    assert 'href="/admin/supervision?city=kemi"' in pages["oulu"]
    assert pages["oulu"].count('name="conversation"') == 6
    assert pages["kemi"].count('name="conversation"') == 1
    own = two.browser("kalle", "coordinator", cities=("kemi",))
    assert own.client.get("/admin/supervision?city=oulu").text.count('name="conversation"') == 1


def test_other_cities_of_an_account_end_its_sessions(two: Panel) -> None:
    own, chief = two.browser("aino", cities=("oulu",)), two.browser("ylli", "administrator")
    path = f"/admin/staff/{own.staff_id}"
    assert 'name="cities" value="oulu" checked' in chief.client.get(path).text
    form = {"name": "Aino", "role": "counsellor", "cities": "kemi", "seen": chief.seen(path)}
    assert chief.client.post(path, headers=chief.headers, data=form).status_code == 303
    assert own.client.get("/admin/desk").status_code == 303
