"""What an explanation says is what the rules did."""

from datetime import date

import pytest
from hypothesis import given, settings

from knowledge.explain import explain
from knowledge.matching import recommend
from knowledge.municipalities import read_municipalities
from knowledge.profile import NeedsProfile
from knowledge.profile_file import CODES, ProfileError, read_profile
from tests.knowledge import shipped
from tests.knowledge.make import TODAY, catalogue, service
from tests.knowledge.test_matching_anybody import PROFILES

PLACES = read_municipalities()


@settings(max_examples=30, deadline=None)
@given(PROFILES)
def test_every_service_is_explained_once_and_its_points_make_its_score(profile: NeedsProfile) -> None:
    whole = shipped.catalogue()
    explained = explain(profile, whole, TODAY)
    shown = [each.found.service.id for each in explained.chosen]
    assert shown == [found.service.id for found in recommend(profile, whole, TODAY)]
    assert sorted([*shown, *(each.service.id for each in explained.left_out)]) == list(whole.by_id)
    assert all(each.against for each in explained.left_out)
    for each in explained.chosen:
        assert sum(one.points for one in each.counted) == each.found.score


def test_what_variety_has_moved_is_told_by_two_ranks() -> None:
    jobs = [service(f"job{number}", goals={"job"}, evidence="A") for number in range(4)]
    whole = catalogue(*jobs, service("study", goals={"study"}, category="education"))
    explained = explain(NeedsProfile(goals=("job", "study")), whole, TODAY)
    ranks = {each.found.service.id: (each.rank, each.rank_by_points) for each in explained.chosen}
    assert ranks == {"job0": (1, 1), "study": (2, 5), "job1": (3, 2), "job2": (4, 3), "job3": (5, 4)}


def test_each_way_to_be_left_out_has_its_name() -> None:
    whole = catalogue(
        service("over", goals={"job"}, municipalities={"853"}, valid_to=TODAY, valid_from=date(2027, 1, 1)),
        service("care", goals={"job"}, fields={"care"}),
        service("money", goals={"money"}),
        service("own", goals={"job"}, role="youth_guidance"),
        service("stand-in", goals={"job"}, role="youth_guidance", stand_in=True),
    )
    explained = explain(NeedsProfile(goals=("job",), field="transport"), whole, TODAY)
    assert {each.service.id: each.against for each in explained.left_out} == {
        "over": ("municipality", "dates"),
        "care": ("other_field",),
        "money": ("no_need",),
        "stand-in": ("stand_in",),
    }


def test_a_profile_is_read_as_it_was_written() -> None:
    profile = NeedsProfile(municipality="091", situation="unemployed", goals=("job", "study"), language="sv")
    assert read_profile(str(profile.to_json()), PLACES) == profile
    assert read_profile("municipality: Helsingfors\nskills: kokki\nfield: ~", PLACES) == NeedsProfile(
        municipality="091", skills=("kokki",)
    )
    assert read_profile("municipality: 020", PLACES).municipality == "020"


@pytest.mark.parametrize(
    ("written", "complaint"),
    [
        ("goals: [job", "line 1: this is neither YAML nor JSON"),
        ("situation: [\n  unemployed\n  }", "line 3: this is neither"),
        ("\x00", "neither YAML nor JSON"),
        ("just words", "a profile is made of fields"),
        ("", "a profile is made of fields"),
        ("goal: job", "goal: there is no such field; goals is one"),
        ("goals: [work]", "goals: there is no code work. There are job, study"),
        ("situation: [unemployed]", "situation: here stands one value and no list"),
        ("goals: [[job]]", "goals: here stands one value"),
        ("municipality: Ouluu", "Ouluu is no municipality's name or code; Oulu is one"),
    ],
)
def test_a_wrong_profile_is_told_what_may_stand_there(written: str, complaint: str) -> None:
    with pytest.raises(ProfileError, match=complaint.replace("[", r"\[")):
        read_profile(written, PLACES)


@pytest.mark.parametrize("name", sorted(CODES))
def test_every_code_can_be_written(name: str) -> None:
    for code in CODES[name]:
        read = getattr(read_profile(f"{name}: {code}", PLACES), name)
        assert read in (code, (code,))
