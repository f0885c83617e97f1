"""Each of the mission's target groups gets what a counsellor would give, and never what does not serve it."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge import vocabulary
from knowledge.matching import recommend
from knowledge.profile import NeedsProfile
from knowledge.variety import FIRST_ONES
from tests.knowledge.shipped import TODAY, catalogue

TABLE = yaml.safe_load((Path(__file__).parent / "profiles.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row["name"])
def test_the_first_three_are_what_a_counsellor_would_give(row: dict[str, Any]) -> None:
    shown = recommend(NeedsProfile.from_json(row["profile"]), catalogue(), TODAY)
    first = [found.service.id for found in shown[:FIRST_ONES]]
    for group in row["first_three"]:
        assert set(group).intersection(first), f"none of {group} among {first}"


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row["name"])
def test_what_does_not_serve_the_person_is_never_shown(row: dict[str, Any]) -> None:
    shown = {
        found.service.id for found in recommend(NeedsProfile.from_json(row["profile"]), catalogue(), TODAY)
    }
    assert shown.isdisjoint(row["never"])


def test_the_table_names_services_that_exist() -> None:
    named = {one for row in TABLE for group in (*row["first_three"], row["never"]) for one in group}
    assert named <= set(catalogue().by_id)


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("situation", set(vocabulary.SITUATIONS)),
        ("employer_needs", set(vocabulary.EMPLOYER_NEEDS)),
        ("goals", set(vocabulary.GOALS)),
        ("barriers", set(vocabulary.BARRIERS)),
        ("unemployed_for", set(vocabulary.UNEMPLOYED_FOR)),
        ("age_band", set(vocabulary.AGE_BANDS)),
        ("municipality", {"564", "091", "049", "092", "853", "837", "272", "905", "743", "elsewhere"}),
    ],
)
def test_the_table_covers_every_target_group(name: str, codes: set[str]) -> None:
    values = [row["profile"].get(name, ()) for row in TABLE]
    used = {one for value in values for one in (value if isinstance(value, list) else [value])}
    assert codes <= used
