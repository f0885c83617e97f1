"""What can be imported: files of each kind, and the Finnish Service Catalogue's interface, ready to run."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final, TypeAlias

import httpx

from knowledge.database import Database
from knowledge.editing.actor import Actor
from knowledge.municipalities import Municipalities
from knowledge.sources.code_table import with_changes
from knowledge.sources.hsds import HsdsFiles
from knowledge.sources.importer import Plan, Progress, run_import
from knowledge.sources.polite import SECONDS, Polite
from knowledge.sources.ptv_api import PtvApi
from knowledge.sources.ptv_area import Places
from knowledge.sources.ptv_codes import ptv_codes
from knowledge.sources.ptv_files import PtvFiles
from knowledge.sources.ptv_record import Around
from knowledge.sources.reports import Run
from knowledge.sources.table import TableSource
from knowledge.sources.table_import import import_table

KINDS: Final = ("ptv", "table", "hsds")

Clock: TypeAlias = Callable[[], datetime]
Import: TypeAlias = Callable[[Actor, Plan, Clock, Progress], Run]
"""Runs to its end. Raises AlreadyRunning, SourceError, SQLAlchemyError."""


@dataclass(frozen=True, slots=True)
class Desired:
    """What to take. `everything`: services that Osaamo does not guide to as well. `called`: a file's name."""

    places: Municipalities
    everything: bool = False
    called: str = ""


def ptv_files(database: Database, path: Path, desired: Desired) -> Import:
    return partial(run_import, database, PtvFiles(path, _around(database, desired), desired.called))


def ptv_api(
    database: Database, url: str, key: str | None, since: datetime | None, desired: Desired
) -> Import:
    """`key` is what v12 asks for. Raises SourceError for an address of no interface."""
    headers = {"User-Agent": "Osaamo", "Accept": "application/json", **({"x-api-key": key} if key else {})}
    client = httpx.Client(timeout=SECONDS, headers=headers, follow_redirects=False)
    return partial(run_import, database, PtvApi(url, Polite(client), _around(database, desired), since))


def hsds_files(database: Database, language: str, path: Path, desired: Desired) -> Import:
    return partial(run_import, database, HsdsFiles({language: path}, desired.places))


def table_file(database: Database, path: Path, desired: Desired) -> Import:
    """Raises SourceError."""
    with database.read() as session:
        return partial(import_table, database, TableSource.open(session, path, desired.places))


def _around(database: Database, desired: Desired) -> Around:
    with database.read() as session:
        table = with_changes(session, ptv_codes())
    return Around(table, Places(desired.places), everything=desired.everything)
