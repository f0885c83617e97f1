"""The language of a text is found, and another one is named only when it is clear."""

from pathlib import Path

import pytest
import yaml

from dialogues.understanding.language import LanguageDetector
from dialogues.understanding.language_offers import LanguageOffers, Notice, NoticesError, read_notices
from knowledge.vocabulary import LANGUAGES

SENTENCES: dict[str, list[str]] = yaml.safe_load(
    Path(__file__).with_name("which_language.yml").read_text(encoding="utf-8")
)
ASKED_FOR = ("de", "no", "da", "lv", "lt", "pl", "tr", "vi", "zh", "es", "fr", "th", "ku", "ckb")
"""Languages that have to be recognised although nobody speaks them here."""


@pytest.fixture(scope="module")
def offers() -> LanguageOffers:
    return LanguageOffers.load()


@pytest.fixture(scope="module")
def detector(offers: LanguageOffers) -> LanguageDetector:
    return offers.detector


def test_eight_sentences_in_every_language() -> None:
    spoken = {language for language in LANGUAGES if "-" not in language}
    assert SENTENCES.keys() >= spoken | set(ASKED_FOR)
    assert {language: len(said) for language, said in SENTENCES.items() if len(set(said)) < 8} == {}


@pytest.mark.parametrize("language", SENTENCES)
def test_a_sentence_in_another_language_than_that_of_the_page_is_recognised(
    detector: LanguageDetector, language: str
) -> None:
    page = "en" if language == "fi" else "fi"
    heard = [detector.other_language(text, page) for text in SENTENCES[language]]
    assert heard.count(language) >= 6, heard


def test_nearly_all_sentences_are_recognised_at_once(detector: LanguageDetector) -> None:
    pairs = [(language, text) for language, said in SENTENCES.items() for text in said]
    heard = [detector.other_language(text, "en" if language == "fi" else "fi") for language, text in pairs]
    right = sum(given == language for given, (language, _) in zip(heard, pairs, strict=True))
    wrong = sum(given not in (language, None) for given, (language, _) in zip(heard, pairs, strict=True))
    assert right / len(pairs) >= 0.94
    assert wrong / len(pairs) <= 0.025


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("no", "jeg leter etter jobb"),
        ("no", "hva kan dere hjelpe meg med"),
        ("da", "kan jeg tale med et menneske"),
        ("da", "jeg er lige flyttet til Finland"),
        ("da", "hvor finder jeg sprogkurser"),
    ],
)
def test_norwegian_and_danish_are_told_apart_by_their_own_words(
    detector: LanguageDetector, language: str, text: str
) -> None:
    assert detector.other_language(text, "fi") == language


def test_what_is_the_same_in_both_gets_a_notice_that_fits_both(
    detector: LanguageDetector, offers: LanguageOffers
) -> None:
    assert detector.other_language("hvordan kan jeg få økonomisk støtte", "fi") in ("no", "da")
    for language in ("no", "da"):
        assert {"norsk", "dansk"} <= set(offers.notices[language].text.replace(".", "").split())


@pytest.mark.parametrize("language", [spoken for spoken in LANGUAGES if spoken in SENTENCES])
def test_who_writes_in_the_language_of_the_page_is_left_alone(
    detector: LanguageDetector, language: str
) -> None:
    assert [detector.other_language(text, language) for text in SENTENCES[language]] == [None] * 8


@pytest.mark.parametrize(
    ("current", "text"),
    [
        ("fi", "ok"),
        ("fi", "job please"),
        ("fi", "Helsinki Vantaa"),
        ("en", "työtön Oulu"),
        ("fi", "я ищу"),
        ("fi-x-selko", "olen etsinyt töitä jo pitkään"),
        ("fi", "12345 67890 111"),
        ("fi", ""),
        ("ru", "ya ishu rabotu v Helsinki"),
        ("ar", "ana bade e7ki ma3 7ada"),
        ("fa", "mikham ba yeki sohbat konam"),
        ("uk", "hochu govoryty z lyudynoyu"),
    ],
)
def test_nothing_is_concluded_from_few_words_or_from_latin_letters_of_those_who_have_others(
    detector: LanguageDetector, current: str, text: str
) -> None:
    assert detector.other_language(text, current) is None


def test_plain_finnish_is_finnish(detector: LanguageDetector) -> None:
    assert detector.other_language("I have been looking for work since spring", "fi-x-selko") == "en"


def test_a_language_that_is_offered_needs_no_notice(offers: LanguageOffers) -> None:
    offer = offers.offer("я ищу работу в Хельсинки", "fi", ("fi", "ru"))
    assert offer is not None
    assert (offer.language, offer.notice) == ("ru", None)


def test_one_that_is_not_offered_has_a_notice_in_it(offers: LanguageOffers) -> None:
    offer = offers.offer("я ищу работу в Хельсинки", "fi", ("fi", "sv", "en"))
    assert offer is not None
    assert offer.notice is not None
    assert "русском" in offer.notice.text


def test_earlier_texts_decide_a_doubtful_one(offers: LanguageOffers) -> None:
    doubtful, german = "wo ist das amt", ("ich suche eine Arbeit", "ich wohne in Helsinki")
    sure = offers.detector.likelihoods(doubtful, "fi", ["de", "de"])["de"]
    assert sure > offers.detector.likelihoods(doubtful, "fi")["de"]
    offer = offers.offer(doubtful, "fi", ("fi", "sv", "en"), german)
    assert offer is not None
    assert offer.language == "de"


@pytest.mark.parametrize("language", SENTENCES)
def test_every_notice_is_short_calm_and_in_its_own_language(offers: LanguageOffers, language: str) -> None:
    notice = offers.notices[language]
    assert offers.detector.detect(notice.text) == language
    assert "!" not in notice.text + notice.person
    assert len(notice.text) <= 220
    assert set(notice.knows) <= set(LANGUAGES) - {language}
    assert notice.knows


def test_a_notice_without_its_words_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "notices.yml"
    file.write_text("de: {knows: [en], notice: Nein}", encoding="utf-8")
    with pytest.raises(NoticesError, match=r"notices\.yml"):
        read_notices(file)
    file.write_text("de: {knows: [en], notice: Nein, person: Mensch}", encoding="utf-8")
    assert read_notices(file) == {"de": Notice("Nein", "Mensch", ("en",))}


def test_earlier_messages_tip_the_balance(detector: LanguageDetector) -> None:
    alone = detector.likelihoods("no job", "fi")
    after_english = detector.likelihoods("no job", "fi", history=("en", "en", "en"))
    assert after_english["en"] > alone["en"]


def test_the_newest_message_counts_most(detector: LanguageDetector) -> None:
    swedish_last = detector.likelihoods("service", "fi", history=("en", "sv"))
    english_last = detector.likelihoods("service", "fi", history=("sv", "en"))
    assert english_last["en"] > swedish_last["en"]


def test_the_same_text_always_gives_the_same_answer(detector: LanguageDetector) -> None:
    again = LanguageDetector.load()
    for text in ("hej moi hello", "job", "no niin"):
        assert detector.likelihoods(text, "fi") == again.likelihoods(text, "fi")
