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
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from dialogues.examples import Example, read_examples
from dialogues.features import features
from dialogues.understanding import Model

_FOLDS = 4
_LEAST_SURE = 0.05
"""Even a perfect cross-validation must not make a tie a decision."""


def train(examples: Sequence[Example]) -> Model:
    """The model of all languages together, calibrated by cross-validation. Deterministic."""
    vectorizer = TfidfVectorizer(analyzer=_listed, sublinear_tf=True, min_df=2, dtype=np.float32)
    matrix = vectorizer.fit_transform([example.text for example in examples])
    names, labels = np.unique([example.intent for example in examples], return_inverse=True)
    scores = _held_out_scores(matrix, labels, len(names))
    whole = _regression().fit(matrix, labels)
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
    )


def temperature(scores: NDArray[np.float64], labels: NDArray[np.int64]) -> float:
    """What to divide scores by so that the probabilities of the right intents are likeliest."""

    def surprise(log_temperature: float) -> float:
        cooled = scores / np.exp(log_temperature)
        return float(np.mean(logsumexp(cooled, axis=1) - cooled[np.arange(len(labels)), labels]))

    return float(np.exp(minimize_scalar(surprise, bounds=(-3, 3), method="bounded").x))


def margin(scores: NDArray[np.float64], labels: NDArray[np.int64]) -> float:
    """The margin below which guesses were more often wrong than right."""
    second, best = np.sort(scores, axis=1)[:, -2:].T
    order = np.argsort(best - second)
    right = (scores.argmax(axis=1) == labels)[order]
    gain_of_refusing_up_to = np.cumsum(np.where(right, -1, 1))
    most = int(np.argmax(gain_of_refusing_up_to))
    found = (best - second)[order][most] if gain_of_refusing_up_to[most] > 0 else 0.0
    return max(float(found), _LEAST_SURE)


def _held_out_scores(matrix: csr_matrix, labels: NDArray[np.int64], intents: int) -> NDArray[np.float64]:
    scores = np.zeros((len(labels), intents))
    for known, held_out in StratifiedKFold(_FOLDS, shuffle=True, random_state=0).split(matrix, labels):
        scores[held_out] = _regression().fit(matrix[known], labels[known]).decision_function(matrix[held_out])
    return scores


def _regression() -> LogisticRegression:
    return LogisticRegression(C=20, tol=1e-3, max_iter=200)


def _listed(text: str) -> list[str]:
    return list(features(text))


if __name__ == "__main__":
    train(read_examples(Path(sys.argv[1]))).save(Path(sys.argv[2]))
