"""Who fits whom: tables of cases, and what must hold for every duty."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.presence import Presence, State
from bot.routing import Duty, Reach, Waiter
from bot.teams import Member, Team

OULU, HELSINKI = "564", "091"
EMPLOYERS = Team(id="e", needs=frozenset({"employer"}), members=(Member("bo"),))
OULU_TEAM = Team(id="o", municipalities=frozenset({OULU}), members=(Member("aino"), Member("cleo")))
EVERYBODY = Team(id="x", members=(Member("dan"),))
TEAMS = (EMPLOYERS, OULU_TEAM, EVERYBODY)

AINO = Presence("aino", "Aino", ("fi", "sv"), "online")
BO = Presence("bo", "Bo", ("fi", "en"), "online")
CLEO = Presence("cleo", "Cleo", ("so",), "online")
DAN = Presence("dan", "Dan", ("fi",), "online")
DUTY = Duty(TEAMS, (AINO, BO, CLEO, DAN))

FINNISH = Waiter(id="1", language="fi", municipality=OULU, needs=frozenset({"person", "job"}))
EMPLOYER = Waiter(id="2", language="fi", municipality=OULU, needs=frozenset({"employer"}))
SOMALI = Waiter(id="3", language="so", municipality=HELSINKI)
ENGLISH = Waiter(id="4", language="en", municipality=OULU)


@pytest.mark.parametrize(
    ("waiter", "who", "reach"),
    [
        (FINNISH, AINO, Reach.TEAM),
        (FINNISH, BO, Reach.LANGUAGE),
        (FINNISH, CLEO, Reach.ANYONE),
        (FINNISH, DAN, Reach.LANGUAGE),
        (EMPLOYER, BO, Reach.TEAM),
        (EMPLOYER, AINO, Reach.LANGUAGE),
        (replace(FINNISH, language="fi-x-selko"), AINO, Reach.TEAM),
        (replace(FINNISH, municipality=HELSINKI), DAN, Reach.TEAM),
        (replace(FINNISH, municipality=None), DAN, Reach.TEAM),
        (replace(ENGLISH, interpreter=True), CLEO, Reach.TEAM),
        (replace(FINNISH, meant_for="cleo"), CLEO, Reach.MEANT),
        (replace(FINNISH, meant_for_team="e"), BO, Reach.MEANT),
    ],
)
def test_how_near_somebody_is(waiter: Waiter, who: Presence, reach: Reach) -> None:
    assert DUTY.fit(waiter, who).reach is reach


@pytest.mark.parametrize(
    ("waited", "told"),
    [(0, ["Aino"]), (179, ["Aino"]), (180, ["Aino", "Bo", "Dan"]), (480, ["Aino", "Bo", "Cleo", "Dan"])],
)
def test_it_widens_with_time(waited: float, told: list[str]) -> None:
    assert [each.name for each in DUTY.to_notify(replace(FINNISH, waited=waited))] == told


def test_the_widths_are_the_teams_own() -> None:
    quick = replace(OULU_TEAM, widen_to_teams=10, widen_to_all=20)
    duty = replace(DUTY, teams=(EMPLOYERS, quick, EVERYBODY))
    assert [each.name for each in duty.to_notify(replace(FINNISH, waited=10))] == ["Aino", "Bo", "Dan"]
    assert len(duty.to_notify(replace(FINNISH, waited=20))) == 4


def test_danger_calls_everybody_at_once_also_who_is_busy_away_or_full() -> None:
    people = (
        replace(AINO, state="busy"),
        replace(BO, open=9),
        replace(CLEO, state="away"),
        replace(DAN, state="offline"),
    )
    told = Duty(TEAMS, people).to_notify(replace(FINNISH, urgent=True))
    assert [each.name for each in told] == ["Aino", "Cleo", "Bo"]


def test_a_width_that_reaches_nobody_is_not_waited_out() -> None:
    assert [each.name for each in DUTY.to_notify(ENGLISH)] == ["Bo"]
    nobody_speaks = replace(ENGLISH, language="uk")
    assert len(DUTY.to_notify(nobody_speaks)) == 4
    without_oulu = replace(DUTY, people=(BO, CLEO))
    assert [each.name for each in without_oulu.to_notify(FINNISH)] == ["Bo"]


def test_the_least_loaded_is_told_first_and_who_is_full_not_at_all() -> None:
    people = (replace(AINO, open=4), replace(BO, open=1), replace(CLEO, open=5), replace(DAN, open=0))
    told = Duty((), people).to_notify(replace(FINNISH, waited=1000))
    assert [each.name for each in told] == ["Dan", "Bo", "Aino"]


def test_a_near_one_comes_before_who_waited_a_little_longer_but_not_for_ever() -> None:
    far = replace(FINNISH, id="far", municipality=HELSINKI, waited=200)
    near = replace(FINNISH, id="near", waited=0)
    assert [each.id for each in DUTY.next_for(AINO, (far, near))] == ["near", "far"]
    very_far = replace(far, waited=600)
    assert [each.id for each in DUTY.next_for(AINO, (very_far, near))] == ["far", "near"]


def test_what_was_passed_on_to_me_comes_before_all_but_danger() -> None:
    mine = replace(SOMALI, meant_for="aino")
    danger = replace(SOMALI, id="danger", urgent=True)
    old = replace(FINNISH, waited=5000)
    assert [each.id for each in DUTY.next_for(AINO, (old, mine, danger))] == ["danger", "3", "1"]


def test_what_was_passed_on_is_kept_for_its_receiver_for_a_time() -> None:
    kept = replace(FINNISH, meant_for_team="e", waited=100, passed_on=100)
    assert DUTY.waiting_for(AINO, (kept,)) == ()
    assert DUTY.next_for(BO, (kept,)) == (kept,)
    free = replace(kept, passed_on=600, waited=600)
    assert DUTY.next_for(AINO, (free,)) == (free,)
    assert DUTY.waiting_for(AINO, (replace(kept, urgent=True),)) != ()


def test_who_is_full_is_given_only_danger_and_what_is_meant_for_them() -> None:
    full = replace(AINO, open=5)
    danger, mine = replace(SOMALI, urgent=True), replace(EMPLOYER, meant_for="aino")
    assert DUTY.next_for(full, (FINNISH, danger, mine)) == (danger, mine)


def test_who_is_not_yet_called_for_sees_them_in_the_list_all_the_same() -> None:
    (fit,) = DUTY.waiting_for(CLEO, (FINNISH,))
    assert not fit.open
    assert DUTY.next_for(CLEO, (FINNISH,)) == ()


def test_without_teams_everybody_who_speaks_the_language_is_near() -> None:
    duty = Duty((), (AINO, BO))
    assert [duty.fit(ENGLISH, who).reach for who in (AINO, BO)] == [Reach.ANYONE, Reach.TEAM]
    assert [each.name for each in duty.to_notify(replace(ENGLISH, waited=480))] == ["Aino", "Bo"]


STATES: tuple[State, ...] = ("online", "busy", "away", "offline")
languages = st.lists(st.sampled_from(("fi", "sv", "so")), unique=True).map(tuple)


@st.composite
def desks(draw: st.DrawFn) -> Duty:
    names = ("a", "b", "c", "d")
    people = [
        _person(name, draw(languages), draw(st.sampled_from(STATES)), draw(st.integers(0, 6)))
        for name in names
    ]
    teams = [
        Team(
            id=str(number),
            languages=frozenset(draw(languages)),
            municipalities=frozenset(draw(st.sets(st.sampled_from((OULU, HELSINKI))))),
            needs=frozenset(draw(st.sets(st.sampled_from(("job", "employer"))))),
            members=tuple(map(Member, sorted(draw(st.sets(st.sampled_from(names)))))),
        )
        for number in range(draw(st.integers(0, 3)))
    ]
    return Duty(tuple(teams), tuple(people))


def _person(name: str, spoken: tuple[str, ...], state: State, held: int) -> Presence:
    return Presence(name, name, spoken, state, held)


waiters = st.builds(
    Waiter,
    id=st.uuids().map(str),
    language=st.sampled_from(("fi", "sv", "so", "fi-x-selko")),
    municipality=st.sampled_from((None, OULU, HELSINKI)),
    needs=st.frozensets(st.sampled_from(("job", "employer", "person"))),
    waited=st.integers(0, 2000),
    urgent=st.booleans(),
    interpreter=st.booleans(),
)


@given(desks(), waiters)
def test_somebody_who_works_may_always_take_whoever_waits(duty: Duty, waiter: Waiter) -> None:
    at_work = [each for each in duty.people if each.state in ("online", "busy")]
    assert not at_work or any(duty.fit(waiter, each).open for each in at_work)


@given(desks(), waiters, st.integers(0, 2000))
def test_waiting_longer_never_closes_a_door(duty: Duty, waiter: Waiter, more: int) -> None:
    later = replace(waiter, waited=waiter.waited + more)
    for who in duty.people:
        assert duty.fit(later, who).open or not duty.fit(waiter, who).open


@given(desks(), st.lists(waiters, max_size=6))
def test_a_list_holds_everybody_once_the_next_are_among_them_and_danger_is_first(
    duty: Duty, waiting: list[Waiter]
) -> None:
    for who in duty.people:
        fits = duty.waiting_for(who, waiting)
        assert sorted(fit.waiter.id for fit in fits) == sorted(each.id for each in waiting)
        urgent = [fit.waiter.urgent for fit in fits]
        assert urgent == sorted(urgent, reverse=True)
        assert set(duty.next_for(who, waiting)) <= {fit.waiter for fit in fits if fit.open}


@given(desks(), waiters)
def test_after_the_last_width_everybody_free_is_told(duty: Duty, waiter: Waiter) -> None:
    told = duty.to_notify(replace(waiter, waited=480))
    assert {each for each in duty.people if each.state == "online" and each.has_room} <= set(told)
