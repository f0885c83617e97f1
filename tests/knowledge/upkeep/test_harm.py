"""The order of what needs an editor."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as some

from knowledge.upkeep.harm import CONFIRMED, KINDS, SET_ASIDE, Need, harm, in_order

OLD, NEW = date(2026, 1, 1), date(2026, 11, 1)
needs = some.builds(
    Need,
    some.sampled_from(KINDS),
    some.text(min_size=1, max_size=3),
    some.just("city"),
    some.none() | some.dates(),
    some.integers(0, 50),
)


def need(kind: str = "overdue", subject: str = "a", since: date | None = OLD, people: int = 0) -> Need:
    return Need(kind, subject, "city", since, people)


def test_what_nobody_vouches_for_comes_before_a_dead_link_and_that_before_what_is_only_missing() -> None:
    found = [need("never_shown"), need("missing"), need("dead_link"), need("due_soon"), need("overdue")]
    assert [each.kind for each in in_order(found)] == [
        "overdue",
        "dead_link",
        "missing",
        "due_soon",
        "never_shown",
    ]


def test_among_its_kind_what_more_people_meet_comes_first_then_the_oldest() -> None:
    seldom, often, older = need(subject="b"), need(subject="c", people=9, since=NEW), need(subject="d")
    newer = need(subject="a", since=NEW)
    assert in_order([newer, seldom, often, older]) == [often, seldom, older, newer]


def test_a_need_of_unknown_age_is_the_youngest() -> None:
    assert in_order([need(subject="a", since=None), need(subject="b")])[0].subject == "b"


@given(some.lists(needs))
def test_the_order_does_not_depend_on_how_needs_were_found(found: list[Need]) -> None:
    assert list(map(harm, in_order(found))) == list(map(harm, in_order(found[::-1])))


def test_no_kind_is_both_confirmed_and_set_aside() -> None:
    assert not set(CONFIRMED) & set(SET_ASIDE)
    assert {*CONFIRMED, *SET_ASIDE} < set(KINDS)
