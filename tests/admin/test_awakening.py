"""A started service learns meanings behind its first answers, and goes without where they cannot be had."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from admin.awakening import awake, learn_meanings
from admin.first_start import prepare_catalogue, prepare_database
from admin.settings import ServiceSettings
from admin.wiring import Installation, install
from bot.chat import ServiceQuery
from dialogues.understanding.training_process import TrainingError
from knowledge.embedding import BundledModel, EmbeddingError
from tests.support.trained import keep, lend, with_meaning
from tests.support.vectors import bundled

__all__ = ["bundled"]

pytestmark = pytest.mark.timeout(1500)
UKRAINIAN = ServiceQuery(words="курси фінської мови", language="uk")
Made = Callable[..., Installation]


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Made]:
    with ExitStack() as afterwards:

        def make(**values: Any) -> Installation:
            lend(tmp_path)
            settings = ServiceSettings(**{"_env_file": None, "data": tmp_path, **values})
            database = prepare_database(settings)
            afterwards.callback(database.close)
            prepare_catalogue(database, datetime.now(UTC))
            return install(settings, database)

        yield make


def test_a_service_that_has_learned_finds_across_languages(made: Made, bundled: BundledModel) -> None:
    with_meaning(bundled)
    installation = made()
    assert installation.chat.search(UKRAINIAN) == []
    learn_meanings(installation)
    keep(installation.settings.data / "models")
    assert installation.understanding
    assert installation.understanding.knows_meaning
    assert installation.chat.search(UKRAINIAN)


def test_without_a_server_everything_goes_by_characters(made: Made) -> None:
    installation = made(embedding_url="http://127.0.0.1:9")
    with pytest.raises((EmbeddingError, TrainingError), match="embedding server"):
        learn_meanings(installation)
    assert installation.catalogue.current.meanings is None
    assert installation.chat.search(ServiceQuery(words="velat", language="fi"))


def test_nothing_is_learned_where_vectors_are_not_wanted(made: Made) -> None:
    before = threading.active_count()
    awake(made(vectors=False))
    assert threading.active_count() == before
