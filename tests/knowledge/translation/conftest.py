"""A translation server to test with."""

from collections.abc import Iterator

import pytest

from tests.knowledge.translation.libretranslate import Fake, libretranslate


@pytest.fixture
def fake() -> Iterator[Fake]:
    with libretranslate() as running:
        yield running
