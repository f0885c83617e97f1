"""Texts of others lose their marks, and are cut where a reader would."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.sources.plain_text import plain, shortened, whole_sentences


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<p>Hei <b>sinä</b>.</p><p>Toinen.</p>", "Hei sinä. Toinen."),
        ("Hei<script>alert(1)</script> vaan", "Hei vaan"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;Hei &amp; moi", "Hei & moi"),
        ("<img src=x onerror=alert(1)>Kuva", "Kuva"),
        ("<script>loppumaton", ""),
        ("5 < 6 ja a<b", "5 < 6 ja a<b"),
        ("## Otsikko\n* **lihava** ja [linkki](https://a.fi/b)", "Otsikko lihava ja linkki"),
        ('{"entityMap":{},"blocks":[{"text":"Yksi."},{"text":null},5,{"text":"Kaksi."}]}', "Yksi. Kaksi."),
        ('{"blocks":5}', '{"blocks":5}'),
        ("{rikki", "{rikki"),
        ("a\u202eb\x00c\ud800d\ufeff", "abcd"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("a\u0308", "ä"),
        ("  \n\t ", ""),
    ],
)
def test_plain(text: str, words: str) -> None:
    assert plain(text) == words


@given(st.text(max_size=300))
def test_plain_never_raises_and_is_one_line(text: str) -> None:
    found = plain(text)
    assert "\n" not in found
    assert found == found.strip()
    found.encode("utf-8")


@given(st.text(max_size=400).map(plain), st.integers(20, 150))
def test_shortened_fits_and_is_a_beginning(text: str, longest: int) -> None:
    found = shortened(text, longest)
    assert len(found) <= longest
    assert text.replace(" ", "").startswith(found.removesuffix("…").replace(" ", ""))


def test_where_texts_are_cut() -> None:
    assert shortened("Lyhyt.", 150) == "Lyhyt."
    assert (
        shortened("Ensimmäinen virke on tässä. Toinen virke ei mahdu.", 40) == "Ensimmäinen virke on tässä."
    )
    assert shortened("Klo 8. 9. päivä on lyhyt ja sitten jatkuu", 20) == "Klo 8. 9. päivä on…"
    assert shortened("sana, sana, sana", 12) == "sana, sana…"
    assert shortened("x" * 50, 20) == "x" * 19 + "…"
    assert whole_sentences("Liian pitkä virke tähän.", 10) == ""
