"""Two texts beside each other, word by word."""

from hypothesis import given
from hypothesis import strategies as st

from knowledge.word_marks import Mark, marks


def test_only_the_changed_word_is_marked() -> None:
    assert marks("Saat apua heti.", "Saat neuvoa heti.") == (
        Mark("same", "Saat "),
        Mark("gone", "apua"),
        Mark("new", "neuvoa"),
        Mark("same", " heti."),
    )


def test_words_that_changed_side_by_side_are_one_change() -> None:
    assert marks("Tule heti meille.", "Soita ensin meille.") == (
        Mark("gone", "Tule heti"),
        Mark("new", "Soita ensin"),
        Mark("same", " meille."),
    )


@given(st.text(max_size=80), st.text(max_size=80))
def test_the_marks_put_together_are_both_texts(before: str, after: str) -> None:
    found = marks(before, after)
    assert "".join(mark.text for mark in found if mark.kind != "new") == before
    assert "".join(mark.text for mark in found if mark.kind != "gone") == after
