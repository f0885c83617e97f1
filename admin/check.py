"""`osaamo check`: what is wrong in dialogues, texts and the starter catalogue, and what the settings lack."""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import astuple
from pathlib import Path

import bot
from admin.errors import CannotRun
from admin.leaflet_side import unsaid
from admin.settings import read_settings
from admin.wiring import BOT_TEXTS, PROJECT
from bot.conversation import Payloads
from dialogues.complaints import complaints
from dialogues.engine import DialogueState
from dialogues.errors import ProjectError, UnknownPayload
from dialogues.payload import parse_payload
from dialogues.project.reading import load_project
from knowledge.starter.check import validate

WEB = Path(bot.__file__).parent / "web"
TEXTS = (PROJECT / "texts", BOT_TEXTS, WEB / "texts", WEB / "leaflets")


def check(_: argparse.Namespace) -> None:
    """What the settings lack is told, and is no problem. Raises CannotRun that names every problem."""
    lacking = unsaid(read_settings())
    problems = [*map(str, complaints(PROJECT, TEXTS)), *_of_the_runtime(), *map(str, validate())]
    if problems:
        raise CannotRun("\n".join([f"there are {len(problems)} problems:", *problems]))
    sys.stdout.write("Dialogues, texts and starter catalogue are in order.\n")
    if lacking:
        sys.stdout.write(f"{lacking}\n")


def _of_the_runtime() -> Iterator[str]:
    """The buttons that conversations offer by themselves."""
    payloads = Payloads()
    sent = (*astuple(payloads), payloads.language("fi"), payloads.rating("yes"))
    try:
        project = load_project(PROJECT)
    except ProjectError:
        return  # told by `complaints`
    for payload in (*sent, payloads.go_on(DialogueState("fi"))):
        try:
            parse_payload(payload, project)
        except UnknownPayload as error:
            yield f"{Path(bot.__file__).parent / 'conversation.py'}: {payload}: {error}"
