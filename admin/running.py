"""`osaamo run`: everything put in order, then served until it is told to end."""

import ctypes
import gc
import sys
from datetime import UTC, datetime
from functools import partial
from typing import Final

from admin.app import create_app
from admin.errors import CannotRun
from admin.first_start import (
    first_account,
    prepare_catalogue,
    prepare_database,
    prepare_folder,
    prepare_replies,
)
from admin.leaflet_side import unsaid
from admin.serve import serve, take_port
from admin.settings import ServiceSettings, read_settings
from admin.wiring import Installation, install
from dialogues.conversation.texts import TextsError
from dialogues.errors import ProjectError
from dialogues.understanding.examples import ExamplesError
from dialogues.understanding.safety import SafetyError
from dialogues.understanding.training_process import TrainingError

M_ARENA_MAX: Final = -8
"""glibc, malloc.h."""
ARENAS: Final = 2


def run() -> None:
    """Raises CannotRun with one sentence for anything that an operator can mend."""
    run_with(read_settings())


def run_with(settings: ServiceSettings) -> None:
    """Raises CannotRun."""
    _use_few_arenas()
    gc.disable()  # while a million objects are made that all stay: a second less
    prepare_folder(settings.data)
    sock = take_port(settings.host, settings.port)
    database = prepare_database(settings)
    prepare_catalogue(database, datetime.now(UTC))
    prepare_replies(database, datetime.now(UTC))
    password = first_account(database, settings)
    try:
        installation = install(settings, database)
    except (ProjectError, TextsError, ExamplesError, SafetyError, TrainingError) as error:
        raise CannotRun(f"The dialogues are broken: {error}") from error
    app = create_app(installation)
    gc.freeze()  # what was made for good is never looked through again: no long pauses in turns
    gc.enable()
    _say_where(settings, password)
    serve(app, sock, partial(_end, installation))


def _end(installation: Installation) -> None:
    """What would keep the server waiting."""
    installation.feed.close()
    if installation.telegram:
        installation.telegram.intake.end()


def _use_few_arenas() -> None:
    """glibc else gives many threads a heap of their own, and keeps what each has freed."""
    libc = ctypes.CDLL(None)
    if hasattr(libc, "mallopt"):
        libc.mallopt(M_ARENA_MAX, ARENAS)


def _say_where(settings: ServiceSettings, password: str | None) -> None:
    address = f"http://{'[' + settings.host + ']' if ':' in settings.host else settings.host}:{settings.port}"
    lines = [f"Chat:  {address}/", f"Panel: {address}/admin/"]
    if password:
        lines += [
            "",
            "The first administrator. This password is shown only now; the panel asks for one of your own.",
            f"  e-mail:   {settings.admin_email}",
            f"  password: {password}",
        ]
    if missing := unsaid(settings):
        lines += ["", missing]
    lines += ["", "Ctrl-C ends it.", ""]
    sys.stdout.write("\n".join(lines))
    sys.stdout.flush()
