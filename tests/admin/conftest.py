"""The panel under test, on SQLite and on PostgreSQL."""

from collections.abc import Iterator

import pytest

from knowledge.database import Database
from tests.admin.oidc import ACCOUNTS, BACK
from tests.admin.panel import Panel, make_panel
from tests.conftest import missing
from tests.support.postgres import free_port
from tests.support.provider import RealProvider, is_installed, provider


@pytest.fixture
def panel(database: Database) -> Panel:
    """On both databases: for what writes at the same time or reads much."""
    return make_panel(database)


@pytest.fixture
def small_panel(sqlite_database: Database) -> Panel:
    """On SQLite alone: for what no database makes a difference to."""
    return make_panel(sqlite_database)


@pytest.fixture(scope="module")
def real() -> Iterator[RealProvider]:
    """A provider of identities that others have written."""
    if not is_installed():
        missing("Node or npm's oidc-provider")
    with provider(free_port(), BACK, ACCOUNTS) as running:
        yield running
