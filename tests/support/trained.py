"""The trained models, made once a day at most and lent to every installation under test."""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import gettempdir
from typing import Final

from dialogues.understanding.intents import Understanding
from dialogues.understanding.safety import Safety
from knowledge.embedding import BundledModel, Embedding, EmbeddingChoice

NLU: Final = Path(__file__).parents[2] / "dialogues" / "nlu"
RULES: Final = NLU.with_name("safety")
TRAINED: Final = Path(gettempdir()) / "osaamo-test-understanding"
"""Trained models are kept between runs; their names tell what they were trained on."""

UNFINISHED: Final = shutil.ignore_patterns("*.partial", "*.lock")


def trained() -> tuple[Understanding, Safety]:
    with _alone("characters"):
        return Understanding.load(NLU, TRAINED), Safety.load(RULES, NLU, TRAINED)


def with_meaning(bundled: BundledModel) -> tuple[Understanding, Safety]:
    """The same with vectors: minutes where they are made for the first time, so nobody makes them twice."""
    understanding, safety = trained()
    embedding = Embedding(bundled)
    with _alone("meaning"):
        understanding.learn_meaning(NLU, TRAINED, EmbeddingChoice(), embedding)
        safety.learn_meaning(RULES, NLU, TRAINED, EmbeddingChoice(), embedding)
    return understanding, safety


def lend(data: Path) -> None:
    """Puts the models of today's sentences into an installation's data folder."""
    trained()
    shutil.copytree(TRAINED, data / "models", dirs_exist_ok=True, ignore=UNFINISHED)


def keep(models: Path) -> None:
    """What an installation learned by itself is lent to the next ones."""
    shutil.copytree(models, TRAINED, dirs_exist_ok=True)


@contextmanager
def _alone(what: str) -> Iterator[None]:
    """Others wait only for what they need: the one takes seconds, the other minutes."""
    TRAINED.mkdir(parents=True, exist_ok=True)
    with (TRAINED / f"{what}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
