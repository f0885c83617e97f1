"""`osaamo export`: the catalogue as Open Referral records, and as tables for editors."""

import argparse
import sys
from pathlib import Path
from typing import Any

from xlsxwriter.exceptions import XlsxWriterException

from admin.code_names import code_names
from admin.errors import CannotRun
from admin.first_start import prepare_database, prepare_folder
from admin.guide_commands import add_guide_export
from admin.settings import read_settings
from admin.translation_commands import add_xliff_export
from dialogues.conversation.texts import Texts
from knowledge.database import Database
from knowledge.exports.hsds import record_set
from knowledge.exports.hsds_files import write_record_set
from knowledge.exports.table import TEMPLATE_LANGUAGES, Table, header, table, told_languages
from knowledge.exports.table_files import GUIDE_LANGUAGES, write_csv, write_xlsx
from knowledge.stored_municipalities import municipalities_of
from knowledge.vocabulary import LANGUAGES, SERVICE_LANGUAGES


def add_export(commands: Any) -> None:
    """The parsers of `osaamo export`."""
    text = "the catalogue for others, and as tables that editors bring back"
    kinds = commands.add_parser("export", help=text, description=text).add_subparsers(
        required=True, metavar="format"
    )
    hsds = _kind(kinds, "hsds", "Open Referral HSDS 3.1 in one language: a folder, or a .zip", _hsds)
    hsds.add_argument("--language", choices=LANGUAGES, default="fi")
    for name in ("csv", "xlsx"):
        kind = _kind(
            kinds, name, f"every service as a row of {name.upper()}, to be edited and imported", _table
        )
        kind.add_argument("--provider", action="append", help="only of this one; may be repeated")
        kind.add_argument("--archived", action="store_true", help="archived services too")
        _add_languages(kind)
    _add_languages(_kind(kinds, "template", "an empty XLSX table with its columns explained", _template))
    add_xliff_export(kinds)
    add_guide_export(kinds)


def _kind(kinds: Any, name: str, text: str, command: Any) -> argparse.ArgumentParser:
    kind: argparse.ArgumentParser = kinds.add_parser(name, help=text, description=text)
    kind.add_argument("--out", type=Path, required=True, help="where to write it")
    kind.set_defaults(command=command, kind=name)
    return kind


def _add_languages(kind: argparse.ArgumentParser) -> None:
    kind.add_argument(
        "--language",
        action="append",
        choices=SERVICE_LANGUAGES,
        help="of texts; may be repeated; default: all",
    )
    kind.add_argument("--guide", choices=GUIDE_LANGUAGES, default="fi", help="language of the explanations")


def _hsds(arguments: argparse.Namespace) -> None:
    with _database().read() as session:
        records = record_set(
            session, arguments.language, municipalities_of(session), code_names(Texts.load())
        )
    try:
        write_record_set(records, arguments.out)
    except OSError as error:
        raise CannotRun(f"{arguments.out} cannot be written: {error.strerror}.") from error
    left = f"; {records.untold} have no text in {records.language}" if records.untold else ""
    _tell(f"Wrote {len(records.services)} services to {arguments.out}{left}.")


def _table(arguments: argparse.Namespace) -> None:
    with _database().read() as session:
        languages = arguments.language or told_languages(session) or TEMPLATE_LANGUAGES
        found = table(session, languages, municipalities_of(session), arguments.provider, arguments.archived)
    _write(found, arguments)
    _tell(f"Wrote {len(found.rows)} services to {arguments.out}.")


def _template(arguments: argparse.Namespace) -> None:
    _write(Table(header(arguments.language or TEMPLATE_LANGUAGES), ()), arguments)
    _tell(f"Wrote the template to {arguments.out}.")


def _write(found: Table, arguments: argparse.Namespace) -> None:
    try:
        if arguments.kind == "csv":
            write_csv(found, arguments.out)
        else:
            write_xlsx(found, arguments.out, code_names(Texts.load()), arguments.guide)
    except (OSError, XlsxWriterException) as error:
        raise CannotRun(f"{arguments.out} cannot be written: {error}.") from error


def _database() -> Database:
    settings = read_settings()
    prepare_folder(settings.data)
    return prepare_database(settings)


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
