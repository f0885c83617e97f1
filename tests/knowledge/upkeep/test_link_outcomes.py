"""What an answer means, when a link is dead, and when it is us who are offline."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from knowledge.upkeep.link_outcomes import DEAD_AFTER, Failing, Judgement, after, judged, outcome_of

DAY = date(2026, 11, 1)


def days(*outcomes: str) -> Failing:
    """One check a day."""
    failing = Failing()
    for number, outcome in enumerate(outcomes):
        failing = after(failing, outcome, DAY + timedelta(days=number))
    return failing


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, "good"),
        (204, "good"),
        (304, "good"),
        (401, "guarded"),
        (403, "guarded"),
        (429, "guarded"),
        (451, "guarded"),
        (404, "gone"),
        (410, "gone"),
        (400, "gone"),
        (408, "unsure"),
        (500, "unsure"),
        (503, "unsure"),
        (999, "unsure"),
    ],
)
def test_what_a_status_means(status: int, outcome: str) -> None:
    assert outcome_of(status) == outcome


def test_a_link_is_dead_after_failing_on_three_days() -> None:
    assert not days("gone", "unreachable").dead
    assert days("gone", "unreachable", "endless") == Failing(3, DAY + timedelta(days=2), DAY)
    assert days("gone", "unreachable", "endless").dead


def test_three_failures_on_one_day_count_once() -> None:
    failing = Failing()
    for _ in range(DEAD_AFTER):
        failing = after(failing, "gone", DAY)
    assert failing == Failing(1, DAY, DAY)


@pytest.mark.parametrize("outcome", ["good", "guarded"])
def test_a_page_that_is_there_clears_what_was(outcome: str) -> None:
    assert days("gone", "gone", "gone", outcome) == Failing()


def test_a_bad_day_of_the_site_neither_counts_nor_clears() -> None:
    assert days("gone", "unsure", "gone", "gone").dead
    assert not days("unsure", "unsure", "unsure", "unsure").dead


@pytest.mark.parametrize(
    ("heard", "judgement"),
    [
        ([], "true"),
        ([("a", True)], "true"),
        ([("a", False)], "ask"),
        ([("a", False), ("b", False)], "ask"),
        ([("a", False), ("b", True)], "true"),
        ([("a", False), ("b", False), ("c", True)], "true"),
        ([("a", False), ("b", False), ("c", False), ("d", True)], "void"),
        ([("a", False), ("b", False), ("c", True), ("d", True)], "true"),
        ([("a", False), ("a", True)], "true"),
        ([("a", False)] * 9 + [("b", True)], "true"),
    ],
)
def test_when_it_is_us_who_are_not_heard(heard: list[tuple[str, bool]], judgement: Judgement) -> None:
    assert judged(heard) == judgement


@given(some.lists(some.tuples(some.sampled_from("abcdefgh"), some.just(False)), min_size=1))
def test_silence_all_around_is_never_taken_for_the_truth(heard: list[tuple[str, bool]]) -> None:
    assert judged(heard) != "true"
