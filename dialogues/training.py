"""Trains the model of understanding: `python -m dialogues.training <nlu folder> <file to write>`."""

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix
from scipy.special import logsumexp
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

from dialogues.examples import Example, read_examples
from dialogues.features import familiar_share, features, pieces
from dialogues.understanding import Model

_FOLDS = 4
_RIGHT_GUESSES_GIVEN_UP = 10
_STRANGEST_GIVEN_UP = 1
"""Per cent of the held-out sentences that may be refused, so that what is foreign is refused too."""


def train(examples: Sequence[Example]) -> Model:
    """The model of all languages together, calibrated by cross-validation. Deterministic."""
    vectorizer = TfidfVectorizer(analyzer=_listed, sublinear_tf=True, min_df=2, dtype=np.float32)
    matrix = vectorizer.fit_transform([example.text for example in examples])
    names, labels = np.unique([example.intent for example in examples], return_inverse=True)
    scores = _held_out_scores(matrix, labels, len(names))
    whole = _separator().fit(matrix, labels)
    return Model(
        intents=tuple(str(name) for name in names),
        rows={
            feature: int(row) for feature, row in sorted(vectorizer.vocabulary_.items(), key=lambda p: p[1])
        },
        idf=vectorizer.idf_.astype(np.float32),
        weights=np.ascontiguousarray(whole.coef_.T, dtype=np.float32),
        bias=whole.intercept_.astype(np.float32),
        temperature=temperature(scores, labels),
        margin=margin(scores, labels),
        familiarity=familiarity([example.text for example in examples]),
    )


def temperature(scores: NDArray[np.float64], labels: NDArray[np.int64]) -> float:
    """What to divide scores by so that the probabilities of the right intents are likeliest."""

    def surprise(log_temperature: float) -> float:
        cooled = scores / np.exp(log_temperature)
        return float(np.mean(logsumexp(cooled, axis=1) - cooled[np.arange(len(labels)), labels]))

    return float(np.exp(minimize_scalar(surprise, bounds=(-3, 3), method="bounded").x))


def margin(scores: NDArray[np.float64], labels: NDArray[np.int64]) -> float:
    """The margin that all but a few of the right guesses reach; foreign matter seldom does."""
    second, best = np.sort(scores, axis=1)[:, -2:].T
    right = scores.argmax(axis=1) == labels
    return float(np.percentile((best - second)[right], _RIGHT_GUESSES_GIVEN_UP))


def familiarity(texts: Sequence[str]) -> float:
    """The share of known word pieces that nearly every text reaches whose neighbours alone are known."""
    folds = [texts[start::_FOLDS] for start in range(_FOLDS)]
    shares: list[float] = []
    for held_out in folds:
        known = {piece for fold in folds if fold is not held_out for text in fold for piece in pieces(text)}
        shares.extend(familiar_share(text, known) for text in held_out)
    return float(np.percentile(shares, _STRANGEST_GIVEN_UP))


def _held_out_scores(matrix: csr_matrix, labels: NDArray[np.int64], intents: int) -> NDArray[np.float64]:
    scores = np.zeros((len(labels), intents))
    for known, held_out in StratifiedKFold(_FOLDS, shuffle=True, random_state=0).split(matrix, labels):
        scores[held_out] = _separator().fit(matrix[known], labels[known]).decision_function(matrix[held_out])
    return scores


def _separator() -> LinearSVC:
    """Each intent against all others: as right as logistic regression here, in a twentieth of the time."""
    return LinearSVC(C=1.0, random_state=0)


def _listed(text: str) -> list[str]:
    return list(features(text))


if __name__ == "__main__":
    train(read_examples(Path(sys.argv[1]))).save(Path(sys.argv[2]))
