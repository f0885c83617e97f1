"""Vectors of services' texts in a file that only grows: one byte a dimension, read where it lies."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from knowledge.embedding import PASSAGE, Embedder, Vectors

Bytes = NDArray[np.int8]

_KEY: Final = 16
_HEAD: Final = np.dtype([("kind", "S16"), ("model", "S32"), ("dimensions", "<i4"), ("rest", "S12")])
_KIND: Final = b"osaamo-vectors-1"


class VectorFile:
    """A row a text, found by the text's hash. Several processes may write: who comes second adds a copy.

    Of vectors of length 1 only the direction is kept: the error is far below that of the model's four bits.
    """

    def __init__(self, file: Path, embedder: Embedder) -> None:
        """Begins anew where the file is missing, damaged or of another model. Raises OSError."""
        self._file = file
        self._embedder = embedder
        self._rows: dict[bytes, int] = {}
        self._vectors: Bytes = np.zeros((0, 0), dtype=np.int8)
        self._open()

    @property
    def vectors(self) -> Bytes:
        """All rows; stays as it is while more are learned."""
        return self._vectors

    def row(self, text: str) -> int:
        """-1 for a text that is not known."""
        return self._rows.get(_key(text), -1)

    def learn(self, texts: Sequence[str]) -> None:
        """Those that are not known. Takes 20 ms each. Raises EmbeddingError, OSError."""
        missing = {key: text for text in texts if (key := _key(text)) not in self._rows}
        if not missing:
            return
        vectors = self._embedder.embed(list(missing.values()), PASSAGE)
        records = np.zeros(len(missing), dtype=_record(vectors.shape[1]))
        records["key"] = np.frombuffer(b"".join(missing), dtype=(np.uint8, (_KEY,)))
        records["vector"] = _in_bytes(vectors)
        self._file.parent.mkdir(parents=True, exist_ok=True)
        if not self._rows:
            self._file.write_bytes(self._head(vectors.shape[1]))
        with self._file.open("ab") as stream:
            stream.write(records.tobytes())
        self._open()

    def _open(self) -> None:
        """Reads what is new in the file, and cuts off half a record, which a killed process left."""
        dimensions = self._dimensions()
        if dimensions is None:
            return
        record = _record(dimensions)
        whole, rest = divmod(self._file.stat().st_size - _HEAD.itemsize, record.itemsize)
        if rest:
            with self._file.open("r+b") as stream:
                stream.truncate(_HEAD.itemsize + whole * record.itemsize)
        if not whole:
            return
        records = np.memmap(self._file, record, "r", _HEAD.itemsize, (whole,))
        known = len(self._vectors)
        keys = np.ascontiguousarray(records["key"][known:])
        self._rows.update((key.tobytes(), known + place) for place, key in enumerate(keys))
        self._vectors = records["vector"]

    def _dimensions(self) -> int | None:
        if not self._file.exists():
            return None
        with self._file.open("rb") as stream:
            head = stream.read(_HEAD.itemsize)
        if len(head) < _HEAD.itemsize:
            return None
        dimensions = int(np.frombuffer(head, _HEAD)["dimensions"][0])
        return dimensions if head == self._head(dimensions) else None

    def _head(self, dimensions: int) -> bytes:
        model = hashlib.sha256(self._embedder.name.encode()).hexdigest()[:32]
        return np.array((_KIND, model, dimensions, b""), _HEAD).tobytes()


def _record(dimensions: int) -> np.dtype[np.void]:
    return np.dtype([("key", np.uint8, (_KEY,)), ("vector", np.int8, (dimensions,))])


def _key(text: str) -> bytes:
    return hashlib.sha256(text.encode(errors="replace")).digest()[:_KEY]


def _in_bytes(vectors: Vectors) -> Bytes:
    largest = np.maximum(np.abs(vectors).max(axis=1, keepdims=True), 1e-9)
    result: Bytes = np.rint(vectors * (127 / largest)).astype(np.int8)
    return result
