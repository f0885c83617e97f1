"""Trains what stands beside the rules of danger: `python -m dialogues.understanding.danger_training ...`.

Arguments: `<sentences> <nlu> <file>` for the characters' model; after them for the network
`<vectors> <vectors of nlu> <url> <model>`. The second file of vectors is that of the intents' training.
"""

import sys
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.neural_network import MLPClassifier
from sklearn.svm import LinearSVC

from dialogues.understanding.danger_model import KINDS, DangerByCharacters, DangerByMeaning, Levels, Network
from dialogues.understanding.examples import Example, ExamplesError
from dialogues.understanding.features import Vocabulary
from dialogues.understanding.meaning import centred
from dialogues.understanding.sentences import HARMLESS, ORDINARY, SentencesError, read_all
from dialogues.understanding.training import embed, vectorizer
from dialogues.understanding.training_process import stay_behind
from knowledge.embedding import EmbeddingChoice, EmbeddingError, Vectors

_FOLDS: Final = 4
_LOOKALIKES_SURE: Final = 2
_LOOKALIKES_POSSIBLE: Final = 8
"""Per cent of held-out lookalikes that pass as danger; of ordinary messages far fewer do."""

_NEVER_EMBEDDED: Final = 0.5
"""Per cent of the held-out sentences of danger that are taken for harmless by their characters alone."""

_HIDDEN: Final = 128
_SPREAD: Final = 8.0
"""Vectors of length 1 are made longer for the network: its first weights are for inputs of about 1 each."""

_PASSES: Final = 60


def train_characters(examples: Sequence[Example]) -> DangerByCharacters:
    """Deterministic."""
    known = vectorizer()
    matrix = known.fit_transform([example.text for example in examples])
    dangerous = _any_of(examples, *KINDS)
    columns = (dangerous, *(_any_of(examples, kind) for kind in KINDS))
    whole = [_separator().fit(matrix, column) for column in columns]
    return DangerByCharacters(
        vocabulary=Vocabulary.of(known.get_feature_names_out()),
        idf=known.idf_.astype(np.float32),
        weights=np.stack([model.coef_[0] for model in whole], axis=1).astype(np.float32),
        bias=np.array([model.intercept_[0] for model in whole], dtype=np.float32),
        levels=_levels(_held_out_scores(matrix, dangerous), examples),
    )


def train_meaning(examples: Sequence[Example], vectors: Vectors) -> DangerByMeaning:
    """One vector a row for each example. Deterministic."""
    mean = vectors.mean(axis=0)
    inputs = centred(vectors, mean)
    dangerous = _any_of(examples, *KINDS)
    labels = np.array([HARMLESS if e.intent == ORDINARY else e.intent for e in examples])
    by_characters = _held_out_scores(vectorizer().fit_transform([e.text for e in examples]), dangerous)
    odds = np.zeros(len(examples))
    for known, held_out in _folds(dangerous):
        odds[held_out] = _network(inputs[known], labels[known]).log_odds(inputs[held_out])[0]
    both = np.stack([by_characters, odds], axis=1)
    mixed = LogisticRegression().fit(both, dangerous)
    return DangerByMeaning(
        mean=mean,
        network=_network(inputs, labels),
        mix=np.array([*mixed.coef_[0], mixed.intercept_[0]], dtype=np.float32),
        levels=_levels(mixed.decision_function(both), examples),
        quiet=float(np.percentile(by_characters[dangerous], _NEVER_EMBEDDED)),
    )


def _levels(scores: NDArray[Any], examples: Sequence[Example]) -> Levels:
    shares = (100 - _LOOKALIKES_SURE, 100 - _LOOKALIKES_POSSIBLE)
    sure, possible = np.percentile(scores[_any_of(examples, HARMLESS)], shares)
    return Levels(float(sure), float(possible))


def _held_out_scores(matrix: csr_matrix, dangerous: NDArray[np.bool_]) -> NDArray[np.float64]:
    scores = np.zeros(len(dangerous))
    for known, held_out in _folds(dangerous):
        model = _separator().fit(matrix[known], dangerous[known])
        scores[held_out] = model.decision_function(matrix[held_out])
    return scores


def _network(inputs: Vectors, labels: NDArray[np.str_]) -> Network:
    trained = MLPClassifier(
        (_HIDDEN,),
        alpha=1e-3,
        learning_rate_init=2e-3,
        max_iter=_PASSES,
        n_iter_no_change=_PASSES,
        random_state=0,
    )
    with warnings.catch_warnings(action="ignore", category=ConvergenceWarning):  # it stops after its passes
        trained.fit(inputs * _SPREAD, labels)
    order = [list(trained.classes_).index(name) for name in (*KINDS, HARMLESS)]
    (hidden, outputs), (hidden_bias, outputs_bias) = trained.coefs_, trained.intercepts_
    layers = (hidden * _SPREAD, hidden_bias, outputs[:, order], outputs_bias[order])
    return Network(*(layer.astype(np.float32) for layer in layers))


def _separator() -> LinearSVC:
    return LinearSVC(C=1.0, random_state=0)


def _folds(dangerous: NDArray[np.bool_]) -> Iterator[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    shuffled = StratifiedKFold(_FOLDS, shuffle=True, random_state=0)
    yield from shuffled.split(np.zeros(len(dangerous)), dangerous)


def _any_of(examples: Sequence[Example], *intents: str) -> NDArray[np.bool_]:
    return np.array([example.intent in intents for example in examples])


def main(arguments: Sequence[str]) -> None:
    sentences, nlu, file, *rest = arguments
    try:
        examples = read_all(Path(sentences), Path(nlu))
    except (SentencesError, ExamplesError) as error:
        raise SystemExit(str(error)) from error
    if not rest:
        train_characters(examples).save(Path(file))
        return
    stay_behind()
    *files, url, model = rest
    choice = EmbeddingChoice(url or None, model)
    ordinary = [example.intent == ORDINARY for example in examples]
    first = ordinary.index(True) if any(ordinary) else len(examples)
    texts = [example.text for example in examples]
    try:
        parts = [
            embed(part, Path(vectors), choice)
            for part, vectors in zip((texts[:first], texts[first:]), files, strict=True)
        ]
    except EmbeddingError as error:
        raise SystemExit(str(error)) from error
    embedded = np.concatenate([part for part in parts if len(part)])
    train_meaning(examples, embedded).save(Path(file))


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:  # Ctrl-C ends the service and what it trains in the background
        sys.exit("ended before it was done")
