"""Trains the models: `python -m dialogues.understanding.training <nlu> <file> [<vectors> <url> <model>]`."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix
from scipy.special import logsumexp
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

from dialogues.understanding.examples import Example, read_examples
from dialogues.understanding.features import Vocabulary, familiar_share, features, pieces
from dialogues.understanding.intents import Model
from dialogues.understanding.meaning import Meaning, centred, chosen
from dialogues.understanding.training_process import stay_behind
from knowledge.embedding import EmbeddingChoice, EmbeddingError, Vectors
from knowledge.vector_file import vectors_of

_FOLDS = 4
_RIGHT_GUESSES_GIVEN_UP = 11
_STRANGEST_GIVEN_UP = 1
"""Per cent of the held-out sentences that may be refused, so that what is foreign is refused too."""

_WEIGHT: Final = 0.6
"""Of the vectors' scores beside the characters': both are margins of like size."""

_WRONG_WHEN_CERTAIN: Final = 0.03
"""The share of wrong guesses, in cross-validation, among those made without asking the vectors: of the
evaluation's sentences none was wrong, and four of five need no vector."""

_RIGHT_GUESSES_OF_BOTH_GIVEN_UP: Final = 7
"""Both together refuse fewer right guesses, and let as few wrong ones pass as the characters alone."""


def train(examples: Sequence[Example]) -> Model:
    """The model of all languages together, calibrated by cross-validation. Deterministic."""
    known = vectorizer()
    matrix = known.fit_transform([example.text for example in examples])
    names, labels = np.unique([example.intent for example in examples], return_inverse=True)
    scores = _held_out_scores(matrix, labels, len(names))
    whole = _separator().fit(matrix, labels)
    return Model(
        intents=tuple(str(name) for name in names),
        vocabulary=Vocabulary.of(known.get_feature_names_out()),
        idf=known.idf_.astype(np.float32),
        weights=np.ascontiguousarray(whole.coef_.T, dtype=np.float32),
        bias=whole.intercept_.astype(np.float32),
        temperature=temperature(scores, labels),
        margin=margin(scores, labels),
        familiarity=familiarity([example.text for example in examples]),
    )


def train_meaning(examples: Sequence[Example], vectors: Vectors) -> Meaning:
    """The model over vectors, one a row for each of the `chosen` examples, calibrated with the other model.

    Deterministic.
    """
    matrix = vectorizer().fit_transform([example.text for example in examples])
    names, labels = np.unique([example.intent for example in examples], return_inverse=True)
    places = chosen(examples)
    by_characters = _held_out_scores(matrix, labels, len(names))[places]
    mean, right = vectors.mean(axis=0), labels[places]
    inputs = centred(vectors, mean)
    both = by_characters + _WEIGHT * _held_out_scores(inputs, right, len(names), of_vectors=True)
    whole = _separator(of_vectors=True).fit(inputs, right)
    return Meaning(
        mean=mean,
        weights=np.ascontiguousarray(_WEIGHT * whole.coef_.T, dtype=np.float32),
        bias=(_WEIGHT * whole.intercept_).astype(np.float32),
        temperature=temperature(both, right),
        margin=margin(both, right, _RIGHT_GUESSES_OF_BOTH_GIVEN_UP),
        certain=certain(by_characters, right),
    )


def temperature(scores: NDArray[np.float64], labels: NDArray[np.int64]) -> float:
    """What to divide scores by so that the probabilities of the right intents are likeliest."""

    def surprise(log_temperature: float) -> float:
        cooled = scores / np.exp(log_temperature)
        return float(np.mean(logsumexp(cooled, axis=1) - cooled[np.arange(len(labels)), labels]))

    return float(np.exp(minimize_scalar(surprise, bounds=(-3, 3), method="bounded").x))


def margin(
    scores: NDArray[np.float64], labels: NDArray[np.int64], given_up: float = _RIGHT_GUESSES_GIVEN_UP
) -> float:
    """The margin that all but a few of the right guesses reach; foreign matter seldom does."""
    second, best = np.sort(scores, axis=1)[:, -2:].T
    right = scores.argmax(axis=1) == labels
    return float(np.percentile((best - second)[right], given_up))


def certain(scores: NDArray[np.float64], labels: NDArray[np.int64]) -> float:
    """The smallest lead from which on hardly any guess is wrong."""
    second, best = np.sort(scores, axis=1)[:, -2:].T
    leads = best - second
    largest_first = np.argsort(-leads, kind="stable")
    wrong = np.cumsum(scores.argmax(axis=1)[largest_first] != labels[largest_first])
    few = wrong <= _WRONG_WHEN_CERTAIN * np.arange(1, len(labels) + 1)
    return float(leads[largest_first][np.flatnonzero(few)[-1]]) if few.any() else float("inf")


def familiarity(texts: Sequence[str]) -> float:
    """The share of known word pieces that nearly every text reaches whose neighbours alone are known."""
    folds = [texts[start::_FOLDS] for start in range(_FOLDS)]
    shares: list[float] = []
    for held_out in folds:
        others = (text for fold in folds if fold is not held_out for text in fold)
        known = Vocabulary.of({piece for text in others for piece in pieces(text)})
        shares.extend(familiar_share(text, known) for text in held_out)
    return float(np.percentile(shares, _STRANGEST_GIVEN_UP))


def _held_out_scores(
    matrix: csr_matrix | Vectors, labels: NDArray[np.int64], intents: int, *, of_vectors: bool = False
) -> NDArray[np.float64]:
    scores = np.zeros((len(labels), intents))
    for known, held_out in StratifiedKFold(_FOLDS, shuffle=True, random_state=0).split(matrix, labels):
        model = _separator(of_vectors=of_vectors).fit(matrix[known], labels[known])
        scores[held_out] = model.decision_function(matrix[held_out])
    return scores


def _separator(*, of_vectors: bool = False) -> LinearSVC:
    """Each intent against all others: as right as logistic regression here, in a twentieth of the time."""
    return LinearSVC(C=0.3, dual=False) if of_vectors else LinearSVC(C=1.0, random_state=0)


def vectorizer() -> TfidfVectorizer:
    """Of texts' features; what is seen once only is left out."""
    return TfidfVectorizer(analyzer=_listed, sublinear_tf=True, min_df=2, dtype=np.float32)


def _listed(text: str) -> list[str]:
    return list(features(text))


def embed(texts: Sequence[str], file: Path, choice: EmbeddingChoice) -> Vectors:
    """Raises EmbeddingError, OSError."""

    def told(done: int, missing: int) -> None:
        sys.stdout.write(f"Vectors of sentences: {done} of {missing}\n")
        sys.stdout.flush()

    return vectors_of(texts, choice.open(), file, progress=told)


def main(arguments: Sequence[str]) -> None:
    nlu, file, *rest = arguments
    examples = read_examples(Path(nlu))
    if not rest:
        train(examples).save(Path(file))
        return
    stay_behind()
    vectors, url, model = rest
    try:
        texts = [examples[place].text for place in chosen(examples)]
        embedded = embed(texts, Path(vectors), EmbeddingChoice(url or None, model))
    except EmbeddingError as error:
        raise SystemExit(str(error)) from error
    train_meaning(examples, embedded).save(Path(file))


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:  # Ctrl-C ends the service and what it trains in the background
        sys.exit("ended before it was done")
