"""Vectors of known texts, kept in a file so that each text is embedded once."""

import hashlib
import os
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from knowledge.embedding import QUERY, Embedder, Vectors

SAVED_EVERY: Final = 500
"""Texts after which the file is written, so that an interrupted start goes on where it was."""


def vectors_of(
    texts: Sequence[str],
    embedder: Embedder,
    file: Path,
    prefix: str = QUERY,
    progress: Callable[[int, int], None] | None = None,
) -> Vectors:
    """One row a text, out of `file` where they are known.

    Other texts are dropped from the file when they outnumber these. `progress` is told how many of how many
    missing ones are done. Raises EmbeddingError, OSError.
    """
    keys = [_key(text, prefix) for text in texts]
    known = _read(file, embedder.name)
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    waiting = list(missing.items())
    for start in range(0, len(waiting), SAVED_EVERY):
        part = waiting[start : start + SAVED_EVERY]
        rows = embedder.embed([text for _, text in part], prefix)
        known.update(zip((key for key, _ in part), rows, strict=True))
        _write(file, embedder.name, known)
        if progress:
            progress(min(start + SAVED_EVERY, len(waiting)), len(waiting))
    if len(known) > 2 * len(set(keys)):
        _write(file, embedder.name, {key: known[key] for key in keys})
    return np.stack([known[key] for key in keys]).astype(np.float32) if keys else np.zeros((0, 0), np.float32)


def _key(text: str, prefix: str) -> str:
    return hashlib.sha256(f"{prefix}{text}".encode()).hexdigest()[:24]


def _read(file: Path, name: str) -> dict[str, Vectors]:
    """Nothing when the file is missing, damaged or of another model."""
    try:
        with np.load(file, allow_pickle=False) as stored:
            if str(stored["model"]) != name:
                return {}
            return dict(zip(stored["keys"].tolist(), stored["vectors"].astype(np.float32), strict=True))
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return {}


def _write(file: Path, name: str, known: dict[str, Vectors]) -> None:
    """Half precision: the error is far below that of the model's own four bits."""
    file.parent.mkdir(parents=True, exist_ok=True)
    partial = file.with_suffix(f".{os.getpid()}.partial")
    vectors = np.stack(list(known.values())).astype(np.float16)
    with partial.open("wb") as stream:
        np.savez(stream, model=np.array(name), keys=np.array(list(known)), vectors=vectors)
    partial.replace(file)
