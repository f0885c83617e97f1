"""Every language is asked for by its name in every language."""

import pytest

from dialogues.conversation.texts import Texts
from knowledge.vocabulary import LANGUAGES

TEXTS = Texts.load()
ORDER = ("fi", "fi-x-selko", "sv", "en", "ru", "uk", "et", "ar", "fa", "so")
ASKED = {
    "fi": "suomeksi; selkosuomeksi; ruotsiksi; englanniksi; venäjäksi; ukrainaksi; viroksi; "
    "arabiaksi; persiaksi; somaliksi",
    "sv": "på finska; på lättläst finska; på svenska; på engelska; på ryska; på ukrainska; på "
    "estniska; på arabiska; på persiska; på somaliska",
    "en": "in Finnish; in plain Finnish; in Swedish; in English; in Russian; in Ukrainian; in "
    "Estonian; in Arabic; in Persian; in Somali",
    "ru": "по-фински; на простом финском; по-шведски; по-английски; по-русски; по-украински; "
    "по-эстонски; по-арабски; на фарси; по-сомалийски",
    "uk": "фінською; простою фінською; шведською; англійською; російською; українською; естонською; "
    "арабською; перською; сомалійською",
    "et": "soome keeles; lihtsas soome keeles; rootsi keeles; inglise keeles; vene keeles; ukraina "
    "keeles; eesti keeles; araabia keeles; pärsia keeles; somaali keeles",
    "ar": "بالفنلندية; بالفنلندية السهلة; بالسويدية; بالإنجليزية; بالروسية; بالأوكرانية; بالإستونية; "
    "بالعربية; بالفارسية; بالصومالية",
    "fa": "به فنلاندی; به فنلاندی ساده; به سوئدی; به انگلیسی; به روسی; به اوکراینی; به استونیایی; به "
    "عربی; به فارسی; به سومالیایی",
    "so": "af Finnish; af Finnish fudud; af Iswiidhish; af Ingiriis; af Ruush; af Yukreen; af "
    "Istooniyaan; af Carabi; af Faarisi; af Soomaali",
}  # fmt: skip
"""In each language the names of all, in the order of `ORDER`."""


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        (asked.strip(), code)
        for row in ASKED.values()
        for asked, code in zip(row.split(";"), ORDER, strict=True)
    ],
)
def test_a_language_is_asked_for(asked: str, language: str) -> None:
    assert TEXTS.asked_for(asked) == language


def test_every_language_is_in_the_tables() -> None:
    assert set(ORDER) == set(LANGUAGES)
    assert {*ASKED, "fi-x-selko"} == set(LANGUAGES)


def test_of_two_languages_the_one_not_spoken_now_is_meant() -> None:
    assert TEXTS.asked_for("I don't speak Finnish, English please", "fi") == "en"
    assert TEXTS.asked_for("я не говорю по-фински, можно по-русски?", "fi") == "ru"
    assert TEXTS.asked_for("suomeksi eikä englanniksi", "en") == "fi"
    assert TEXTS.asked_for("jatketaan suomeksi", "fi") == "fi"
