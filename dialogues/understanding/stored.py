"""Trained models in files of arrays, each moved into place whole, so that a reader never sees half of one."""

import os
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Arrays = Mapping[str, NDArray[Any]]


def write_arrays(file: Path, arrays: Arrays) -> None:
    """Raises OSError."""
    file.parent.mkdir(parents=True, exist_ok=True)
    partial = file.with_suffix(f".{os.getpid()}.partial")
    with partial.open("wb") as stream:
        np.savez(stream, **dict(arrays))  # type: ignore[arg-type]  # its only other argument has a default
    partial.replace(file)


def read_arrays(file: Path) -> Arrays | None:
    """None when the file is missing or damaged."""
    try:
        with np.load(file, allow_pickle=False) as stored:
            return {name: stored[name] for name in stored.files}
    except (OSError, ValueError, EOFError, zipfile.BadZipFile):
        return None
