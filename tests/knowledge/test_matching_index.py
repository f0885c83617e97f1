"""The index answers as the plain rules do, asked of each service: whatever the services, whoever asks."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge import vocabulary
from knowledge.catalogue import Catalogue
from knowledge.eligibility import eligible
from knowledge.matching import recommend
from knowledge.matching_index import MatchingIndex
from knowledge.profile import NeedsProfile
from knowledge.ranking import score
from knowledge.relevance import relevant
from knowledge.service import Service
from knowledge.variety import FIRST_ONES, _gain, _needs, _stands_for
from tests.knowledge import shipped
from tests.knowledge.make import TODAY, catalogue, service
from tests.knowledge.test_matching_anybody import PROFILES


def some(codes: tuple[str, ...], most: int = 4) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(codes), max_size=most)


def maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


DAYS = st.dates(TODAY - timedelta(days=2), TODAY + timedelta(days=2))
FACTS = st.fixed_dictionaries(
    {
        "audience": st.sampled_from([frozenset({"person"}), frozenset(vocabulary.AUDIENCES)]),
        "category": st.sampled_from(vocabulary.CATEGORIES),
        "municipalities": maybe(some(("564", "091", "853"), 2)),
        "min_age": maybe(st.sampled_from((16, 18, 25, 55))),
        "max_age": maybe(st.sampled_from((20, 29, 64))),
        "newcomers_only": st.booleans(),
        "required_situations": some(("unemployed", "working"), 2) | st.just(frozenset()),
        "situations": some(vocabulary.SITUATIONS),
        "goals": some(vocabulary.GOALS),
        "barriers": some(vocabulary.BARRIERS[:-2]),
        "fields": some(vocabulary.FIELDS, 3),
        "unemployed_for": some(vocabulary.UNEMPLOYED_FOR, 2),
        "employer_needs": some(vocabulary.EMPLOYER_NEEDS, 2),
        "role": maybe(st.sampled_from(vocabulary.ROLES)),
        "stand_in": st.booleans(),
        "languages": st.sampled_from([(), ("fi",), ("fi", "en"), ("so",)]),
        "valid_from": maybe(DAYS),
        "valid_to": maybe(DAYS),
        "evidence": st.sampled_from("ABCD"),
    }
)
SERVICES = st.lists(FACTS, max_size=12).map(
    lambda all_facts: [service(f"s{number}", **facts) for number, facts in enumerate(all_facts)]
)


def walked(profile: NeedsProfile, services: list[Service], today: date) -> list[tuple[str, int]]:
    """Every rule asked of every service, and every choice made among all that are left."""
    fitting = [each for each in eligible(profile, services, today) if relevant(profile, each)]
    rest = sorted(fitting, key=lambda each: (-score(profile, each), each.id))
    choices = Counter(goal for each in rest for goal in each.goals)
    chosen, needs = list[Service](), _needs(profile)
    while rest and (len(chosen) < FIRST_ONES or needs):
        crowded = len(needs) > FIRST_ONES - len(chosen)
        met = [_stands_for(each, needs, choices) for each in rest]
        worth = [
            score(profile, each) + _gain([needs[need] for need in helped], crowded)
            for each, helped in zip(rest, met, strict=True)
        ]
        best = worth.index(max(worth))
        if len(chosen) >= FIRST_ONES and not met[best]:
            break
        needs = {need: value for need, value in needs.items() if need not in met[best]}
        chosen.append(rest.pop(best))
    return [(each.id, score(profile, each)) for each in (*chosen, *rest)]


def indexed(profile: NeedsProfile, whole: Catalogue, today: date) -> list[tuple[str, int]]:
    return [(found.service.id, found.score) for found in recommend(profile, whole, today)]


@settings(max_examples=200, deadline=None)
@given(SERVICES, PROFILES, PROFILES)
def test_it_recommends_what_a_walk_over_all_services_does(
    services: list[Service], profile: NeedsProfile, asked_before: NeedsProfile
) -> None:
    whole = replace(catalogue(*services), matching=MatchingIndex(services))
    for each in (asked_before, profile):
        assert indexed(each, whole, TODAY) == walked(each, services, TODAY)


@settings(max_examples=60, deadline=None)
@given(PROFILES, st.sampled_from(shipped.catalogue().services), FACTS)
def test_it_does_with_the_shipped_services_and_after_one_has_changed(
    profile: NeedsProfile, changed: Service, facts: dict[str, Any]
) -> None:
    whole = shipped.catalogue()
    assert indexed(profile, whole, TODAY) == walked(profile, list(whole.services), TODAY)
    services = [replace(each, **facts) if each is changed else each for each in whole.services]
    newer = replace(whole, matching=whole.matching.following(services))
    assert indexed(profile, newer, TODAY) == walked(profile, services, TODAY)


def test_an_index_of_none_is_followed() -> None:
    added = service("a", goals={"job"})
    newer = replace(catalogue(), matching=MatchingIndex([]).following([added]))
    assert indexed(NeedsProfile(goals=("job",)), newer, TODAY) == [
        ("a", score(NeedsProfile(goals=("job",)), added))
    ]


def test_who_follows_leaves_the_older_one_as_it_was() -> None:
    known, added = service("b", goals={"job"}), service("a", goals={"job"})
    older = catalogue(known)
    older.matching.following([known, added])
    assert [found for found, _ in indexed(NeedsProfile(goals=("job",)), older, TODAY)] == ["b"]
