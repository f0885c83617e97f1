"""Hard rules come before ranking, and every reason is true of both the person and the service."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from knowledge.eligibility import obstacles
from knowledge.matching import Reason, Recommendation, depends_on_age, recommend
from knowledge.profile import NeedsProfile
from knowledge.service import Service
from tests.knowledge import shipped
from tests.knowledge.make import TODAY, catalogue, service


def ids(*shown: Recommendation) -> list[str]:
    return [found.service.id for found in shown]


def shown(profile: NeedsProfile, *services: Service, today: date = TODAY) -> list[str]:
    return ids(*recommend(profile, catalogue(*services), today))


LOOKING = NeedsProfile(municipality="564", situation="unemployed", goals=("job",))
JOB = {"job"}


def test_a_service_for_employers_is_not_shown_to_a_person() -> None:
    assert shown(LOOKING, service("a", goals=JOB, audience={"employer"})) == []


@pytest.mark.parametrize(
    ("lives", "fits"), [("564", True), ("853", False), ("elsewhere", False), (None, False), ("999", False)]
)
def test_a_local_service_is_shown_only_where_it_serves(lives: str | None, fits: bool) -> None:
    local = service("local", goals=JOB, municipalities={"564"})
    assert shown(replace(LOOKING, municipality=lives), local) == (["local"] if fits else [])


@pytest.mark.parametrize(
    ("band", "youngest", "oldest", "fits"),
    [
        ("25_29", None, 29, True),
        ("25_29", None, 28, True),
        ("30_54", None, 29, False),
        ("18_24", 25, None, False),
        ("25_29", 25, None, True),
        ("55_plus", 57, None, True),
        ("under_18", 18, None, False),
        ("under_18", 16, None, True),
        (None, None, 29, False),
        (None, 18, None, True),
        (None, 25, None, False),
        (None, None, None, True),
    ],
)
def test_an_age_band_must_overlap_the_limits(
    band: str | None, youngest: int | None, oldest: int | None, fits: bool
) -> None:
    limited = service("limited", goals=JOB, min_age=youngest, max_age=oldest)
    assert shown(replace(LOOKING, age_band=band), limited) == (["limited"] if fits else [])


@pytest.mark.parametrize(("situation", "fits"), [("unemployed", True), ("working", False), (None, True)])
def test_a_required_situation_excludes_only_other_known_ones(situation: str | None, fits: bool) -> None:
    strict = service("strict", goals=JOB, required_situations={"unemployed", "laid_off"})
    assert shown(replace(LOOKING, situation=situation), strict) == (["strict"] if fits else [])


@pytest.mark.parametrize(
    ("signs", "fits"),
    [
        ({}, False),
        ({"situation": "new_in_finland"}, True),
        ({"education": "foreign"}, True),
        ({"language": "en"}, True),
        ({"language": "sv"}, False),
        ({"language": "fi-x-selko"}, False),
        ({"goals": ("job", "language"), "language_level": "little"}, True),
        ({"goals": ("job", "language"), "language_level": "work"}, False),
        ({"goals": ("job", "language")}, False),
        ({"barriers": ("language",)}, False),
    ],
)
def test_a_newcomers_service_needs_a_sign(signs: dict[str, Any], fits: bool) -> None:
    for_newcomers = service("new", goals={"job", "language"}, newcomers_only=True)
    assert shown(replace(LOOKING, **signs), for_newcomers) == (["new"] if fits else [])


@pytest.mark.parametrize(
    ("day", "fits"), [(date(2026, 1, 31), False), (date(2026, 2, 1), True), (date(2027, 6, 30), True)]
)
def test_a_service_is_shown_on_its_valid_days_only(day: date, fits: bool) -> None:
    timed = service("timed", goals=JOB, valid_from=date(2026, 2, 1), valid_to=date(2027, 6, 30))
    assert shown(LOOKING, timed, today=day) == (["timed"] if fits else [])
    assert shown(LOOKING, timed, today=date(2027, 7, 1)) == []


def test_a_stand_in_gives_way_to_the_towns_own_door() -> None:
    own = service("own", goals=JOB, role="employment_services", municipalities={"564"})
    national = service("national", goals=JOB, role="employment_services", stand_in=True)
    assert shown(LOOKING, own, national) == ["own"]
    assert shown(replace(LOOKING, municipality="853"), own, national) == ["national"]


def test_a_stand_in_stays_when_the_towns_own_door_is_not_for_this_person() -> None:
    own = service("own", goals=JOB, role="youth_guidance", municipalities={"564"}, max_age=20)
    national = service("national", goals=JOB, role="youth_guidance", stand_in=True, max_age=29)
    assert shown(replace(LOOKING, age_band="25_29"), own, national) == ["national"]


def test_the_language_of_service_ranks_and_never_excludes() -> None:
    finnish = service("a-finnish", goals=JOB, languages=("fi",))
    somali = service("b-somali", goals=JOB, languages=("fi", "so"))
    assert shown(replace(LOOKING, language="so"), finnish, somali) == ["b-somali", "a-finnish"]


def test_every_wanted_goal_is_among_the_first_three() -> None:
    jobs = [service(f"job{n}", goals=JOB, situations={"unemployed"}, evidence="A") for n in range(5)]
    study = service("study", goals={"study"}, category="education")
    firm = service("firm", goals={"business"}, category="entrepreneurship")
    first = shown(replace(LOOKING, goals=("job", "study", "business")), *jobs, study, firm)[:3]
    assert {"study", "firm"} < set(first)


@pytest.mark.parametrize(
    ("barrier", "category"),
    [
        ("health", "wellbeing"),
        ("money", "income_support"),
        ("criminal_record", "everyday_life"),
        ("digital", "everyday_life"),
        ("family", "wellbeing"),
    ],
)
def test_a_heavy_barrier_gets_one_of_the_first_three(barrier: str, category: str) -> None:
    jobs = [service(f"job{n}", goals=JOB, situations={"unemployed"}, evidence="A") for n in range(5)]
    help_with = service("help", barriers={barrier}, category=category)
    assert "help" in shown(replace(LOOKING, barriers=(barrier,)), *jobs, help_with)[:3]


def test_what_helps_with_nothing_that_was_said_is_not_shown() -> None:
    firm = service("firm", goals={"business"}, situations={"unemployed"})
    assert shown(LOOKING, firm) == []


def test_reasons_name_what_person_and_service_share() -> None:
    local = service(
        "local",
        goals={"job", "study"},
        situations={"unemployed"},
        barriers={"network"},
        municipalities={"564"},
    )
    (found,) = recommend(replace(LOOKING, barriers=("network", "health")), catalogue(local), TODAY)
    assert found.reasons == (
        Reason("goal", ("job",)),
        Reason("barrier", ("network",)),
        Reason("situation", ("unemployed",)),
        Reason("municipality", ("564",)),
    )


def test_a_language_alone_is_no_reason_to_call_somebody_a_newcomer() -> None:
    for_newcomers = service("new", goals=JOB, newcomers_only=True)
    (by_language,) = recommend(replace(LOOKING, language="en"), catalogue(for_newcomers), TODAY)
    (by_situation,) = recommend(replace(LOOKING, situation="new_in_finland"), catalogue(for_newcomers), TODAY)
    assert Reason("newcomer") not in by_language.reasons
    assert Reason("newcomer") in by_situation.reasons


def test_obstacles_say_why_a_service_was_not_shown() -> None:
    strict = service(
        "x", audience={"employer"}, municipalities={"853"}, max_age=29, valid_to=date(2026, 1, 1)
    )
    assert list(obstacles(LOOKING, strict, TODAY)) == ["audience", "municipality", "age", "dates"]


def test_age_is_asked_only_when_it_could_change_the_first_ones() -> None:
    young = service("young", goals=JOB, max_age=29, situations={"unemployed"})
    others = [service(f"job{n}", goals=JOB) for n in range(3)]
    assert depends_on_age(LOOKING, catalogue(young, *others), TODAY)
    assert not depends_on_age(replace(LOOKING, age_band="30_54"), catalogue(young, *others), TODAY)
    assert not depends_on_age(LOOKING, catalogue(*others), TODAY)
    assert not depends_on_age(replace(LOOKING, goals=("business",)), catalogue(young, *others), TODAY)


def test_the_first_day_and_an_empty_catalogue_give_nothing() -> None:
    assert len(recommend(LOOKING, catalogue(), TODAY)) == 0


def test_a_language_course_is_not_put_back_for_being_held_in_the_language() -> None:
    newcomer = NeedsProfile(
        municipality="092",
        situation="new_in_finland",
        goals=("language",),
        barriers=("language",),
        language="en",
    )
    assert "integration-training" in ids(*recommend(newcomer, shipped.catalogue(), TODAY))[:3]


def test_some_are_picked_in_another_order_with_their_own_reasons_and_scores() -> None:
    services = [
        service(id_, goals=JOB, required_situations=needs)
        for id_, needs in (("a", {"unemployed"}), ("b", set[str]()))
    ]
    found = recommend(LOOKING, catalogue(*services, service("c", goals=JOB)), TODAY)
    picked = found.picked(reversed(range(len(found))))
    assert list(picked) == list(reversed(found))
    assert [each.id for each in picked.services] == ids(*picked)
    assert found.picked(()).place("a") is None
