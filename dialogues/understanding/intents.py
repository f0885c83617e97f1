"""What a message is taken for: a linear model over characters and words, and one over vectors beside it."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dialogues.tracker import Parsed
from dialogues.understanding.examples import Example, read_examples
from dialogues.understanding.features import VERSION, Vocabulary, familiar_share, weighted
from dialogues.understanding.meaning import VERSION as MEANING_VERSION
from dialogues.understanding.meaning import Meaning
from dialogues.understanding.spelling import plain
from dialogues.understanding.stored import read_arrays, write_arrays
from dialogues.understanding.training_process import TrainingError, train
from knowledge.embedding import Embedding, EmbeddingChoice

TRAINING: Final = "dialogues.understanding.training"

FALLBACK: Final = "nlu_fallback"
_ASKS_FOR_A_PERSON: Final = "ask_human"
_NOT_A_PERSON_AFTER_ALL: Final = "cancel_human"
_HINT: Final = 0.35
"""A person is asked for when the model half thinks so: missing it costs more than showing the offer."""

_STRANGE: Final = 0.75
"""A text of which less was ever seen is judged by characters alone: vectors see meaning in any nonsense."""


@dataclass(frozen=True, slots=True)
class Model:
    """One row of `weights` per feature, one column per intent; `idf` weighs the features.

    `temperature` makes probabilities honest; guesses below `margin` (between the two best scores), and texts
    of whose pieces less than `familiarity` were ever seen, are refused. All three come from cross-validation.
    """

    intents: tuple[str, ...]
    vocabulary: Vocabulary
    idf: NDArray[np.float32]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    temperature: float
    margin: float
    familiarity: float

    def scores(self, text: str) -> NDArray[np.float32] | None:
        """One score per intent, None when nothing in the text was ever seen."""
        found = weighted(text, self.vocabulary, self.idf)
        if found is None:
            return None
        at, vector = found
        result: NDArray[np.float32] = vector @ self.weights[at] + self.bias
        return result

    def save(self, file: Path) -> None:
        arrays = {
            "intents": np.array(self.intents),
            "marks": self.vocabulary.marks,
            "rows": self.vocabulary.rows,
            "idf": self.idf,
            "weights": self.weights,
            "bias": self.bias,
            "calibration": np.array([self.temperature, self.margin, self.familiarity]),
        }
        write_arrays(file, arrays)

    @classmethod
    def read(cls, file: Path) -> "Model | None":
        """None when the file is missing or damaged."""
        stored = read_arrays(file)
        if stored is None:
            return None
        temperature, margin, familiarity = (float(value) for value in stored["calibration"])
        return cls(
            intents=tuple(str(intent) for intent in stored["intents"]),
            vocabulary=Vocabulary(stored["marks"], stored["rows"]),
            idf=stored["idf"],
            weights=stored["weights"],
            bias=stored["bias"],
            temperature=temperature,
            margin=margin,
            familiarity=familiarity,
        )


@dataclass(frozen=True, slots=True)
class _Judged:
    """Scores per intent, and the calibration of the models that they come from."""

    scores: NDArray[np.float32]
    temperature: float
    margin: float

    @property
    def lead(self) -> float:
        second, best = np.sort(self.scores)[-2:]
        return float(best - second)


class Understanding:
    """Reads messages. Build it with `Understanding.load`, once, where the parts are wired."""

    def __init__(self, model: Model, examples: Sequence[Example]) -> None:
        self._model = model
        self._meaning: tuple[Meaning, Embedding] | None = None
        self._examples = _fingerprint(examples)
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
            train(TRAINING, nlu, file)
            model = Model.read(file)
        if model is None:
            raise TrainingError(f"{file.name} was written but cannot be read")
        return cls(model, examples)

    def learn_meaning(
        self, nlu: Path, cache: Path, choice: EmbeddingChoice, embedding: Embedding, *, aloud: bool = False
    ) -> None:
        """Takes vectors into account from now on; messages are read meanwhile.

        Takes minutes, in a process of its own, when the sentences of `nlu` have changed; less when few did.
        `aloud`: progress is printed. Raises TrainingError.
        """
        name = re.sub(r"\W+", "-", embedding.embedder.name)
        file = cache / f"meaning-{self._examples}-{MEANING_VERSION}-{name}.npz"
        meaning = Meaning.read(file)
        if meaning is None:
            vectors = cache / f"sentences-{name}.npz"
            train(TRAINING, nlu, file, vectors, choice.url or "", choice.model, aloud=aloud)
            meaning = Meaning.read(file)
        if meaning is None or meaning.weights.shape[1] != len(self._model.intents):
            raise TrainingError(f"{file.name} was written but cannot be used")
        self._meaning = (meaning, embedding)

    @property
    def knows_meaning(self) -> bool:
        return self._meaning is not None

    def knows(self, text: str, intent: str) -> bool:
        """Whether `text` is a training sentence of `intent`: then there is nothing to guess."""
        return intent in self._exact.get(plain(text), {}).values()

    def parse(self, text: str, language: str) -> Parsed:
        """The intent of `text`, `nlu_fallback` when unsure; `ranking` always holds the real intents."""
        known = self._exact.get(plain(text))
        if known:
            intent = known.get(language.partition("-")[0]) or next(iter(known.values()))
            return Parsed(text, intent, 1.0, ranking=((intent, 1.0),))
        familiar = familiar_share(text, self._model.vocabulary)
        judged = self._judge(text, familiar)
        if judged is None:
            return Parsed(text, FALLBACK, 0.0)
        ranking = self._ranking(judged)
        foreign = familiar < self._model.familiarity
        intent = FALLBACK if foreign else _intent(judged, ranking)
        confidence = dict(ranking).get(intent, ranking[0][1])
        return Parsed(text, intent, confidence, ranking=ranking)

    def _judge(self, text: str, familiar: float) -> _Judged | None:
        """By characters; by vectors as well when those are not certain and the text is not strange.

        A wish for a person that the characters hear stays heard.
        """
        scores = self._model.scores(text)
        if scores is None:
            return None
        judged = _Judged(scores, self._model.temperature, self._model.margin)
        if self._meaning is None or familiar < _STRANGE:
            return judged
        meaning, embedding = self._meaning
        asks = _intent(judged, self._ranking(judged)) == _ASKS_FOR_A_PERSON
        vector = None if asks or judged.lead >= meaning.certain else embedding.vector(text)
        if vector is None:
            return judged
        return _Judged(scores + meaning.scores(vector), meaning.temperature, meaning.margin)

    def _ranking(self, judged: _Judged) -> tuple[tuple[str, float], ...]:
        powers = np.exp((judged.scores - judged.scores.max()) / judged.temperature)
        shares = powers / powers.sum()
        best_first = np.argsort(-shares, kind="stable")
        return tuple((self._model.intents[i], round(float(shares[i]), 4)) for i in best_first)


def _intent(judged: _Judged, ranking: Sequence[tuple[str, float]]) -> str:
    """The likeliest when it leads by enough; else at most a wish for a person."""
    if judged.lead >= judged.margin:
        return ranking[0][0]
    likely = [intent for intent, share in ranking[:2] if share >= _HINT]
    if _ASKS_FOR_A_PERSON in likely and likely[0] != _NOT_A_PERSON_AFTER_ALL:
        return _ASKS_FOR_A_PERSON
    return FALLBACK


def _fingerprint(examples: Sequence[Example]) -> str:
    content = "\n".join((VERSION, *(f"{e.language}\t{e.intent}\t{e.text}" for e in examples)))
    return hashlib.sha256(content.encode()).hexdigest()[:16]
