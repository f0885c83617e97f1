"""Training happens in a process of its own: what it needs to be trained with is not kept in memory."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Final

_POLITE: Final = 10
"""Added niceness of what is trained behind a service that answers people meanwhile."""


class TrainingError(Exception):
    """The model could not be trained. The message is what the training process said."""


def train(module: str, *arguments: str | Path, aloud: bool = False) -> None:
    """Runs `python -m <module>`, on one processor. `aloud`: progress is printed. Raises TrainingError."""
    one_thread = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    given = [str(each.resolve()) if isinstance(each, Path) else each for each in arguments]
    done = subprocess.run(
        [sys.executable, "-m", module, *given],
        cwd=Path(__file__).resolve().parents[2],
        env=one_thread,
        stdout=None if aloud else subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise TrainingError(done.stderr.strip())


def stay_behind() -> None:
    """For the process that trains: from now on it is slow, and ends when the service that started it has."""
    os.nice(_POLITE)
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()


def _end_with(service: int) -> None:
    while os.getppid() == service:
        time.sleep(1)
    os._exit(1)
