"""What cannot be put in order is told in one sentence."""

import sqlite3
from pathlib import Path

import pytest

from admin.errors import CannotRun
from admin.first_start import prepare_database
from admin.settings import ServiceSettings


def test_a_sqlite_that_is_too_old_is_named_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 34, 1))
    monkeypatch.setattr(sqlite3, "sqlite_version", "3.34.1")
    with pytest.raises(CannotRun, match=r"SQLite 3\.34\.1: Osaamo needs 3\.35 or newer"):
        prepare_database(ServiceSettings(data=tmp_path))
    assert list(tmp_path.iterdir()) == []
