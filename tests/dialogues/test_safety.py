"""Danger is recognised in every language, and everyday exaggeration is not taken for it."""

from pathlib import Path

import pytest
import yaml

import dialogues
from dialogues.understanding.examples import read_examples
from dialogues.understanding.safety import Safety, SafetyError
from knowledge.vocabulary import LANGUAGES

ROOM = Path(dialogues.__file__).parent
FOLDER = ROOM / "safety"
EVERYDAY = (ROOM / "nlu", Path(__file__).with_name("evaluation"), Path(__file__).with_name("probe"))

TABLES = {
    path.stem: yaml.safe_load(path.read_text(encoding="utf-8"))
    for path in sorted(Path(__file__).with_name("danger").glob("*.yml"))
}
SEEN, FALSELY_ALARMED = 0.98, 0.01


@pytest.fixture(scope="module")
def safety() -> Safety:
    return Safety.read(FOLDER)


def test_every_language_with_signs_has_a_table() -> None:
    assert TABLES.keys() == {path.stem for path in FOLDER.glob("*.yml")}
    assert TABLES.keys() == {language for language in LANGUAGES if "-" not in language}


@pytest.mark.parametrize("language", TABLES)
def test_danger_is_seen(safety: Safety, language: str) -> None:
    said = [text for texts in TABLES[language]["dangerous"].values() for text in texts]
    missed = [text for text in said if safety.signs_of_danger(text) is None]
    assert len(said) >= 50
    assert 1 - len(missed) / len(said) >= SEEN, missed


@pytest.mark.parametrize("language", TABLES)
def test_its_kind_is_named(safety: Safety, language: str) -> None:
    """Or a graver one: "he says he will kill me, I want to die" is both."""
    rows = [(kind, text) for kind, texts in TABLES[language]["dangerous"].items() for text in texts]
    named = [(kind, safety.signs_of_danger(text), text) for kind, text in rows]
    other = [(text, found.kind) for kind, found, text in named if found and found.kind != kind]
    assert len(other) <= 0.05 * len(rows), other


@pytest.mark.parametrize("language", TABLES)
def test_everyday_words_are_no_danger(safety: Safety, language: str) -> None:
    harmless = TABLES[language]["harmless"]
    alarmed = [text for text in harmless if safety.signs_of_danger(text)]
    assert len(harmless) >= 45
    assert len(alarmed) / len(harmless) < FALSELY_ALARMED, alarmed


def test_no_sentence_of_the_understanding_is_taken_for_danger(safety: Safety) -> None:
    """Thousands of sentences as people write them, none of which needs the emergency number."""
    said = [example for folder in EVERYDAY for example in read_examples(folder)]
    alarmed = [example.text for example in said if safety.signs_of_danger(example.text)]
    assert len(said) > 5_000
    assert alarmed == []


@pytest.mark.parametrize("text", ["haluan kuolla", "jag vill dö", "i want to die"])
def test_danger_is_seen_in_whatever_language_the_conversation_is(safety: Safety, text: str) -> None:
    danger = safety.signs_of_danger(text)
    assert danger is not None
    assert danger.kind == "suicide"


def test_the_gravest_sign_decides(safety: Safety) -> None:
    danger = safety.signs_of_danger("my husband beats me and I want to die")
    assert danger is not None
    assert danger.kind == "suicide"


def test_a_harmless_saying_does_not_hide_danger_beside_it(safety: Safety) -> None:
    assert safety.signs_of_danger("kuolen nauruun, ja silti haluan tappaa itseni") is not None


def test_a_file_without_a_kind_is_refused(tmp_path: Path) -> None:
    (tmp_path / "xx.yml").write_text("suicide: [one]\n", encoding="utf-8")
    with pytest.raises(SafetyError, match=r"xx\.yml"):
        Safety.read(tmp_path)
