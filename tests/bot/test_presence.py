"""Presence with a clock of its own, on both databases; teams as they are stored."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from fastapi.testclient import TestClient

from bot import presence
from bot.opening_hours import OpeningHours, OtherDay, read_spans
from bot.presence import Presence
from bot.teams import (
    Member,
    NoSuchTeam,
    Team,
    read_team,
    read_teams,
    remove_other_day,
    remove_team,
    teams_of,
    write_other_day,
    write_team,
)
from bot.transfer import Colleague
from knowledge.database import Database
from tests.bot.conftest import World
from tests.bot.visitor import visit

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
AINO, BO = Colleague("1", "Aino"), Colleague("2", "Bo")
CITY = Team(
    names={"fi": "Oulun neuvonta", "sv": "Uleåborgs rådgivning"},
    languages=frozenset({"fi", "so"}),
    municipalities=frozenset({"564"}),
    needs=frozenset({"job"}),
    hours="Mon-Fri 9-11:30 12:15-16",
    closed_on_holidays=False,
    members=(Member("1", 3), Member("2")),
    widen_to_teams=60,
    widen_to_all=120,
    notice_email="neuvonta@example.fi",
    notice_after_minutes=15,
)


def seen(database: Database, after: timedelta = timedelta()) -> list[Presence]:
    with database.read() as session:
        return list(presence.states(session, NOW + after))


def note(database: Database, who: Colleague, after: timedelta = timedelta(), idle: int = 0) -> bool:
    now = NOW + after
    with database.write() as session:
        sign = presence.note(session, who, ("fi",), now, active_at=now - timedelta(seconds=idle))
        return sign.is_news


def test_who_comes_is_online_and_who_falls_silent_is_offline(database: Database) -> None:
    assert note(database, AINO)
    assert seen(database) == [Presence("1", "Aino", ("fi",), "online")]
    assert seen(database, timedelta(seconds=90))[0].state == "online"
    assert seen(database, timedelta(seconds=91))[0].state == "offline"
    assert not note(database, AINO, timedelta(seconds=30))
    assert note(database, AINO, timedelta(minutes=5)), "they come back: others see it"


def test_without_input_one_is_away_until_the_next_input(database: Database) -> None:
    note(database, AINO)
    assert not note(database, AINO, timedelta(seconds=60), idle=60)
    minutes = timedelta(minutes=5, seconds=1)
    note(database, AINO, timedelta(minutes=4), idle=240)
    assert seen(database, minutes)[0].state == "away"
    note(database, AINO, timedelta(minutes=6), idle=0)
    assert seen(database, timedelta(minutes=6))[0].state == "online"


def test_another_panel_of_mine_that_lies_idle_does_not_make_me_away(database: Database) -> None:
    note(database, AINO, timedelta(minutes=10))
    note(database, AINO, timedelta(minutes=10), idle=600)
    assert seen(database, timedelta(minutes=10))[0].state == "online"


@pytest.mark.parametrize("chosen", ["busy", "offline"])
def test_what_was_chosen_stays_through_a_reload(database: Database, chosen: presence.Choice) -> None:
    note(database, AINO)
    with database.write() as session:
        presence.note(session, AINO, ("fi",), NOW, chosen=chosen)
    note(database, AINO, timedelta(seconds=40))
    assert seen(database, timedelta(seconds=40))[0].state == chosen


def test_who_is_there_for_other_work_is_offline_until_they_choose(database: Database) -> None:
    with database.write() as session:
        assert not presence.note(session, AINO, ("fi",), NOW, first="offline").is_news
        assert presence.note(session, AINO, ("fi",), NOW, chosen="online", first="offline").is_news
        assert not presence.note(session, AINO, ("fi",), NOW, first="offline").is_news


def test_signed_out_is_gone_at_once_and_the_choice_stays(database: Database) -> None:
    note(database, AINO)
    with database.write() as session:
        presence.leave(session, AINO.id)
        presence.leave(session, "nobody")
    assert seen(database)[0].state == "offline"
    note(database, AINO)
    assert seen(database)[0].state == "online"


def test_signs_need_not_be_written_more_often_than_every_half_minute(database: Database) -> None:
    note(database, AINO)
    with database.read() as session:
        assert presence.is_fresh(session, AINO.id, NOW + timedelta(seconds=29))
        assert not presence.is_fresh(session, AINO.id, NOW + timedelta(seconds=30))
        assert not presence.is_fresh(session, BO.id, NOW)


def test_open_conversations_and_the_agreed_number_are_told(world: World, http: TestClient) -> None:
    me = visit(http)
    me.press("/ask_human")
    world.desk.take_over(me.id, AINO.id, AINO.name)
    with world.database.write() as session:
        write_team(session, CITY)
        presence.note(session, AINO, ("fi",), NOW)
    (aino,) = seen(world.database)
    assert (aino.open, aino.capacity, aino.has_room) == (1, 3, True)


def test_a_team_is_read_as_it_was_written(database: Database) -> None:
    with database.write() as session:
        team_id = write_team(session, CITY)
        write_other_day(session, team_id, OtherDay(date(2026, 12, 24), read_spans("9-12"), "Short day"))
        write_other_day(session, team_id, OtherDay(date(2026, 12, 24), (), "Closed after all"))
        write_other_day(session, team_id, OtherDay(date(2026, 12, 31)))
        remove_other_day(session, team_id, date(2026, 12, 31))
    with database.read() as session:
        team = read_team(session, team_id)
        assert teams_of(session, "2") == (team_id,)
        assert teams_of(session, "3") == ()
    closed = OtherDay(date(2026, 12, 24), (), "Closed after all")
    assert team == replace(CITY, id=team_id, other_days=(closed,))
    assert (team.name("sv"), team.name("fi-x-selko"), team.name("so")) == (
        "Uleåborgs rådgivning",
        "Oulun neuvonta",
        "Oulun neuvonta",
    )


def test_a_team_is_changed_and_removed(database: Database) -> None:
    with database.write() as session:
        team_id = write_team(session, CITY)
        write_other_day(session, team_id, OtherDay(date(2026, 12, 24)))
    with database.write() as session:
        write_team(session, replace(CITY, id=team_id, members=(Member("2", 9),), notice_email=None))
    with database.read() as session:
        (team,) = read_teams(session)
    assert team.members == (Member("2", 9),)
    assert team.other_days != ()
    assert not team.has("1")
    with database.write() as session:
        remove_team(session, team_id)
        assert read_teams(session) == ()
        with pytest.raises(NoSuchTeam):
            write_team(session, team)
        with pytest.raises(NoSuchTeam):
            remove_team(session, team_id)
        with pytest.raises(NoSuchTeam):
            read_team(session, team_id)
        with pytest.raises(NoSuchTeam):
            write_other_day(session, team_id, OtherDay(date(2026, 12, 24)))


def test_a_team_without_hours_of_its_own_keeps_the_settings_hours_and_its_own_days() -> None:
    default = OpeningHours.parse("Mon-Fri 9-15", "Europe/Helsinki")
    closed = OtherDay(date(2026, 11, 23))
    hours = replace(CITY, hours="", other_days=(closed,)).opening_hours(default)
    assert (hours.week, hours.closed_on_holidays, hours.other_days) == (default.week, False, (closed,))
    assert len(CITY.opening_hours(default).week[0]) == 2
