"""Messages are understood well enough in every language, and the foreign is not taken for a command."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

import dialogues
from dialogues.understanding.examples import ExamplesError, read_examples
from dialogues.understanding.intents import FALLBACK, Model, Understanding
from dialogues.understanding.spelling import plain
from dialogues.understanding.training import margin, temperature
from dialogues.understanding.training_process import TrainingError

NLU = Path(dialogues.__file__).parent / "nlu"
EXAMPLES = read_examples(NLU)
EVALUATION = read_examples(Path(__file__).parent / "evaluation")
LANGUAGES = sorted({example.language for example in EXAMPLES})
EVALUATED = sorted({example.language for example in EVALUATION})
SMALL = """
nlu:
- intent: menu
  examples: |
    - menu
    - main menu
    - show the menu
    - open menu
- intent: back
  examples: |
    - back
    - go back
    - take me back
    - back please
- intent: goodbye
  examples: |
    - bye
    - bye bye
    - goodbye
    - good bye now
"""


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("understanding")


@pytest.fixture(scope="module")
def understanding(cache: Path) -> Understanding:
    return Understanding.load(NLU, cache)


@pytest.mark.parametrize("language", EVALUATED)
def test_most_unseen_sentences_are_understood(understanding: Understanding, language: str) -> None:
    unseen = [example for example in EVALUATION if example.language == language]
    right = [
        example for example in unseen if understanding.parse(example.text, language).intent == example.intent
    ]
    assert len(unseen) >= 200
    assert len(right) / len(unseen) >= 0.9


def test_who_asks_for_a_person_is_heard(understanding: Understanding) -> None:
    asking = [example for example in EVALUATION if example.intent == "ask_human"]
    missed = [e.text for e in asking if understanding.parse(e.text, e.language).intent != "ask_human"]
    assert len(missed) <= 0.02 * len(asking), missed


def test_training_sentences_are_certain_however_they_are_spelt(understanding: Understanding) -> None:
    for example in EXAMPLES:
        parsed = understanding.parse(example.text.upper() + " !!", example.language)
        assert (parsed.intent, parsed.confidence) == (example.intent, 1.0)


@pytest.mark.parametrize(
    ("text", "intent"),
    [("takaisin", "back"), ("back", "back"), ("tillbaka", "back"), ("Ohita.", "skip"), ("valikko", "menu")],
)
def test_short_commands_are_understood_in_any_language_of_the_conversation(
    understanding: Understanding, text: str, intent: str
) -> None:
    assert {understanding.parse(text, language).intent for language in ("fi", "sv", "en", "ar")} == {intent}


@pytest.mark.parametrize(
    "text", ["fghjkl", "zxcvb nmqw", "plöräys möräys", "xylofonin viritys", "грбжщ", "", "🙂"]
)
def test_what_was_never_seen_is_not_guessed(understanding: Understanding, text: str) -> None:
    assert understanding.parse(text, "fi").intent == FALLBACK


@pytest.mark.parametrize(
    "text",
    ["kuinka pitkä on kiinan muuri", "vilken sorts svamp är ätbar", "how long is the great wall of china"],
)
def test_foreign_questions_are_out_of_scope(understanding: Understanding, text: str) -> None:
    assert understanding.parse(text, "fi").intent in ("out_of_scope", FALLBACK)


def test_typing_without_dots_changes_little(understanding: Understanding) -> None:
    finnish = [example for example in EVALUATION if example.language == "fi"]
    bare = str.maketrans("äöåÄÖÅ", "aoaAOA")
    same = [
        understanding.parse(e.text, "fi").intent == understanding.parse(e.text.translate(bare), "fi").intent
        for e in finnish
    ]
    assert all(same)


def test_the_ranking_holds_every_intent_once_and_the_likeliest_first(understanding: Understanding) -> None:
    ranking = understanding.parse("voisinko ehkä jutella jonkun kanssa joskus", "fi").ranking
    shares = [share for _, share in ranking]
    assert {intent for intent, _ in ranking} == {example.intent for example in EXAMPLES}
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) == pytest.approx(1, abs=0.01)


def test_a_damaged_cache_is_trained_anew(tmp_path: Path) -> None:
    (tmp_path / "en.yml").write_text(SMALL, encoding="utf-8")
    first = Understanding.load(tmp_path, tmp_path)
    file = next(tmp_path.glob("*.npz"))
    before = Model.read(file)
    assert before is not None
    file.write_bytes(file.read_bytes()[:1000])
    again = Understanding.load(tmp_path, tmp_path)
    after = Model.read(file)
    assert after is not None
    np.testing.assert_array_equal(before.weights, after.weights)
    assert again.parse("go back now", "en") == first.parse("go back now", "en")


def test_changed_sentences_are_trained_anew(tmp_path: Path) -> None:
    (tmp_path / "en.yml").write_text(SMALL, encoding="utf-8")
    assert Understanding.load(tmp_path, tmp_path).parse("sayonara", "en").intent == FALLBACK
    (tmp_path / "en.yml").write_text(SMALL + "    - sayonara\n", encoding="utf-8")
    assert Understanding.load(tmp_path, tmp_path).parse("sayonara", "en").intent == "goodbye"


def test_training_that_fails_says_why(tmp_path: Path) -> None:
    (tmp_path / "fi.yml").write_text("nlu:\n- intent: greet\n  examples: |\n    - hei\n", encoding="utf-8")
    with pytest.raises(TrainingError, match="ValueError"):
        Understanding.load(tmp_path, tmp_path / "cache")


def test_a_broken_nlu_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "fi.yml").write_text("nlu: [\n", encoding="utf-8")
    with pytest.raises(ExamplesError, match=r"fi\.yml"):
        read_examples(tmp_path)


def test_the_margin_gives_up_eleven_in_a_hundred_right_guesses() -> None:
    leads = np.arange(1.0, 101.0)
    scores = np.stack([leads, np.zeros(100)], axis=1)
    assert margin(scores, np.zeros(100, dtype=np.int64)) == pytest.approx(11.89)


def test_a_model_that_is_too_sure_is_cooled() -> None:
    half_right = np.tile([10.0, 0.0], (100, 1))
    labels = np.array([0] * 60 + [1] * 40, dtype=np.int64)
    assert temperature(half_right, labels) > 5


def test_no_sentence_has_two_intents_in_one_language() -> None:
    intents: dict[tuple[str, str], set[str]] = {}
    for example in EXAMPLES:
        intents.setdefault((example.language, plain(example.text)), set()).add(example.intent)
    assert {key: found for key, found in intents.items() if len(found) > 1} == {}


def test_every_language_trains_every_intent_with_enough_sentences() -> None:
    counts = Counter((example.language, example.intent) for example in EXAMPLES)
    intents = {example.intent for example in EXAMPLES}
    assert {(lang, intent) for lang in LANGUAGES for intent in intents if counts[lang, intent] < 15} == set()


def test_the_evaluation_is_no_part_of_the_training() -> None:
    trained = {(example.language, plain(example.text)) for example in EXAMPLES}
    assert [e.text for e in EVALUATION if (e.language, plain(e.text)) in trained] == []


def test_the_evaluation_of_a_language_covers_every_intent() -> None:
    counts = Counter((example.language, example.intent) for example in EVALUATION)
    intents = {example.intent for example in EXAMPLES}
    assert {(lang, intent) for lang in EVALUATED for intent in intents if counts[lang, intent] < 8} == set()
    assert {"fi", "sv", "en"} <= set(EVALUATED)
