"""What a started service learns behind its first answers: meanings of sentences, services and occupations."""

import contextlib
import logging
import os
import sys
import threading
import time
from typing import Final, NoReturn

from admin.wiring import PROJECT, Installation
from dialogues.understanding.training_process import TrainingError
from knowledge.embedding import Embedding, EmbeddingError

AGAIN_SECONDS: Final = 300
FOLLOW_SECONDS: Final = 5
_POLITE: Final = 10
"""Added niceness of the thread: people who write meanwhile come first."""

_log = logging.getLogger(__name__)


def awake(installation: Installation) -> None:
    """Returns at once; until it is done, messages and searches go by characters alone.

    Afterwards what is published is learned as it comes.
    """
    if installation.settings.vectors:
        threading.Thread(target=_until_learned, args=(installation,), name="awakening", daemon=True).start()


def _until_learned(installation: Installation) -> None:
    """A server that is down is asked again; a model that is not installed stays so."""
    _be_polite()
    while True:
        try:
            learn_meanings(installation)
            _follow(installation)
        except (EmbeddingError, TrainingError, OSError) as error:
            _log.warning("understanding and searching by characters alone: %s", error)
        if not installation.settings.embedding_url:
            return
        time.sleep(AGAIN_SECONDS)


def _follow(installation: Installation) -> NoReturn:
    """What is published comes first, then names of occupations. Raises EmbeddingError, OSError."""
    while True:
        if not (installation.catalogue.learn_more() or installation.occupations.learn_more()):
            time.sleep(FOLLOW_SECONDS)


def learn_meanings(installation: Installation) -> None:
    """Takes minutes at the first start, seconds later. Raises EmbeddingError, TrainingError, OSError."""
    settings = installation.settings
    models = settings.data / "models"
    embedding = Embedding(settings.embedding.open())
    nlu = PROJECT / "nlu"
    if installation.understanding:
        installation.understanding.learn_meaning(nlu, models, settings.embedding, embedding)
    installation.safety.learn_meaning(PROJECT / "safety", nlu, models, settings.embedding, embedding)
    installation.catalogue.learn_meanings(embedding, models / "services.vectors")
    installation.occupations.learn_meanings(embedding, models / "occupations.vectors")


def _be_polite() -> None:
    if sys.platform == "linux":  # elsewhere niceness is of whole processes
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _POLITE)
