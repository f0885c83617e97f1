"""The language of a text is found, and a switch is suggested only when it is clear."""

import pytest

from dialogues.language import LanguageDetector

OFFERED = ("fi", "fi-x-selko", "sv", "en", "ru", "uk", "et", "ar", "fa", "so")


@pytest.fixture(scope="module")
def detector() -> LanguageDetector:
    return LanguageDetector.load()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fi", "olen etsinyt töitä jo pitkään"),
        ("fi", "mä oon kotona lasten kaa"),
        ("fi", "en ole löytänyt sopivaa koulutusta"),
        ("sv", "jag söker jobb i Vanda"),
        ("sv", "jag har varit hemma med barnen"),
        ("sv", "kan ni hjälpa mig med bostadsbidrag"),
        ("en", "I am looking for a job"),
        ("en", "where can I study Finnish"),
        ("en", "my contract ends next month"),
        ("ru", "я ищу работу в Хельсинки"),
        ("ru", "где можно учить финский язык"),
        ("uk", "я шукаю роботу в Гельсінкі"),
        ("uk", "де можна вивчати фінську мову"),
        ("et", "ma otsin tööd Helsingis"),
        ("et", "kuidas ma saan keelekursusele"),
        ("ar", "أبحث عن عمل في فانتا"),
        ("ar", "أريد أن أتعلم اللغة الفنلندية"),
        ("fa", "من دنبال کار هستم"),
        ("fa", "می خواهم زبان فنلاندی یاد بگیرم"),
        ("so", "waxaan raadinayaa shaqo"),
        ("so", "waxaan rabaa inaan barto luqadda"),
        ("de", "ich suche eine Arbeit in Helsinki"),
        ("da", "jeg leder efter et arbejde"),
        ("es", "busco trabajo en Helsinki porque vivo aquí"),
        ("fr", "je cherche un travail à Helsinki"),
        ("th", "ฉันกำลังหางาน"),
        ("zh", "我在找工作"),
        ("ckb", "من بەدوای کاردا دەگەڕێم"),
    ],
)
def test_the_language_of_a_sentence_is_found(detector: LanguageDetector, language: str, text: str) -> None:
    assert detector.detect(text) == language


@pytest.mark.parametrize(
    ("current", "text", "suggested"),
    [
        ("fi", "jag söker jobb i Vanda", "sv"),
        ("fi", "I would like to find a job in construction", "en"),
        ("sv", "olen etsinyt töitä jo pitkään", "fi"),
        ("en", "я ищу работу в Хельсинки", "ru"),
        ("fi", "أبحث عن عمل في فانتا", "ar"),
        ("fi", "waxaan rabaa inaan barto luqadda", "so"),
        ("fi-x-selko", "I have been looking for work since spring", "en"),
    ],
)
def test_a_switch_is_suggested_to_who_writes_in_another_language(
    detector: LanguageDetector, current: str, text: str, suggested: str
) -> None:
    assert detector.suggest_switch(text, current, OFFERED) == suggested


@pytest.mark.parametrize(
    ("current", "text"),
    [
        ("fi", "ok"),
        ("fi", "job please"),
        ("fi", "Helsinki Vantaa"),
        ("en", "työtön Oulu"),
        ("fi", "я ищу"),
        ("fi", "olen etsinyt töitä jo pitkään"),
        ("fi-x-selko", "olen etsinyt töitä jo pitkään"),
        ("sv", "jag söker jobb i Vanda"),
        ("fi", "ich suche eine Arbeit in Helsinki"),
        ("sv", "jeg leder efter et arbejde i byen"),
        ("fi", "12345 67890 111"),
        ("fi", ""),
    ],
)
def test_no_switch_for_few_words_for_the_same_language_or_one_we_do_not_speak(
    detector: LanguageDetector, current: str, text: str
) -> None:
    assert detector.suggest_switch(text, current, OFFERED) is None


def test_a_language_that_is_not_offered_is_never_suggested(detector: LanguageDetector) -> None:
    assert detector.suggest_switch("я ищу работу в Хельсинки", "fi", ("fi", "sv", "en")) is None


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
