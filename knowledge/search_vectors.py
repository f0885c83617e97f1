"""Meanings to services: the vectors of their texts, which are near a question in any language."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from knowledge.embedding import PASSAGE, Embedding, Vectors
from knowledge.service import Service
from knowledge.vector_file import vectors_of

NEAR: Final = 0.22
NEAR_IN_OWN_LANGUAGE: Final = 0.38
"""Likeness from which a service answers a question; where texts are in its own language, trigrams find the
answers and only strong likeness adds to them. Measured on the questions of the tests and on foreign ones."""

FOREIGN_LEAD: Final = 0.07
"""A question that is so much nearer to foreign matters than to every service finds nothing."""

FOREIGN_MATTERS: Final = (
    "What is the weather today? Will it rain or snow tomorrow?",
    "Who won the football or ice hockey match yesterday? Sports results.",
    "Tell me a joke, something funny.",
    "What time is it? What day is it today?",
    "What is your name? Who are you? Are you a robot?",
    "Who is the president or prime minister of the country? Politics and elections.",
    "A recipe for pizza, soup or cake. What shall I cook?",
    "What is the capital of a country? How many people live there? Geography.",
    "A good film, song, game or book to watch, listen to or play.",
    "Random letters without any meaning: asdfgh, qwerty, xyz.",
    "How are you? Hello. I want to know how.",
    "Do you love me? Are you happy? What do you think?",
    "Buy a phone, a car or clothes cheaply in a shop.",
    "Flights, hotels and holidays abroad. Train timetable.",
    "How old is he? How tall is the mountain? How far is the moon?",
    "Calculate two plus two. Recite a poem. Debug a computer program.",
)
"""English stands for all languages here: the vectors do not tell them apart."""

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Meanings:
    """One row of `vectors` per service and language, of the service at place `owner`. Immutable."""

    embedding: Embedding
    services: int
    languages: frozenset[str]
    owner: NDArray[np.intp]
    vectors: Vectors
    foreign: Vectors
    mean: Vectors

    def likeness(self, query: str, language: str) -> Numbers | None:
        """How near each service is, 0 for what is not near enough; None while no vectors can be had.

        The texts' mean is taken from both sides: all vectors of e5 point the same way.
        """
        vector = self.embedding.vector(query) if self.services else None
        if vector is None:
            return None
        asked = _centred(vector, self.mean)
        best = np.zeros(self.services)
        np.maximum.at(best, self.owner, self.vectors @ asked)
        if best.max() + FOREIGN_LEAD < (self.foreign @ asked).max():
            return np.zeros(self.services)
        own_language = language.partition("-")[0] in self.languages
        return np.where(best >= (NEAR_IN_OWN_LANGUAGE if own_language else NEAR), best, 0.0)


def meanings_of(services: Sequence[Service], embedding: Embedding, file: Path) -> Meanings:
    """Takes a minute for a catalogue that `file` does not hold yet. Raises EmbeddingError, OSError."""
    told = [(place, text) for place, service in enumerate(services) for text in _texts(service)]
    texts = [*(text for _, text in told), *FOREIGN_MATTERS]
    vectors = vectors_of(texts, embedding.embedder, file, PASSAGE)
    mean = vectors[: len(told)].mean(axis=0) if told else vectors.mean(axis=0)
    moved = _centred(vectors, mean)
    return Meanings(
        embedding=embedding,
        services=len(services),
        languages=frozenset(language for service in services for language in service.texts),
        owner=np.array([place for place, _ in told], dtype=np.intp),
        vectors=moved[: len(told)],
        foreign=moved[len(told) :],
        mean=mean,
    )


def _centred(vectors: Vectors, mean: Vectors) -> Vectors:
    moved = vectors - mean
    result: Vectors = moved / np.maximum(np.linalg.norm(moved, axis=-1, keepdims=True), 1e-9)
    return result


def _texts(service: Service) -> list[str]:
    """What a service is called and looked for by comes first: of a long text only the beginning is read."""
    return [
        f"{text.name}. {', '.join(service.keywords.get(language, ()))}. {text.summary}"
        for language, text in sorted(service.texts.items())
    ]
