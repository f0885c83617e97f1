"""The whole application in this process, over the shipped catalogue."""

from datetime import UTC, datetime

import pytest
from fastapi import FastAPI

from admin.app import create_app
from admin.first_start import prepare_catalogue, prepare_database
from admin.settings import ServiceSettings
from admin.wiring import install
from tests.support.trained import lend


@pytest.fixture(scope="session")
def application(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    data = tmp_path_factory.mktemp("application")
    lend(data)
    settings = ServiceSettings(
        _env_file=None,
        data=data,
        rate_requests=0,
        rate_starts=0,
        rate_messages=0,
        rate_codes=0,
        vectors=False,
    )
    database = prepare_database(settings)
    prepare_catalogue(database, datetime.now(UTC))
    return create_app(install(settings, database))
