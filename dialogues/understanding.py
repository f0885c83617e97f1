"""What a message is taken for: one linear model over the characters and words of all languages."""

import hashlib
import os
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dialogues.examples import Example, read_examples
from dialogues.features import VERSION, familiar_share, features
from dialogues.spelling import plain
from dialogues.tracker import Parsed

FALLBACK: Final = "nlu_fallback"
_ASKS_FOR_A_PERSON: Final = "ask_human"
_NOT_A_PERSON_AFTER_ALL: Final = "cancel_human"
_HINT: Final = 0.35
"""A person is asked for when the model half thinks so: missing it costs more than showing the offer."""


class TrainingError(Exception):
    """The model could not be trained. The message is what the training process said."""


@dataclass(frozen=True, slots=True)
class Model:
    """One row of `weights` per feature, one column per intent; `idf` weighs the features.

    `temperature` makes probabilities honest; guesses below `margin` (between the two best scores), and texts
    of whose pieces less than `familiarity` were ever seen, are refused. All three come from cross-validation.
    """

    intents: tuple[str, ...]
    rows: Mapping[str, int]
    idf: NDArray[np.float32]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    temperature: float
    margin: float
    familiarity: float

    def scores(self, text: str) -> NDArray[np.float32] | None:
        """One score per intent, None when nothing in the text was ever seen."""
        counts = Counter(feature for feature in features(text) if feature in self.rows)
        if not counts:
            return None
        at = np.fromiter((self.rows[feature] for feature in counts), dtype=np.intp, count=len(counts))
        often = np.fromiter(counts.values(), dtype=np.float32, count=len(counts))
        vector = (1 + np.log(often)) * self.idf[at]
        vector /= np.sqrt(vector @ vector)
        result: NDArray[np.float32] = vector @ self.weights[at] + self.bias
        return result

    def save(self, file: Path) -> None:
        """Written beside and moved into place, so that a reader never sees half a file."""
        file.parent.mkdir(parents=True, exist_ok=True)
        partial = file.with_suffix(".partial")
        with partial.open("wb") as stream:
            np.savez(
                stream,
                intents=np.array(self.intents),
                features=np.array(list(self.rows)),
                idf=self.idf,
                weights=self.weights,
                bias=self.bias,
                calibration=np.array([self.temperature, self.margin, self.familiarity]),
            )
        partial.replace(file)

    @classmethod
    def read(cls, file: Path) -> "Model | None":
        """None when the file is missing or damaged."""
        try:
            with np.load(file, allow_pickle=False) as stored:
                temperature, margin, familiarity = (float(value) for value in stored["calibration"])
                return cls(
                    intents=tuple(str(intent) for intent in stored["intents"]),
                    rows={str(feature): row for row, feature in enumerate(stored["features"])},
                    idf=stored["idf"],
                    weights=stored["weights"],
                    bias=stored["bias"],
                    temperature=temperature,
                    margin=margin,
                    familiarity=familiarity,
                )
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            return None


class Understanding:
    """Reads messages. Build it with `Understanding.load`, once, where the parts are wired."""

    def __init__(self, model: Model, examples: Sequence[Example]) -> None:
        self._model = model
        self._exact: dict[str, dict[str, str]] = {}
        for example in examples:
            self._exact.setdefault(plain(example.text), {}).setdefault(example.language, example.intent)

    @classmethod
    def load(cls, nlu: Path, cache: Path) -> "Understanding":
        """Trained from the files of folder `nlu`, or read from `cache` when they have not changed.

        Takes seconds when it has to train, which happens in a process of its own so that the memory it
        needs is given back. Raises ExamplesError, TrainingError.
        """
        examples = read_examples(nlu)
        file = cache / f"understanding-{_fingerprint(examples)}.npz"
        model = Model.read(file)
        if model is None:
            _train(nlu, file)
            model = Model.read(file)
        if model is None:
            raise TrainingError(f"{file.name} was written but cannot be read")
        return cls(model, examples)

    def knows(self, text: str, intent: str) -> bool:
        """Whether `text` is a training sentence of `intent`: then there is nothing to guess."""
        return intent in self._exact.get(plain(text), {}).values()

    def parse(self, text: str, language: str) -> Parsed:
        """The intent of `text`, `nlu_fallback` when unsure; `ranking` always holds the real intents."""
        known = self._exact.get(plain(text))
        if known:
            intent = known.get(language.partition("-")[0]) or next(iter(known.values()))
            return Parsed(text, intent, 1.0, ranking=((intent, 1.0),))
        scores = self._model.scores(text)
        if scores is None:
            return Parsed(text, FALLBACK, 0.0)
        ranking = self._ranking(scores)
        second, best = np.sort(scores)[-2:]
        foreign = familiar_share(text, self._model.rows) < self._model.familiarity
        sure = best - second >= self._model.margin and not foreign
        intent = ranking[0][0] if sure else FALLBACK if foreign else _when_unsure(ranking)
        confidence = dict(ranking).get(intent, ranking[0][1])
        return Parsed(text, intent, confidence, ranking=ranking)

    def _ranking(self, scores: NDArray[np.float32]) -> tuple[tuple[str, float], ...]:
        powers = np.exp((scores - scores.max()) / self._model.temperature)
        shares = powers / powers.sum()
        best_first = np.argsort(-shares, kind="stable")
        return tuple((self._model.intents[i], round(float(shares[i]), 4)) for i in best_first)


def _when_unsure(ranking: Sequence[tuple[str, float]]) -> str:
    likely = [intent for intent, share in ranking[:2] if share >= _HINT]
    if _ASKS_FOR_A_PERSON in likely and likely[0] != _NOT_A_PERSON_AFTER_ALL:
        return _ASKS_FOR_A_PERSON
    return FALLBACK


def _fingerprint(examples: Sequence[Example]) -> str:
    content = "\n".join((VERSION, *(f"{e.language}\t{e.intent}\t{e.text}" for e in examples)))
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def _train(nlu: Path, file: Path) -> None:
    one_thread = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-m", "dialogues.training", str(nlu.resolve()), str(file.resolve())]
    room = Path(__file__).resolve().parent.parent
    done = subprocess.run(command, cwd=room, env=one_thread, capture_output=True, text=True, check=False)
    if done.returncode:
        raise TrainingError(done.stderr.strip())
