"""Vectors: a bundled model and a server behind one seam, remembered, and never in the way of an answer."""

import json
from collections.abc import Sequence
from pathlib import Path

import httpx
import numpy as np
import pytest

from dialogues.understanding.examples import Example
from dialogues.understanding.meaning import SENTENCES, Meaning, chosen
from dialogues.understanding.training import certain
from knowledge.embedding import (
    LONGEST,
    PASSAGE,
    PAUSE_SECONDS,
    QUERY,
    BundledModel,
    Embedding,
    EmbeddingChoice,
    EmbeddingError,
    EmbeddingServer,
    Vectors,
)
from knowledge.vector_file import SAVED_EVERY, vectors_of
from tests.support.vectors import Counting, bundled

__all__ = ["bundled"]


def server(
    answer: object, status: int = 200, model: str = "intfloat/e5"
) -> tuple[EmbeddingServer, list[dict]]:
    bodies: list[dict] = []

    def handle(request: httpx.Request) -> httpx.Response:
        bodies.append(json.loads(request.content) | {"path": request.url.path})
        return httpx.Response(status, json=answer)

    return EmbeddingServer("http://vectors.test/v1/", model, httpx.MockTransport(handle)), bodies


def test_likeness_of_meaning_crosses_languages(bundled: BundledModel) -> None:
    debt, velka, weather = bundled.embed(["help with my debts", "apua velkoihin", "погода завтра"])
    assert debt @ velka > debt @ weather


def test_vectors_have_length_one_whatever_the_text(bundled: BundledModel) -> None:
    vectors = bundled.embed(["", "a\0b", "\ud83d", "😀" * 50, "työ " * 5000])
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)


def test_only_the_beginning_of_a_long_text_is_read(bundled: BundledModel) -> None:
    beginning = "haluan opiskella " * 30
    first, second = bundled.embed([beginning, beginning[:LONGEST] + "jotain aivan muuta"])
    np.testing.assert_array_equal(first, second)


def test_questions_and_texts_are_told_apart(bundled: BundledModel) -> None:
    assert not np.array_equal(bundled.embed(["velat"], QUERY), bundled.embed(["velat"], PASSAGE))


def test_a_server_is_asked_in_the_words_of_openai() -> None:
    rows = [{"index": 1, "embedding": [0, 2]}, {"index": 0, "embedding": [3, 0]}]
    asked, bodies = server({"data": rows})
    np.testing.assert_array_equal(asked.embed(["a", "b"]), [[1, 0], [0, 1]])
    assert bodies == [{"path": "/v1/embeddings", "model": "intfloat/e5", "input": ["query: a", "query: b"]}]


def test_a_model_that_is_no_e5_gets_the_texts_as_they_are() -> None:
    asked, bodies = server({"data": [{"index": 0, "embedding": [1]}]}, model="other")
    asked.embed(["a"], PASSAGE)
    assert bodies[0]["input"] == ["a"]


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ({"error": "busy"}, 503),
        ({}, 200),
        ([], 200),
        ({"data": []}, 200),
        ({"data": [{"index": 0, "embedding": ["x"]}]}, 200),
        ({"data": [{"index": 0, "embedding": [None]}]}, 200),
    ],
)
def test_a_server_that_answers_nonsense_is_named_ill(answer: object, status: int) -> None:
    with pytest.raises(EmbeddingError, match="embedding server"):
        server(answer, status)[0].embed(["a"])


def test_the_choice_opens_a_server_where_one_is_named() -> None:
    assert EmbeddingChoice("http://vectors.test", "m").open().name == "server-m"


def test_a_message_is_embedded_once() -> None:
    embedder = Counting()
    embedding = Embedding(embedder, remembered=2)
    for text in ("a", "bb", "a", "ccc", "a", "bb"):
        embedding.vector(text)
    assert embedder.asked == ["a", "bb", "ccc", "bb"]


def test_an_ill_embedder_is_left_alone_for_a_while() -> None:
    embedder, now = Counting(), [0.0]
    embedding = Embedding(embedder, clock=lambda: now[0])
    embedder.ill = True
    assert embedding.vector("a") is None
    embedder.ill = False
    assert embedding.vector("a") is None
    now[0] = PAUSE_SECONDS
    assert embedding.vector("a") is not None


def test_only_new_texts_are_embedded(tmp_path: Path) -> None:
    embedder, file = Counting(), tmp_path / "vectors.npz"
    vectors_of(["a", "bb"], embedder, file)
    np.testing.assert_array_equal(vectors_of(["bb", "ccc", "bb"], embedder, file), [[2, 1], [3, 1], [2, 1]])
    assert embedder.asked == ["a", "bb", "ccc"]


def test_a_damaged_or_foreign_file_is_made_anew(tmp_path: Path) -> None:
    embedder, file = Counting(), tmp_path / "vectors.npz"
    vectors_of(["a"], embedder, file)
    file.write_bytes(file.read_bytes()[:100])
    vectors_of(["a"], embedder, file)
    embedder.name = "another"
    vectors_of(["a"], embedder, file)
    assert embedder.asked == ["a"] * 3


def test_an_interrupted_start_goes_on_where_it_was(tmp_path: Path) -> None:
    class Interrupted(Counting):
        def embed(self, texts: Sequence[str], prefix: str = QUERY) -> Vectors:
            self.ill = len(self.asked) >= SAVED_EVERY
            return super().embed(texts, prefix)

    texts = [str(number) for number in range(SAVED_EVERY + 10)]
    with pytest.raises(EmbeddingError):
        vectors_of(texts, Interrupted(), tmp_path / "vectors.npz")
    second = Counting()
    vectors_of(texts, second, tmp_path / "vectors.npz")
    assert len(second.asked) == 10


def test_files_do_not_grow_with_texts_that_are_gone(tmp_path: Path) -> None:
    file = tmp_path / "vectors.npz"
    vectors_of([str(number) for number in range(100)], Counting(), file)
    vectors_of(["1"], Counting(), file)
    with np.load(file) as stored:
        assert len(stored["keys"]) == 1


def test_a_bounded_number_of_sentences_is_learned_by_meaning() -> None:
    examples = [
        Example(intent, "fi", f"{intent} {number}") for intent in ("back", "menu") for number in range(40)
    ]
    places = chosen(examples)
    assert len(places) == 2 * SENTENCES
    more = chosen([*examples, Example("back", "fi", "takaisin")])
    assert len(set(places) - set(more)) <= 1


def test_a_damaged_model_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "meaning.npz"
    numbers = np.ones(2, dtype=np.float32)
    Meaning(numbers, np.ones((2, 3), dtype=np.float32), numbers, 0.5, 0.1, 1.0).save(file)
    assert Meaning.read(file) is not None
    file.write_bytes(file.read_bytes()[:200])
    assert Meaning.read(file) is None


def test_characters_are_certain_from_the_lead_where_hardly_any_guess_is_wrong() -> None:
    leads = np.arange(1000.0)
    scores = np.stack([leads, np.zeros(1000)], axis=1)
    labels = np.where(leads < 100, 1, 0).astype(np.int64)
    assert certain(scores, labels) == pytest.approx(100 - 0.03 * 900, abs=2)
    assert certain(scores, 1 - labels) == float("inf")
