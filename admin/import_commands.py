"""`osaamo import`: services from outside catalogues, and what became of each record."""

import argparse
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy.exc import SQLAlchemyError

from admin.errors import CannotRun
from admin.first_start import prepare_database, prepare_folder
from admin.guide_commands import add_guide_import
from admin.import_events import add_events
from admin.import_kinds import Desired, Opened, hsds_files, ptv_api, ptv_files, table_file
from admin.import_reference import add_reference
from admin.settings import ServiceSettings, read_settings
from admin.translation_commands import add_xliff_import
from knowledge.database import Database
from knowledge.editing.actor import Actor
from knowledge.municipalities import Municipalities
from knowledge.sources.hsds import HsdsFiles
from knowledge.sources.importer import Plan, run_import
from knowledge.sources.models import OUTCOMES
from knowledge.sources.reports import Run, records_of, run_of, runs
from knowledge.sources.runs import AlreadyRunning
from knowledge.sources.source import SourceError
from knowledge.stored_municipalities import municipalities_of
from knowledge.vocabulary import SERVICE_LANGUAGES

OPERATOR: Final = Actor("command-line", "osaamo import", None)

Opening = Callable[[argparse.Namespace, Database, ServiceSettings], Opened]


def add_import(commands: Any) -> None:
    """The parsers of `osaamo import`."""
    text = "services from outside catalogues"
    kinds = commands.add_parser("import", help=text, description=text).add_subparsers(
        required=True, metavar="what"
    )
    ptv = _source(kinds, "ptv", "the Finnish Service Catalogue: files, or its interface", _ptv)
    ptv.add_argument("path", type=Path, nargs="?", help="a JSON file, or a folder of them")
    ptv.add_argument("--url", help="the interface, e.g. https://.../api/v11/ or a list of it")
    ptv.add_argument("--since", type=_day, help="only what has changed since this day (with --url)")
    ptv.add_argument("--all", action="store_true", help="services that Osaamo does not guide to as well")
    hsds = _source(kinds, "hsds", "Open Referral HSDS 3: a JSON file, or a folder", _hsds)
    hsds.add_argument("path", type=Path)
    hsds.add_argument("--language", choices=SERVICE_LANGUAGES, default="fi", help="of its texts")
    also = "the same services in another language; may be repeated (texts that are not told are taken away)"
    hsds.add_argument("--also", type=_set, action="append", default=[], metavar="LANGUAGE=PATH", help=also)
    table = _source(kinds, "table", "a CSV or XLSX table in the form of `osaamo export`", _table)
    table.add_argument("path", type=Path)
    add_events(lambda *told: _source(kinds, *told))
    add_reference(kinds)
    add_xliff_import(kinds)
    add_guide_import(kinds)
    listed = kinds.add_parser("list", help="the latest imports", description="the latest imports")
    listed.set_defaults(command=_list)
    report = kinds.add_parser(
        "report", help="what became of each record", description="what became of each record"
    )
    report.add_argument("run", type=int)
    report.add_argument("--outcome", choices=OUTCOMES, default="")
    report.set_defaults(command=_report)


def _source(kinds: Any, name: str, text: str, opening: Opening) -> argparse.ArgumentParser:
    kind: argparse.ArgumentParser = kinds.add_parser(name, help=text, description=text)
    kind.add_argument("--dry-run", action="store_true", help="only tell what would change")
    kind.add_argument("--publish", action="store_true", help="show new and changed services in the chat")
    kind.add_argument("--resume", action="store_true", help="go on with an import that did not end")
    kind.set_defaults(command=_import, opening=opening)
    return kind


def _import(arguments: argparse.Namespace) -> None:
    """Raises CannotRun."""
    settings = read_settings()
    prepare_folder(settings.data)
    database = prepare_database(settings)
    plan = Plan(arguments.publish, arguments.dry_run, arguments.resume)
    opening: Opening = arguments.opening
    try:
        opened = opening(arguments, database, settings)
        run = run_import(
            database, opened.source, OPERATOR, plan, lambda: datetime.now(UTC), _progress, opened.take
        )
    except (SourceError, AlreadyRunning) as error:
        raise CannotRun(f"The import stopped: {error}.") from error
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", error)).strip().splitlines()[0]
        raise CannotRun(f"The import stopped at the database: {reason}.") from error
    finally:
        database.close()
    _tell(_summary(run))
    if run.counts.get("new") and not (run.dry_run or run.publish):
        _tell("New services are working copies: the chat shows them when an editor has published them.")
    _tell(f"Every record: osaamo import report {run.id}")


def _ptv(arguments: argparse.Namespace, database: Database, settings: ServiceSettings) -> Opened:
    if (arguments.path is None) == (arguments.url is None):
        raise CannotRun("Name either a file or a folder, or an interface with --url.")
    if arguments.since and not arguments.url:
        raise CannotRun("--since goes with --url: files hold what they hold.")
    desired = Desired(_places(database), arguments.all)
    if arguments.url:
        return ptv_api(database, arguments.url, settings.ptv_key, arguments.since, desired)
    return ptv_files(database, arguments.path, desired)


def _hsds(arguments: argparse.Namespace, database: Database, _: ServiceSettings) -> Opened:
    if not arguments.also:
        return hsds_files(arguments.language, arguments.path, Desired(_places(database)))
    sets = {arguments.language: arguments.path, **dict(arguments.also)}
    return Opened(HsdsFiles(sets, _places(database)))


def _table(arguments: argparse.Namespace, database: Database, _: ServiceSettings) -> Opened:
    return table_file(database, arguments.path, Desired(_places(database)))


def _places(database: Database) -> Municipalities:
    with database.read() as session:
        return municipalities_of(session)


def _list(_: argparse.Namespace) -> None:
    with _database().read() as session:
        found = runs(session)
    for run in found:
        _tell(_summary(run))
    if not found:
        _tell("Nothing has been imported yet.")


def _report(arguments: argparse.Namespace) -> None:
    with _database().read() as session:
        run = run_of(session, arguments.run)
        if run is None:
            raise CannotRun(f"There is no import {arguments.run}.")
        _tell(_summary(run))
        page = 0
        while found := records_of(session, run.id, arguments.outcome, page=page):
            for record in found:
                changed = ", ".join(f"{each.language}.{each.field}".lstrip(".") for each in record.changes)
                kept = f"kept {', '.join('.'.join(filter(None, place)) for place in record.kept)}"
                told = (record.outcome, record.source_id or record.place, record.name, record.reason)
                _tell("  ".join(filter(None, (*told, record.detail, changed, kept if record.kept else ""))))
            page += 1


def _progress(run: Run) -> None:
    of = f" of {run.expected}" if run.expected else ""
    sys.stderr.write(f"\r{run.handled}{of} records")
    sys.stderr.write("\n" if run.handled == run.expected else "")
    sys.stderr.flush()


def _summary(run: Run) -> str:
    counts = ", ".join(f"{number} {outcome}" for outcome in OUTCOMES if (number := run.counts.get(outcome)))
    kind = " (dry run)" if run.dry_run else ""
    error = f": {run.error}" if run.error else ""
    told = f"{run.id}  {run.started_at:%Y-%m-%d %H:%M}  {run.source} {run.subject}{kind}  {run.state}{error}"
    return f"{told}  {counts or 'no records'}"


def _set(text: str) -> tuple[str, Path]:
    language, _, path = text.partition("=")
    if language not in SERVICE_LANGUAGES or not path:
        raise argparse.ArgumentTypeError(f"{text} is not LANGUAGE=PATH")
    return language, Path(path)


def _day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _database() -> Database:
    settings = read_settings()
    prepare_folder(settings.data)
    return prepare_database(settings)


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
