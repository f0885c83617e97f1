"""Where kept skills lead: only what may be shown, and only what is not far from them."""

from dataclasses import replace
from typing import Any

import pytest

from knowledge.catalogue import make_catalogue
from knowledge.everyday_work import Concept
from knowledge.guide import Guide
from knowledge.municipalities import read_municipalities
from knowledge.profile import NeedsProfile
from knowledge.service import Service
from knowledge.skill_paths import MOST_SERVICES, SkillPaths, skill_paths
from tests.knowledge.shipped import TODAY, catalogue, names

NURSE = Concept("o/nurse", "occupation", {"en": "healthcare assistant"}, "5321.1")
MIDWIFE = Concept("o/midwife", "occupation", {"en": "midwife"}, "2222.1")
WELDER = Concept("o/welder", "occupation", {"en": "welder"}, "7212.3")
CARING = Concept("s/care", "skill", {"en": "tend to elderly people"}, near=("5321",))
TEAM = Concept("s/team", "skill", {"en": "work in teams"})
IN_TURKU = NeedsProfile(municipality="853")
PATH = Guide(
    "path-care", "career_path", "work", {}, {}, (), fields=frozenset({"care"}), occupations=("5321", "5322")
)


def service(name: str, **facts: Any) -> Service:
    fixed = Service(name, "city", {}, "education", frozenset({"person"}), "https://example.fi", {})
    return replace(fixed, **facts)


STUDY = frozenset({"study"})
CARE = service("care", goals=STUDY, fields=frozenset({"care"}))
CARE_IN_OULU = service(
    "care-oulu", goals=STUDY, fields=frozenset({"care"}), municipalities=frozenset({"564"})
)
WELDING = service("welding", goals=STUDY, fields=frozenset({"industry"}))
JOBS_IN_CARE = service("jobs", goals=frozenset({"job"}), fields=frozenset({"care"}))
RECOGNITION = service("recognition", goals=frozenset({"recognition"}))
SERVICES = (CARE, CARE_IN_OULU, WELDING, JOBS_IN_CARE, RECOGNITION)


def paths(*kept: Concept, profile: NeedsProfile = IN_TURKU, guides: tuple[Guide, ...] = ()) -> SkillPaths:
    made = make_catalogue(SERVICES, read_municipalities(), TODAY)
    return skill_paths(kept, profile, replace(made, guides={each.id: each for each in guides}), TODAY)


def ids(services: tuple[Service, ...]) -> list[str]:
    return [each.id for each in services]


def test_nothing_kept_leads_nowhere() -> None:
    assert paths() == SkillPaths()
    assert paths(TEAM) == SkillPaths()


def test_training_is_of_the_field_and_open_to_who_lives_here() -> None:
    assert ids(paths(NURSE).training) == ["care"]
    assert ids(paths(WELDER).training) == ["welding"]
    assert ids(paths(NURSE, profile=NeedsProfile(municipality="564")).training) == ["care-oulu", "care"]


def test_a_skill_leads_to_the_work_that_it_is_used_in() -> None:
    assert paths(CARING).fields == ("care",)
    assert ids(paths(CARING).training) == ["care"]


@pytest.mark.parametrize(
    ("profile", "shown"),
    [
        (IN_TURKU, []),
        (replace(IN_TURKU, education="foreign"), ["recognition"]),
        (replace(IN_TURKU, goals=("recognition", "job")), ["recognition"]),
        (replace(IN_TURKU, education="higher"), []),
    ],
)
def test_recognition_is_for_education_from_abroad(profile: NeedsProfile, shown: list[str]) -> None:
    assert ids(paths(WELDER, profile=profile).recognition) == shown


@pytest.mark.parametrize(
    ("kept", "short", "place", "told"),
    [
        (NURSE, None, "853", True),
        (NURSE, frozenset({"853"}), "853", True),
        (NURSE, frozenset({"853"}), "564", False),
        (NURSE, frozenset({"853"}), None, False),
        (NURSE, None, None, True),
        (NURSE, frozenset(), "853", False),
        (CARING, None, "853", True),
        (WELDER, None, "853", False),
        (TEAM, None, "853", False),
    ],
)
def test_a_field_short_of_staff_is_told_near_the_person_and_near_the_skills(
    kept: Concept, short: frozenset[str] | None, place: str | None, told: bool
) -> None:
    guide = replace(PATH, short_of_staff=short)
    found = paths(kept, profile=NeedsProfile(municipality=place), guides=(guide,)).short_of_staff
    assert found == ((guide,) if told else ())


def test_self_coaching_is_no_field_and_the_very_occupation_comes_first() -> None:
    near = replace(PATH, id="a-near", occupations=("5329",), short_of_staff=None)
    exact = replace(PATH, id="b-exact", short_of_staff=None)
    coaching = replace(exact, id="c", kind="self_coaching")
    assert [each.id for each in paths(NURSE, guides=(near, exact, coaching)).short_of_staff] == [
        "a-near",
        "b-exact",
    ][::-1]


def test_what_was_done_most_comes_first() -> None:
    assert paths(WELDER, NURSE, MIDWIFE).fields == ("care", "industry")


def test_the_shipped_catalogue_has_training_for_each_common_field() -> None:
    for code in ("5321", "7111", "7212", "5223", "8322", "2512"):
        worked = Concept("o", "occupation", {"en": "x"}, code)
        found = skill_paths((worked,), IN_TURKU, catalogue(), TODAY)
        assert 1 <= len(found.training) <= MOST_SERVICES, code


def test_the_shipped_skills_know_the_work_they_are_used_in() -> None:
    elderly = names().occupations.propose("hoidin äitiäni", "fi").skills[0].concept
    assert elderly.near
    assert skill_paths((elderly,), IN_TURKU, catalogue(), TODAY).fields == ("care",)
