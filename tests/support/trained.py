"""The trained understanding, made once a day at most and lent to every installation under test."""

import shutil
from pathlib import Path
from tempfile import gettempdir
from typing import Final

from dialogues.understanding.intents import Understanding
from dialogues.understanding.safety import Safety

NLU: Final = Path(__file__).parents[2] / "dialogues" / "nlu"
TRAINED: Final = Path(gettempdir()) / "osaamo-test-understanding"
"""Trained models are kept between runs; their names tell what they were trained on."""


def lend(data: Path) -> None:
    """Puts the model of today's sentences into an installation's data folder."""
    Understanding.load(NLU, TRAINED)
    Safety.load(NLU.with_name("safety"), NLU, TRAINED)
    shutil.copytree(TRAINED, data / "models", dirs_exist_ok=True)


def keep(models: Path) -> None:
    """What an installation learned by itself is lent to the next ones."""
    shutil.copytree(models, TRAINED, dirs_exist_ok=True)
