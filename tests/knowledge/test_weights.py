"""The table of weights holds every figure of matching, and none that nothing asks for."""

from itertools import product
from pathlib import Path

import pytest

import knowledge
from knowledge import vocabulary
from knowledge.profile import NeedsProfile
from knowledge.ranking import points
from knowledge.weights import WEIGHTS
from tests.knowledge import shipped
from tests.knowledge.make import service

CHOOSING = ("covers_goal", "covers_barrier", "covers_field", "first_ones", "few_fields", "few_goals")
"""Not counted for a service, but asked while the first ones are chosen or others are left out."""

PEOPLE = (
    NeedsProfile(audience="employer", employer_needs=vocabulary.EMPLOYER_NEEDS, municipality="564"),
    NeedsProfile(situation="new_in_finland", language="so", goals=("business", "study"), age_band="18_24"),
    *(
        NeedsProfile(situation=situation, unemployed_for=time, goals=vocabulary.GOALS, field="care")
        for situation, time in product(vocabulary.SITUATIONS, vocabulary.UNEMPLOYED_FOR)
    ),
    NeedsProfile(barriers=vocabulary.BARRIERS),
)


def test_every_name_counts_for_somebody() -> None:
    services = [*shipped.catalogue().services, *(service(each, evidence=each) for each in "ABCD")]
    counted = {name for person, each in product(PEOPLE, services) for name in points(person, each)}
    assert counted == WEIGHTS.keys() - set(CHOOSING)


@pytest.mark.parametrize("name", CHOOSING)
def test_what_chooses_is_asked_for(name: str) -> None:
    folder = Path(knowledge.__file__).parent
    rules = "".join((folder / f"{each}.py").read_text("utf-8") for each in ("variety", "relevance"))
    kind, _, code = name.partition("_")
    assert f'"{name}"' in rules or (f'"{kind}_{{' in rules and f'("{code}", ' in rules)


@pytest.mark.parametrize("name", sorted(WEIGHTS))
def test_every_figure_has_its_reason(name: str) -> None:
    assert len(WEIGHTS[name].why) > len("not ")


def test_the_page_on_matching_has_the_same_table() -> None:
    page = (Path(__file__).parents[2] / "docs" / "matching.md").read_text("utf-8")
    for name, weight in WEIGHTS.items():
        assert f"| `{name}` | {weight.figure} | {weight.why} |" in page
