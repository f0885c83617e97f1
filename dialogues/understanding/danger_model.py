"""What stands beside the rules of danger: a linear model over characters, a small network over vectors."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from dialogues.understanding.features import Vocabulary, weighted
from dialogues.understanding.meaning import centred
from dialogues.understanding.stored import Arrays, read_arrays, write_arrays
from knowledge.embedding import Vectors

VERSION: Final = "2"
"""Part of the caches' names: raise it when the way of training changes."""

Kind = Literal["suicide", "self_harm", "violence", "acute"]
KINDS: Final[tuple[Kind, ...]] = ("suicide", "acute", "self_harm", "violence")
"""The gravest first."""


@dataclass(frozen=True, slots=True)
class Danger:
    """`kind` decides the words and the number that are shown.

    When it is not `sure`, the message is answered as any other, with a gentle word before it.
    """

    kind: Kind
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Levels:
    """From which scores on danger is sure or possible: taken from held-out harmless sentences."""

    sure: float
    possible: float

    def danger(self, score: float, kind: Kind) -> Danger | None:
        return Danger(kind, score >= self.sure) if score >= self.possible else None


@dataclass(frozen=True, slots=True)
class DangerByCharacters:
    """One row of `weights` per feature; its columns are danger at all, then each of KINDS."""

    vocabulary: Vocabulary
    idf: NDArray[np.float32]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    levels: Levels

    def scores(self, text: str) -> NDArray[np.float32]:
        """Of a text with nothing that was ever seen, what all texts have in common."""
        found = weighted(text, self.vocabulary, self.idf)
        if found is None:
            return self.bias
        at, vector = found
        result: NDArray[np.float32] = vector @ self.weights[at] + self.bias
        return result

    def danger(self, text: str) -> Danger | None:
        scores = self.scores(text)
        return self.levels.danger(float(scores[0]), KINDS[int(scores[1:].argmax())])

    def save(self, file: Path) -> None:
        arrays: Arrays = {
            "marks": self.vocabulary.marks,
            "rows": self.vocabulary.rows,
            "idf": self.idf,
            "weights": self.weights,
            "bias": self.bias,
            "levels": np.array([self.levels.sure, self.levels.possible]),
        }
        write_arrays(file, arrays)

    @classmethod
    def read(cls, file: Path) -> "DangerByCharacters | None":
        """None when the file is missing or damaged."""
        stored = read_arrays(file)
        if stored is None:
            return None
        vocabulary = Vocabulary(stored["marks"], stored["rows"])
        levels = Levels(*(float(level) for level in stored["levels"]))
        return cls(vocabulary, stored["idf"], stored["weights"], stored["bias"], levels)


@dataclass(frozen=True, slots=True)
class Network:
    """One hidden layer; the outputs are each of KINDS, then harmless."""

    hidden: NDArray[np.float32]
    hidden_bias: NDArray[np.float32]
    outputs: NDArray[np.float32]
    outputs_bias: NDArray[np.float32]

    def log_odds(self, inputs: Vectors) -> tuple[NDArray[np.float32], NDArray[np.intp]]:
        """Of danger at all against none, and the likeliest kind's place; of one input, or of one a row."""
        raised = np.maximum(inputs @ self.hidden + self.hidden_bias, 0)
        outputs = raised @ self.outputs + self.outputs_bias
        kinds = outputs[..., :-1]
        odds: NDArray[np.float32] = np.logaddexp.reduce(kinds, axis=-1) - outputs[..., -1]
        return odds, kinds.argmax(axis=-1)


@dataclass(frozen=True, slots=True)
class DangerByMeaning:
    """`mix` weighs the characters' score and the network's log-odds, and adds a constant.

    A text whose score by characters is below `quiet` needs no vector: hardly any sentence of danger has so
    low a one.
    """

    mean: NDArray[np.float32]
    network: Network
    mix: NDArray[np.float32]
    levels: Levels
    quiet: float

    def danger(self, by_characters: float, vector: Vectors) -> Danger | None:
        odds, kind = self.network.log_odds(centred(vector, self.mean))
        score = self.mix @ np.array([by_characters, float(odds), 1.0], dtype=np.float32)
        return self.levels.danger(float(score), KINDS[int(kind)])

    def save(self, file: Path) -> None:
        arrays = {
            "mean": self.mean,
            "hidden": self.network.hidden,
            "hidden_bias": self.network.hidden_bias,
            "outputs": self.network.outputs,
            "outputs_bias": self.network.outputs_bias,
            "mix": self.mix,
            "calibration": np.array([self.levels.sure, self.levels.possible, self.quiet]),
        }
        write_arrays(file, arrays)

    @classmethod
    def read(cls, file: Path) -> "DangerByMeaning | None":
        """None when the file is missing or damaged."""
        stored = read_arrays(file)
        if stored is None:
            return None
        layers = (stored[name] for name in ("hidden", "hidden_bias", "outputs", "outputs_bias"))
        sure, possible, quiet = (float(value) for value in stored["calibration"])
        return cls(stored["mean"], Network(*layers), stored["mix"], Levels(sure, possible), quiet)
