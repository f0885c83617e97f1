"""Which parts of a story tell of home and free time."""

import pytest

from knowledge.home_words import _beginnings, told_of_home
from knowledge.vocabulary import LANGUAGES


@pytest.mark.parametrize(
    ("language", "text", "home"),
    [
        ("fi", "olin 10 vuotta keittiössä ja hoidin äitiäni", "hoidin äitiäni"),
        ("fi-x-selko", "Siivosin toimistoja. Kotona leivoin.", "Kotona leivoin"),
        ("sv", "jag körde buss, hemma lagade jag cyklar", "hemma lagade jag cyklar"),
        ("en", "I was a cook and looked after my grandmother", "looked after my grandmother"),
        ("ru", "работала поваром, дома ухаживала за мамой", "дома ухаживала за мамой"),
        ("uk", "працював водієм, удома лагодив велосипеди", "удома лагодив велосипеди"),
        ("et", "olin müüja, kodus õmblesin", "kodus õmblesin"),
        ("ar", "عملت سائقا، كنت أطبخ في البيت", "كنت أطبخ في البيت"),
        ("fa", "راننده بودم، در خانه خیاطی می‌کردم", "در خانه خیاطی می‌کردم"),
        ("so", "darawal ayaan ahaa, guriga ayaan cunto ka karin jiray", "guriga ayaan cunto ka karin jiray"),
    ],
)
def test_only_the_part_about_home_is_taken(language: str, text: str, home: str) -> None:
    assert told_of_home(text, language) == home


@pytest.mark.parametrize("text", ["", "olin kokkina ravintolassa", "hoidin vanhuksia hoivakodissa"])
def test_a_job_is_no_home(text: str) -> None:
    assert told_of_home(text, "fi") == ""


def test_every_language_has_its_words() -> None:
    assert set(_beginnings()) == {language for language in LANGUAGES if "-x-" not in language}
    assert told_of_home("anything at home", "xx") == ""
