"""Terms in running text: found with their endings, not in other words, and missed in translations."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from knowledge.editing.content import Words
from knowledge.translation.glossary import shipped_terms
from knowledge.translation.protecting import protect, restored
from knowledge.translation.terms import Term, pieces, places, spans, term_hints

SWEDISH = tuple(term for term in shipped_terms() if term.language == "sv")


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("yleistuki", "Hae yleistukea."),
        ("yleistuki", "YLEISTUEN hakeminen"),
        ("työttömyysetuus", "työttömyysetuuden ajan"),
        ("työllisyyspalvelut", "Kysy työllisyyspalveluista."),
        ("kuntouttava työtoiminta", "kuntouttavassa työtoiminnassa"),
        ("talous- ja velkaneuvonta", "Talous- ja velkaneuvonnasta saat apua"),
        ("allmänt stöd", "det allmänna stödet"),
        ("sysselsättningstjänster", "Sysselsättningstjänsterna beslutar"),
        ("службы занятости", "в службу занятости"),
        ("إعانة البطالة", "طلب إعانة البطالة"),
        ("خدمات التوظيف", "اتصل بخدمات التوظيف"),
        ("کمک‌هزینه بیکاری", "برای کمک‌هزینه بیکاری"),
        ("tööhõiveteenused", "tööhõiveteenustest"),
    ],
)
def test_a_term_is_found_with_its_endings(term: str, text: str) -> None:
    assert len(places(term, text)) == 1


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("työkyky", "työ ja kyky"),
        ("palkkatuki", "palkkatukihakemus"),
        ("oppisopimus", "sopimus"),
        ("bostadsbidrag", "bostad och bidrag"),
        ("työllisyyspalvelut", ""),
        ("", "työllisyyspalvelut"),
    ],
)
def test_other_words_are_no_terms(term: str, text: str) -> None:
    assert places(term, text) == ()


def test_the_term_that_is_meant_wins_over_one_that_begins_alike() -> None:
    assert [span.term.term for span in spans("Hae palkkaturvaa, ei palkkatukea.", SWEDISH)] == [
        "palkkaturva",
        "palkkatuki",
    ]


@given(some.text(alphabet="yleistuki työttömyysetuus.,-", max_size=80))
def test_the_pieces_are_the_text_again(text: str) -> None:
    assert "".join(piece.text for piece in pieces(text, SWEDISH)) == text


@given(
    some.lists(some.sampled_from(["Yleistukea", "ja", "palkkatuen", "[1]", "työkyky.", "Soita"]), max_size=8)
)
def test_what_is_protected_comes_back(words: list[str]) -> None:
    text = " ".join(words)
    protected = protect(text, SWEDISH)
    assert "tuk" not in protected.text.lower()
    assert restored(protected.text, protected) is not None


@pytest.mark.parametrize("broken", ["Ansök om [ [0]].", "Ansök om.", "[[0]] och [[0]]", "[[0]] [[1]]"])
def test_a_broken_placeholder_is_noticed(broken: str) -> None:
    assert restored(broken, protect("Hae yleistukea.", SWEDISH)) is None


def test_a_text_with_brackets_of_its_own_is_left_alone() -> None:
    assert protect("[[0]] yleistuki", SWEDISH).terms == {}


def test_the_translation_stands_where_the_term_stood() -> None:
    protected = protect("Yleistuki on rahaa.", SWEDISH)
    assert restored(protected.text.replace("on rahaa", "är pengar"), protected) == "Allmänt stöd är pengar."


def test_hints_tell_what_is_missing_and_what_is_forbidden() -> None:
    source = Words("Yleistuki", "Kysy työllisyyspalveluista.")
    said = Words("Det allmänna stödet", "Fråga TE-tjänsterna.")
    found = [
        (hint.field, hint.kind, hint.term.term, hint.found) for hint in term_hints(source, said, SWEDISH)
    ]
    assert found == [
        ("summary", "missing", "työllisyyspalvelut", ""),
        ("summary", "forbidden", "työllisyyspalvelut", "TE-tjänsterna"),
    ]


def test_an_empty_field_lacks_nothing() -> None:
    assert term_hints(Words("Yleistuki", "Yleistuki on rahaa."), Words(""), SWEDISH) == ()


def test_terms_may_be_from_any_language_into_any() -> None:
    plain = (Term("fi", "ansiopäiväraha", "fi-x-selko", "ansiopäiväraha eli raha kassasta"),)
    assert term_hints(Words("Ansiopäiväraha"), Words("Raha työttömälle"), plain)[0].kind == "missing"
