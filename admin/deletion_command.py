"""`osaamo deletion`: whether the proof of a deletion that somebody shows is from this service."""

import argparse
import re
import sys
from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from admin.errors import CannotRun
from admin.settings import read_settings
from bot.deletion import Deletion
from bot.settings import secret_of

_NUMBERS: Final = 11
"""Of the day three, of the time two, four counts, and the number of the deletion in two groups."""


def add_deletion(commands: Any) -> None:
    about = "tell whether the proof of a deletion is from this service"
    parser = commands.add_parser("deletion", help=about, description=about)
    parser.add_argument("text", help="the whole proof as the person has it, in any language")
    parser.set_defaults(command=_check)


def _check(arguments: argparse.Namespace) -> None:
    """Raises CannotRun when it is not."""
    settings = read_settings()
    try:
        secrets = (secret_of(settings), *(key.encode() for key in settings.former_secret_keys))
    except OSError:
        raise CannotRun(f"There is no secret of a service in {settings.data.resolve()}.") from None
    if not is_ours(arguments.text, settings.hours.zone, secrets):
        raise CannotRun("This proof is not from this service, or something in it has been changed.")
    sys.stdout.write("This proof is from this service: what it tells was deleted then.\n")


def is_ours(text: str, zone: ZoneInfo, secrets: tuple[bytes, ...]) -> bool:
    """Whether all that is told has led to the number; of the hour that summer time repeats either one."""
    found = [int(each) for each in re.findall(r"\d+", text)]
    if len(found) != _NUMBERS:
        return False
    number = "{:04} {:04}".format(*found[9:])
    return any(
        told.number(secret) == number
        for fold in (0, 1)
        for told in _told(found, zone, fold)
        for secret in secrets
    )


def _told(found: list[int], zone: ZoneInfo, fold: int) -> list[Deletion]:
    """Nothing where the day or the time is none."""
    day, month, year, hour, minute, messages, answers, contacts, notes = found[:9]
    try:
        at = datetime(year, month, day, hour, minute, tzinfo=zone, fold=fold).astimezone(UTC)
    except ValueError:
        return []
    return [Deletion(at=at, messages=messages, answers=answers, contacts=contacts, notes=notes)]
