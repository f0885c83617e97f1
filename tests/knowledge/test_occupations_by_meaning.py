"""What is told finds names by meaning, as far as they are learned; with no vectors all is as before."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from knowledge.embedding import PASSAGE, QUERY, BundledModel, Embedding, EmbeddingError, Vectors
from knowledge.everyday_work import Concept, everyday_sayings, our_names
from knowledge.occupation_vectors import MOST_PARTS, small_talk
from knowledge.occupations import Occupations
from knowledge.vocabulary import LANGUAGES
from tests.support.vectors import bundled

__all__ = ["bundled"]

ESCO = "http://data.europa.eu/esco/"
VET = Concept(f"{ESCO}occupation/vet", "occupation", {"en": "veterinarian", "fi": "eläinlääkäri"}, "2250.1")
LIBRARIAN = Concept(f"{ESCO}occupation/book", "occupation", {"en": "librarian"}, "2622.1")
HEAD = Concept(f"{ESCO}occupation/head", "occupation", {"en": "head of animal care"}, "1342.1")
HEALING = Concept(f"{ESCO}skill/heal", "skill", {"en": "heal animals"})
MEANINGS = {
    "animals": ("veterinarian", "heal animals", "head of animal care", "лечила собак", "sick dogs"),
    "books": ("librarian", "книги"),
}


class Meanings:
    """Vectors by hand: what is of one meaning lies near each other, small talk apart from all."""

    name = "meanings"

    def __init__(self) -> None:
        self.passages: list[str] = []
        self.ill = False

    def embed(self, texts: Sequence[str], prefix: str = QUERY) -> Vectors:
        if self.ill:
            raise EmbeddingError("out of order")
        if prefix == PASSAGE:
            self.passages += texts
        return np.stack([self._vector(text) for text in texts])

    def _vector(self, text: str) -> Vectors:
        vector = np.zeros(40, dtype=np.float32)
        vector[0] = 1.0  # all vectors of e5 point one way
        about = [
            place for place, said in enumerate(MEANINGS.values(), 1) if any(each in text for each in said)
        ]
        aside = sum(text.encode()) % 15
        vector[about or [3 + aside if text.startswith("thing") else 20 + aside]] = 1.0
        return vector / np.float32(np.linalg.norm(vector))


def known(*more: Concept) -> Occupations:
    filler = (
        Concept(f"{ESCO}{kind}/{number}", kind, {"en": f"thing {number}"})
        for kind in ("occupation", "skill")
        for number in range(30)
    )
    return Occupations((VET, LIBRARIAN, HEALING, *more, *filler), {})


def learned(embedder: Meanings, file: Path, *more: Concept) -> Occupations:
    occupations = known(*more)
    occupations.learn_meanings(Embedding(embedder), file)
    while occupations.learn_more():
        pass
    return occupations


def proposed(occupations: Occupations, text: str, language: str = "ru") -> list[str]:
    found = occupations.propose(text, language)
    return [each.concept.label("en") for each in (*found.occupations, *found.skills)]


def test_a_language_without_names_finds_by_meaning(tmp_path: Path) -> None:
    assert proposed(known(), "лечила собак") == []
    assert proposed(learned(Meanings(), tmp_path / "v"), "лечила собак") == ["veterinarian", "heal animals"]


def test_each_part_of_a_story_finds_its_own(tmp_path: Path) -> None:
    found = proposed(learned(Meanings(), tmp_path / "v"), "лечила собак, выдавала книги")
    assert {"veterinarian", "librarian"} <= set(found)


def test_small_talk_proposes_nothing(tmp_path: Path) -> None:
    occupations = learned(Meanings(), tmp_path / "v")
    assert proposed(occupations, small_talk()["ru"][0]) == []
    assert proposed(occupations, "") == []


def test_who_did_the_work_comes_before_who_led_it(tmp_path: Path) -> None:
    found = proposed(learned(Meanings(), tmp_path / "v", HEAD), "лечила собак")
    assert found[0] == "veterinarian"


def test_half_learned_names_are_not_used(tmp_path: Path) -> None:
    occupations = known()
    occupations.learn_meanings(Embedding(Meanings()), tmp_path / "v")
    while occupations.learn_more():
        if occupations._near and len(occupations._near) < 2:  # the skills are still missing
            assert proposed(occupations, "лечила собак") == []
    assert proposed(occupations, "лечила собак")


def test_vectors_that_are_away_leave_the_characters(tmp_path: Path) -> None:
    embedder = Meanings()
    occupations = learned(embedder, tmp_path / "v")
    embedder.ill = True
    assert proposed(occupations, "eläinlääkärinä", "fi") == ["veterinarian"]
    assert proposed(occupations, "выдавала книги") == []


def test_a_name_is_embedded_once_ever(tmp_path: Path) -> None:
    first, second = Meanings(), Meanings()
    learned(first, tmp_path / "v")
    assert sorted(first.passages) == sorted(set(first.passages))
    found = learned(second, tmp_path / "v")
    assert second.passages == []
    assert proposed(found, "лечила собак")


def test_an_embedder_that_falls_ill_is_told_of_and_nothing_is_lost(tmp_path: Path) -> None:
    embedder, occupations = Meanings(), known()
    occupations.learn_meanings(Embedding(embedder), tmp_path / "v")
    embedder.ill = True
    with pytest.raises(EmbeddingError):
        occupations.learn_more()
    embedder.ill = False
    while occupations.learn_more():
        pass
    assert proposed(occupations, "лечила собак")


def test_without_the_imported_classification_nothing_is_learned(tmp_path: Path) -> None:
    embedder, occupations = Meanings(), Occupations((), everyday_sayings())
    occupations.learn_meanings(Embedding(embedder), tmp_path / "v")
    assert not occupations.learn_more()
    assert embedder.passages == []


def test_a_long_story_asks_for_few_vectors(tmp_path: Path) -> None:
    asked: list[str] = []

    class Counting(Meanings):
        def embed(self, texts: Sequence[str], prefix: str = QUERY) -> Vectors:
            asked.extend(texts)
            return super().embed(texts, prefix)

    occupations = learned(Counting(), tmp_path / "v")
    asked.clear()
    proposed(occupations, ", ".join(f"делала {number}" for number in range(90)))
    assert len(asked) == MOST_PARTS + 1


def test_every_language_has_its_small_talk() -> None:
    assert set(small_talk()) == {language for language in LANGUAGES if "-x-" not in language}


def test_the_name_of_an_occupation_is_surely_meant_without_any_vector(tmp_path: Path) -> None:
    embedder = Meanings()
    occupations = learned(embedder, tmp_path / "v")
    embedder.ill = True
    assert occupations.named("eläinlääkäri", "fi") == VET
    assert occupations.named("лечила собак", "ru") is None


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("ru", "Была ветеринаром, лечила собак и коров", "veterinarian"),
        ("uk", "видавала книжки в бібліотеці", "librarian"),
    ],
)
def test_the_real_model_finds_it_too(
    bundled: BundledModel, tmp_path: Path, language: str, text: str, found: str
) -> None:
    others = [replace(each, labels={"en": each.labels["en"]}) for each in our_names()]
    occupations = Occupations((VET, LIBRARIAN, HEALING, *others), {})
    occupations.learn_meanings(Embedding(bundled), tmp_path / "v")
    while occupations.learn_more():
        pass
    assert found in proposed(occupations, text, language)[:2]
