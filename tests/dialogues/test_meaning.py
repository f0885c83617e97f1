"""What the vectors add to the understanding: nothing is lost, and nobody waits for them."""

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from dialogues.understanding.examples import Example, read_examples
from dialogues.understanding.intents import FALLBACK, Understanding
from dialogues.understanding.training_process import TrainingError
from knowledge.embedding import BundledModel, Embedding, EmbeddingChoice
from tests.dialogues.test_understanding import NLU, SMALL
from tests.support.trained import trained, with_meaning
from tests.support.vectors import Counting, bundled

__all__ = ["bundled"]

PROBES = (Path(__file__).parent / "probe", Path(__file__).parent / "probe" / "second")
PROBE = [e for probe in PROBES for e in read_examples(probe) if e.language in ("fi", "sv", "en")]


def wrong(understanding: Understanding, examples: Sequence[Example] = PROBE) -> list[str]:
    return [e.text for e in examples if understanding.parse(e.text, e.language).intent != e.intent]


@pytest.mark.timeout(1500)
def test_sentences_of_a_stranger_are_understood_and_vectors_lose_nothing(bundled: BundledModel) -> None:
    before = wrong(trained()[0])
    understanding, _ = with_meaning(bundled)
    after = wrong(understanding)
    assert understanding.knows_meaning
    assert len(after) <= 0.08 * len(PROBE), after
    assert len(after) <= len(before) + 0.02 * len(PROBE), after
    for nonsense in ("fghjkl", "zxcvb nmqw", "plöräys möräys", "", "🙂"):
        assert understanding.parse(nonsense, "fi").intent == FALLBACK


@pytest.mark.timeout(900)
def test_meaning_decides_what_characters_leave_open(bundled: BundledModel, tmp_path: Path) -> None:
    shutil.copy(NLU / "en.yml", tmp_path)
    strangers = [e for e in PROBE if e.language == "en"]
    understanding = Understanding.load(tmp_path, tmp_path)
    before = set(wrong(understanding, strangers))
    understanding.learn_meaning(tmp_path, tmp_path, EmbeddingChoice(), Embedding(bundled))
    assert len(wrong(understanding, strangers)) < len(before)


def test_what_is_certain_is_not_embedded(bundled: BundledModel, tmp_path: Path) -> None:
    (tmp_path / "en.yml").write_text(SMALL, encoding="utf-8")
    understanding = Understanding.load(tmp_path, tmp_path)
    understanding.learn_meaning(tmp_path, tmp_path, EmbeddingChoice(), Embedding(bundled))
    embedder = Counting()
    embedder.ill = True
    by_characters = Understanding.load(tmp_path, tmp_path).parse("open the menu thing", "en")
    understanding.learn_meaning(
        tmp_path, tmp_path, EmbeddingChoice(), Embedding(_Named(embedder, bundled.name))
    )
    assert understanding.parse("go back", "en").intent == "back"
    assert embedder.asked == []
    assert understanding.parse("open the menu thing", "en") == by_characters


def test_a_server_that_cannot_be_reached_is_said_at_training(tmp_path: Path) -> None:
    (tmp_path / "en.yml").write_text(SMALL, encoding="utf-8")
    understanding = Understanding.load(tmp_path, tmp_path)
    nowhere = EmbeddingChoice("http://127.0.0.1:9", "e5")
    with pytest.raises(TrainingError, match="embedding server"):
        understanding.learn_meaning(tmp_path, tmp_path, nowhere, Embedding(nowhere.open()))
    assert not understanding.knows_meaning


class _Named:
    """An embedder under another's name, so that the other's trained model is used."""

    def __init__(self, embedder: Counting, name: str) -> None:
        self.embed = embedder.embed
        self.name = name
