"""`osaamo import ical` and `osaamo import event-table`: events from calendars and tables."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Final

from admin.errors import CannotRun
from admin.import_kinds import Desired, Opened, event_table, ical_at, ical_file
from admin.settings import ServiceSettings
from knowledge.database import Database
from knowledge.events.content import KINDS
from knowledge.sources.ical import CalendarWishes
from knowledge.stored_municipalities import municipalities_of
from knowledge.vocabulary import AUDIENCES, SERVICE_LANGUAGES

Opening = Callable[[argparse.Namespace, Database, ServiceSettings], Opened]
AddSource = Callable[[str, str, Opening], argparse.ArgumentParser]

_OF_THE_CALENDAR: Final = "what the calendar does not say of its events"


def add_events(add: AddSource) -> None:
    """The two parsers, made by the one that makes those of all sources."""
    ical = add("ical", "events of a calendar (iCalendar): a file, or its address", _ical)
    ical.add_argument("path", type=Path, nargs="?", help="an .ics file")
    ical.add_argument("--url", help="the address, https:// or webcal://")
    told = ical.add_argument_group(_OF_THE_CALENDAR)
    told.add_argument("--provider", required=True, help="the id of the organiser")
    told.add_argument("--municipality", help="where no place is named: a name or a code")
    told.add_argument("--language", choices=SERVICE_LANGUAGES, default="fi", help="of its texts")
    told.add_argument("--kind", choices=KINDS, default="other", help="where no word tells it")
    told.add_argument("--audience", choices=AUDIENCES, help="everyone when left out")
    told.add_argument("--licence", default="", help="of the calendar's data")
    table = add("event-table", "a CSV or XLSX table of events", _table)
    table.add_argument("path", type=Path)


def _ical(arguments: argparse.Namespace, database: Database, _: ServiceSettings) -> Opened:
    if (arguments.path is None) == (arguments.url is None):
        raise CannotRun("Name either a file, or an address with --url.")
    desired = _desired(database)
    wishes = CalendarWishes(
        provider=arguments.provider,
        language=arguments.language,
        kind=arguments.kind,
        municipality=_municipality(arguments.municipality, desired),
        audience=(arguments.audience,) if arguments.audience else (),
        licence=arguments.licence,
    )
    if arguments.url:
        return ical_at(arguments.url, wishes, desired)
    return ical_file(arguments.path, wishes, desired)


def _table(arguments: argparse.Namespace, database: Database, _: ServiceSettings) -> Opened:
    return event_table(arguments.path, _desired(database))


def _desired(database: Database) -> Desired:
    with database.read() as session:
        return Desired(municipalities_of(session))


def _municipality(named: str | None, desired: Desired) -> str | None:
    if not named:
        return None
    found = desired.places.get(named)
    mentioned = None if found else desired.places.find(named)
    if found is None and mentioned is None:
        raise CannotRun(f"There is no municipality {named}.")
    return found.code if found else mentioned.municipality.code if mentioned else None
