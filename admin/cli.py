"""`osaamo`: the command line of an installation."""

import argparse
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from admin import maintenance, staff_commands
from admin.check import check
from admin.city_commands import add_city
from admin.deletion_command import add_deletion
from admin.errors import CannotRun
from admin.explain_command import add_explain
from admin.export_commands import add_export
from admin.import_commands import add_import
from admin.rasa_running import run_on_rasa
from admin.rasa_server import CONFIG, HERE
from admin.running import run
from admin.staff import ROLES
from admin.talk import talk

Command = Callable[[argparse.Namespace], None]


def main() -> None:
    """Exits with 1 and one sentence on stderr when a command cannot do its work."""
    arguments = _parser().parse_args()
    command: Command = arguments.command
    try:
        command(arguments)
    except CannotRun as error:
        sys.exit(f"osaamo: {error}")
    except KeyboardInterrupt:
        sys.exit(130)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="osaamo", description="A guidance assistant for city employment services."
    )
    commands = parser.add_subparsers(required=True, metavar="command")
    _add(commands, "run", "serve the chat and the panel", lambda _: run())
    rasa = _add(
        commands,
        "rasa",
        "serve with the dialogues on a Rasa server, started beside",
        lambda arguments: run_on_rasa(arguments.environment, arguments.config),
    )
    rasa.add_argument("--environment", type=Path, default=HERE, help="where Rasa is installed")
    rasa.add_argument(
        "--config", type=Path, default=CONFIG, help="its pipeline; DIET: dialogues/config.diet.yml"
    )
    _add_staff(commands)
    _add(commands, "train", "train the understanding of free text", maintenance.train)
    spoken = _add(commands, "talk", "talk with the bot here; /quit ends, numbers press buttons", talk)
    spoken.add_argument("--language", default="fi", help="fi, sv, en ...; default: fi")
    _add(commands, "check", "check dialogues, texts and the starter catalogue", check)
    _add(
        commands,
        "erase-expired",
        "erase conversations older than OSAAMO_RETENTION_DAYS",
        maintenance.erase_expired,
    )
    telegram = commands.add_parser("telegram", help="the bot in Telegram")
    told = telegram.add_subparsers(required=True, metavar="command")
    _add(told, "check", "tell whether the bot is set up as it should be", _check_telegram)
    add_city(commands)
    add_deletion(commands)
    add_explain(commands)
    add_export(commands)
    add_import(commands)
    backup = _add(commands, "backup", "copy the database to a file, also while serving", maintenance.backup)
    backup.add_argument("file", type=Path)
    restore = _add(commands, "restore", "put a backup in place of the database", maintenance.restore)
    restore.add_argument("file", type=Path)
    _add(commands, "version", "print the version", maintenance.version)
    return parser


def _add_staff(commands: Any) -> None:
    staff = commands.add_parser("staff", help="accounts of the staff").add_subparsers(
        required=True, metavar="command"
    )
    account = _add(staff, "add", "add an account and print its one-time password", maintenance.add_staff)
    account.add_argument("email")
    account.add_argument("--name", default="", help="what people in the chat see; default: the address")
    account.add_argument("--role", choices=ROLES, default="counsellor")
    account.add_argument("--language", choices=("fi", "sv", "en"), default="fi", help="of the panel")
    account.add_argument(
        "--city", action="append", default=[], help="whose conversations they see; none: all"
    )
    link = _add(staff, "link", "print a one-time link to a new password", staff_commands.new_link)
    link.add_argument("email")
    link.add_argument(
        "--without-second-step", action="store_true", help="for who has lost telephone and recovery codes"
    )


def _check_telegram(arguments: argparse.Namespace) -> None:
    """Its library is read by this command only: the others begin sooner without it."""
    import_module("admin.telegram_commands").check(arguments)


def _add(commands: Any, name: str, text: str, command: Command) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=text, description=text)
    parser.set_defaults(command=command)
    return parser
