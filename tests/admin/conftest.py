"""The panel under test, on SQLite and on PostgreSQL."""

import pytest

from knowledge.database import Database
from tests.admin.panel import Panel, make_panel


@pytest.fixture
def panel(database: Database) -> Panel:
    """On both databases: for what writes at the same time or reads much."""
    return make_panel(database)


@pytest.fixture
def small_panel(sqlite_database: Database) -> Panel:
    """On SQLite alone: for what no database makes a difference to."""
    return make_panel(sqlite_database)
