"""What holds for any person on the shipped catalogue: hard rules, true reasons, one order, nothing twice."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge import vocabulary
from knowledge.eligibility import obstacles
from knowledge.matching import Reason, recommend
from knowledge.matching_index import MatchingIndex
from knowledge.profile import NeedsProfile
from knowledge.service import Service
from tests.knowledge import shipped
from tests.knowledge.make import TODAY
from tests.knowledge.test_matching import ids


def several(codes: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(codes), max_size=3, unique=True).map(tuple)


def maybe(codes: tuple[str, ...]) -> st.SearchStrategy[str | None]:
    return st.none() | st.sampled_from(codes)


PROFILES = st.builds(
    NeedsProfile,
    audience=st.sampled_from(vocabulary.AUDIENCES),
    language=st.sampled_from(vocabulary.LANGUAGES),
    municipality=st.none() | st.sampled_from(("564", "091", "092", "853", "297", "elsewhere")),
    situation=maybe(vocabulary.SITUATIONS),
    goals=several(vocabulary.GOALS),
    unemployed_for=maybe(vocabulary.UNEMPLOYED_FOR),
    education=maybe(vocabulary.EDUCATION),
    language_level=maybe(vocabulary.LANGUAGE_LEVELS),
    barriers=several(vocabulary.BARRIERS),
    field=maybe(vocabulary.FIELDS),
    age_band=maybe(vocabulary.AGE_BANDS),
    employer_needs=several(vocabulary.EMPLOYER_NEEDS),
)


@settings(max_examples=150, deadline=None)
@given(PROFILES)
def test_nothing_shown_breaks_a_hard_rule(profile: NeedsProfile) -> None:
    for found in recommend(profile, shipped.catalogue(), TODAY):
        assert not list(obstacles(profile, found.service, TODAY))


@settings(max_examples=150, deadline=None)
@given(PROFILES)
def test_every_reason_is_true_of_both(profile: NeedsProfile) -> None:
    for found in recommend(profile, shipped.catalogue(), TODAY):
        for reason in found.reasons:
            assert said(profile, reason)
            assert offered(found.service, reason)


@settings(max_examples=60, deadline=None)
@given(PROFILES)
def test_the_same_profile_gets_the_same_answer(profile: NeedsProfile) -> None:
    whole = shipped.catalogue()
    backwards = replace(whole, matching=MatchingIndex(reversed(whole.services)))
    assert ids(*recommend(profile, whole, TODAY)) == ids(*recommend(profile, backwards, TODAY))


@settings(max_examples=60, deadline=None)
@given(PROFILES)
def test_no_service_is_shown_twice(profile: NeedsProfile) -> None:
    found = ids(*recommend(profile, shipped.catalogue(), TODAY))
    assert len(found) == len(set(found))


def said(profile: NeedsProfile, reason: Reason) -> bool:
    """Whether the person told what the reason claims of them."""
    names = {"goal": "goals", "barrier": "barriers", "employer_need": "employer_needs", "age": "age_band"}
    if reason.kind == "newcomer":
        return profile.situation == "new_in_finland" or profile.education == "foreign"
    known = getattr(profile, names.get(reason.kind, reason.kind))
    return set(reason.values) <= (set(known) if isinstance(known, tuple) else {known})


def offered(found: Service, reason: Reason) -> bool:
    """Whether the service has what the reason claims of it."""
    if reason.kind == "newcomer":
        return found.newcomers_only
    if reason.kind == "age":
        return found.min_age is not None or found.max_age is not None
    have = {
        "goal": found.goals,
        "barrier": found.barriers,
        "employer_need": found.employer_needs,
        "situation": found.situations | found.required_situations,
        "unemployed_for": found.unemployed_for,
        "field": found.fields,
        "municipality": found.municipalities or frozenset(),
        "language": frozenset(found.languages),
    }
    return set(reason.values) <= have[reason.kind]
