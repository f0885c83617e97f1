"""What can be imported: files of each kind, and the Finnish Service Catalogue's interface, ready to run."""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

import httpx

from knowledge.database import Database
from knowledge.municipalities import Municipalities
from knowledge.sources.code_table import with_changes
from knowledge.sources.event_table import EventTableSource
from knowledge.sources.hsds import HsdsFiles
from knowledge.sources.ical import CalendarSource, CalendarWishes
from knowledge.sources.ical_opening import calendar_address, calendar_at, calendar_file, public_client
from knowledge.sources.importer import Take
from knowledge.sources.polite import SECONDS, Polite
from knowledge.sources.ptv_api import PtvApi
from knowledge.sources.ptv_area import Places
from knowledge.sources.ptv_codes import ptv_codes
from knowledge.sources.ptv_files import PtvFiles
from knowledge.sources.ptv_record import Around
from knowledge.sources.source import Source
from knowledge.sources.table import TableSource
from knowledge.sources.table_import import take_row
from knowledge.sources.taking import take

KINDS: Final = ("ptv", "table", "hsds", "ical", "event_table")


@dataclass(frozen=True, slots=True)
class Desired:
    """What to take. `everything`: services that Osaamo does not guide to as well. `called`: a file's name."""

    places: Municipalities
    everything: bool = False
    called: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """A source, and how a record of it is brought in."""

    source: Source
    take: Take = take


def ptv_files(database: Database, path: Path, desired: Desired) -> Opened:
    return Opened(PtvFiles(path, _around(database, desired), desired.called))


def ptv_api(
    database: Database,
    url: str,
    key: str | None,
    since: datetime | None,
    desired: Desired,
    transport: httpx.BaseTransport | None = None,
) -> Opened:
    """`key` is what v12 asks for. Raises SourceError for an address of no interface."""
    headers = {"User-Agent": "Osaamo", "Accept": "application/json", **({"x-api-key": key} if key else {})}
    client = httpx.Client(timeout=SECONDS, headers=headers, transport=transport)
    return Opened(PtvApi(url, Polite(client), _around(database, desired), since))


def hsds_files(language: str, path: Path, desired: Desired) -> Opened:
    source = HsdsFiles({language: path}, desired.places)
    source.subject = desired.called or source.subject
    return Opened(source)


def table_file(database: Database, path: Path, desired: Desired) -> Opened:
    """Raises SourceError."""
    with database.read() as session:
        opened = TableSource.open(session, path, desired.places)
    return Opened(replace(opened, subject=desired.called or opened.subject), take_row)


def ical_file(path: Path, wishes: CalendarWishes, desired: Desired) -> Opened:
    """Raises SourceError."""
    name = desired.called or path.name
    return Opened(CalendarSource.of(name, calendar_file(path), wishes, desired.places))


def ical_at(url: str, wishes: CalendarWishes, desired: Desired) -> Opened:
    """Raises SourceError; asks with some patience."""
    address = calendar_address(url)
    with public_client() as client:
        return Opened(
            CalendarSource.of(address, calendar_at(address, Polite(client)), wishes, desired.places)
        )


def event_table(path: Path, desired: Desired) -> Opened:
    """Raises SourceError."""
    return Opened(EventTableSource.open(path, desired.places, desired.called))


def _around(database: Database, desired: Desired) -> Around:
    with database.read() as session:
        table = with_changes(session, ptv_codes())
    return Around(table, Places(desired.places), everything=desired.everything)
