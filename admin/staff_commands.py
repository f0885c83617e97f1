"""`osaamo staff link`: the way back in for an administrator whom no other administrator can help."""

import argparse
import sys

from sqlalchemy import select

from admin import audit, invitations, recovery, totp
from admin.errors import CannotRun
from admin.first_start import prepare_database, prepare_folder
from admin.link_pages import LINKS
from admin.models import StaffRow
from admin.settings import read_settings


def new_link(arguments: argparse.Namespace) -> None:
    """Prints a one-time link; with --without-second-step the lost telephone is forgotten too."""
    settings = read_settings()
    prepare_folder(settings.data)
    address = arguments.email.strip().lower()
    with prepare_database(settings).write() as session:
        row = session.scalar(select(StaffRow).where(StaffRow.email == address, StaffRow.active))
        if row is None:
            raise CannotRun(f"There is no open account {address}.")
        token = invitations.new_link(session, row.id)
        audit.record(session, None, "new_link", address[:80])
        if arguments.without_second_step:
            totp.remove(session, row.id)
            recovery.remove(session, row.id)
            audit.record(session, None, "reset_second_step", address[:80])
    home = settings.public_url or f"http://{settings.host}:{settings.port}"
    sys.stdout.write(f"{home.rstrip('/')}{LINKS}{token}\n")
