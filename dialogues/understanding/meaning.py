"""The second half of the understanding: one linear model over e5 vectors, which know what words mean."""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dialogues.understanding.examples import Example
from dialogues.understanding.stored import read_arrays, write_arrays
from knowledge.embedding import Vectors

VERSION: Final = "2"
"""Part of the cache's name: raise it when the way of training changes."""

SENTENCES: Final = 14
"""Of each intent in each language whose vectors are learned from: all of them add nothing measurable to the
characters' model, and take five times as long."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """`weights` has one column per intent of the model over characters, whose scores these are added to.

    `mean` is taken from every vector, as e5's all point the same way. `temperature` and `margin` are those of
    both models' scores together; where the characters alone lead by `certain`, no vector is needed.
    """

    mean: NDArray[np.float32]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    temperature: float
    margin: float
    certain: float

    def scores(self, vector: Vectors) -> NDArray[np.float32]:
        result: NDArray[np.float32] = centred(vector, self.mean) @ self.weights + self.bias
        return result

    def save(self, file: Path) -> None:
        calibration = np.array([self.temperature, self.margin, self.certain])
        arrays = {"mean": self.mean, "weights": self.weights, "bias": self.bias, "calibration": calibration}
        write_arrays(file, arrays)

    @classmethod
    def read(cls, file: Path) -> "Meaning | None":
        """None when the file is missing or damaged."""
        stored = read_arrays(file)
        if stored is None:
            return None
        temperature, margin, certain = (float(value) for value in stored["calibration"])
        return cls(stored["mean"], stored["weights"], stored["bias"], temperature, margin, certain)


def centred(vectors: Vectors, mean: Vectors) -> Vectors:
    """Of length 1 again; one vector or one a row."""
    moved = vectors - mean
    result: Vectors = moved / np.maximum(np.linalg.norm(moved, axis=-1, keepdims=True), 1e-9)
    return result


def chosen(examples: Sequence[Example]) -> list[int]:
    """The places of the sentences to embed: by their hashes, so that a new one changes little."""
    places: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, example in enumerate(examples):
        places[example.language, example.intent].append(place)
    return sorted(
        place
        for same in places.values()
        for place in sorted(same, key=lambda at: hashlib.sha256(examples[at].text.encode()).digest())[
            :SENTENCES
        ]
    )
