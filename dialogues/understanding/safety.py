"""Signs of danger in a message: rules in every language, whatever is spoken, and models beside them."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import yaml

from dialogues.understanding.danger_model import KINDS, VERSION, Danger, DangerByCharacters, DangerByMeaning
from dialogues.understanding.features import VERSION as FEATURES_VERSION
from dialogues.understanding.phrases import Found, Phrasebook
from dialogues.understanding.sentences import HARMLESS, SECTIONS
from dialogues.understanding.spelling import words
from dialogues.understanding.training_process import TrainingError, train
from knowledge.embedding import Embedding, EmbeddingChoice

TRAINING: Final = "dialogues.understanding.danger_training"
SENTENCES: Final = "sentences"
"""The folder beside the rules."""

_LONG: Final = 120
"""Characters from which on a text is judged piece by piece as well."""

_WORDS, _OVERLAP = 20, 8
_ENDS: Final = re.compile(r"(?<=[.!?…؟।。])\s+|\n+")


class SafetyError(Exception):
    """A file of danger signs cannot be used. The message names it."""


class Safety:
    """What a phrase of the rules says is sure; what no rule knows is judged by the models, where trained.

    `Safety.load` builds it once, where the parts are wired; `Safety.read` has the rules alone.
    """

    def __init__(self, books: Mapping[str, Phrasebook], characters: DangerByCharacters | None = None) -> None:
        self._books = books
        self._characters = characters
        self._meaning: tuple[DangerByMeaning, Embedding] | None = None

    @classmethod
    def read(cls, folder: Path) -> "Safety":
        """From `<folder>/<language>.yml`. Raises SafetyError when a file is not what it should be."""
        return cls({path.stem: _book(path) for path in sorted(folder.glob("*.yml"))})

    @classmethod
    def load(cls, folder: Path, nlu: Path, cache: Path) -> "Safety":
        """With the model over characters, trained where `cache` has none of these sentences.

        Raises SafetyError, TrainingError.
        """
        file = cache / f"danger-{_fingerprint(folder, nlu)}.npz"
        characters = DangerByCharacters.read(file)
        if characters is None:
            train(TRAINING, folder / SENTENCES, nlu, file)
            characters = DangerByCharacters.read(file)
        if characters is None:
            raise TrainingError(f"{file.name} was written but cannot be read")
        return cls(cls.read(folder)._books, characters)

    def learn_meaning(
        self,
        folder: Path,
        nlu: Path,
        cache: Path,
        choice: EmbeddingChoice,
        embedding: Embedding,
        *,
        aloud: bool = False,
    ) -> None:
        """Takes vectors into account from now on; messages are judged meanwhile.

        Takes minutes, in a process of its own, when the sentences have changed. Raises what `load` does.
        """
        name = re.sub(r"\W+", "-", embedding.embedder.name)
        file = cache / f"danger-meaning-{_fingerprint(folder, nlu)}-{name}.npz"
        meaning = DangerByMeaning.read(file)
        if meaning is None:
            vectors = (cache / f"danger-sentences-{name}.npz", cache / f"sentences-{name}.npz")
            train(
                TRAINING, folder / SENTENCES, nlu, file, *vectors, choice.url or "", choice.model, aloud=aloud
            )
            meaning = DangerByMeaning.read(file)
        if meaning is None:
            raise TrainingError(f"{file.name} was written but cannot be read")
        self._meaning = (meaning, embedding)

    def signs_of_danger(self, text: str) -> Danger | None:
        """The gravest sign in `text`, in whatever language: people in distress switch to their own.

        Takes up to 20 ms for each 100 characters where vectors are needed.
        """
        spoken = words(text)
        kinds = _kinds([phrase for book in self._books.values() for phrase in book.find(spoken)])
        ruled = next((Danger(kind) for kind in KINDS if kind in kinds), None)
        return ruled or _gravest([self._judged(part) for part in parts(text)])

    def _judged(self, text: str) -> Danger | None:
        if self._characters is None or not text.strip():
            return None
        score = float(self._characters.scores(text)[0])
        if self._meaning is None:
            return self._characters.danger(text)
        meaning, embedding = self._meaning
        if score < meaning.quiet:
            return None
        vector = embedding.vector(text)
        return self._characters.danger(text) if vector is None else meaning.danger(score, vector)


def parts(text: str) -> tuple[str, ...]:
    """A long text whole, and piece by piece: one sentence of danger would be lost among ten others.

    A piece is a sentence with the next ones while they are short; a very long one is cut between words,
    each cut overlapping the one before.
    """
    if len(text) <= _LONG:
        return (text,)
    pieces = [""]
    for sentence in _ENDS.split(text):
        if len(pieces[-1]) + len(sentence) < _LONG:
            pieces[-1] = f"{pieces[-1]} {sentence}".strip()
        else:
            pieces += _cut(sentence)
    return (text, *filter(None, pieces))


def _cut(sentence: str) -> list[str]:
    said = sentence.split()
    starts = range(0, max(1, len(said) - _OVERLAP), _WORDS - _OVERLAP)
    return [" ".join(said[start : start + _WORDS]) for start in starts]


def _gravest(found: Sequence[Danger | None]) -> Danger | None:
    """What is sure before what is possible."""
    dangers = [danger for danger in found if danger]
    return min(dangers, key=lambda danger: (not danger.sure, KINDS.index(danger.kind)), default=None)


def _kinds(found: list[Found]) -> set[str]:
    """Kinds whose phrases are no part of a harmless saying.

    Negation alone does not clear a text ("I will not kill myself today" needs an answer): what is surely
    harmless stands in the files.
    """
    harmless = [phrase for phrase in found if phrase.name == HARMLESS]
    return {
        phrase.name
        for phrase in found
        if phrase.name != HARMLESS
        and not any(saying.start < phrase.end and phrase.start < saying.end for saying in harmless)
    }


def _book(path: Path) -> Phrasebook:
    content: Any = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    if not isinstance(content, dict) or not set(KINDS) <= set(content):
        raise SafetyError(f"{path.name}: needs lists of phrases for {', '.join(KINDS)}")
    unknown = set(content) - set(SECTIONS)
    if unknown:
        raise SafetyError(f"{path.name}: unknown section {', '.join(sorted(unknown))}")
    return Phrasebook(content)


def _fingerprint(folder: Path, nlu: Path) -> str:
    """Of the files as they are: reading a million characters of YAML would delay every start."""
    files = (*sorted((folder / SENTENCES).glob("*.yml")), *sorted(nlu.glob("*.yml")))
    content = b"".join(file.read_bytes() for file in files)
    return hashlib.sha256(f"{FEATURES_VERSION} {VERSION}".encode() + content).hexdigest()[:16]
