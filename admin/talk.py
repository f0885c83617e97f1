"""`osaamo talk`: a conversation in the terminal, showing after each turn what was understood."""

import argparse
import asyncio
import json
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from admin.errors import CannotRun
from admin.first_start import prepare_catalogue, prepare_database, prepare_folder
from admin.settings import read_settings
from admin.wiring import PROJECT, Installation, install
from bot import store
from bot.conversation import Answer, Author, Inbound, Message
from dialogues.engine import Button, DialogueState
from dialogues.understanding.facts import FactReader

QUIT = "/quit"


def talk(arguments: argparse.Namespace) -> None:
    """On the embedded engine and the shipped services, with nothing kept. Raises CannotRun."""
    settings = read_settings().model_copy(update={"rasa_url": None})
    if arguments.language not in settings.languages:
        raise CannotRun(f"{arguments.language} is not among OSAAMO_LANGUAGES.")
    prepare_folder(settings.data)
    with TemporaryDirectory(prefix="osaamo-talk-") as folder:
        apart = settings.model_copy(update={"database_url": f"sqlite:///{Path(folder) / 'talk.db'}"})
        database = prepare_database(apart)
        try:
            prepare_catalogue(database, datetime.now(UTC))
            _converse(Talk(install(apart, database), arguments.language))
        finally:
            database.close()


def _converse(conversation: "Talk") -> None:
    """Line by line until /quit or the end of the input."""
    tell(conversation.begin())
    for line in sys.stdin:
        text = line.strip()
        if text == QUIT:
            return
        if text:
            tell([] if sys.stdin.isatty() else [f"> {text}"])
            tell(conversation.say(text))


def tell(lines: Sequence[str]) -> None:
    for line in lines:
        quiet = line.startswith("  ") and sys.stdout.isatty()
        sys.stdout.write(f"\x1b[2m{line}\x1b[0m\n" if quiet else f"{line}\n")
    sys.stdout.flush()


class Talk:
    """One conversation: `begin`, then `say` words or the numbers of buttons; both give lines to print."""

    def __init__(self, installation: Installation, language: str) -> None:
        self._here = installation
        self._facts = FactReader.load(PROJECT / "nlu", installation.catalogue.current.municipalities)
        self._safety = installation.safety
        self._language = language
        self._buttons: tuple[Button, ...] = ()
        self._turns = count(1)
        self._id = ""

    def begin(self) -> list[str]:
        started = asyncio.run(self._here.chat.runtime.start(self._language))
        self._id = started.id
        return self._spoken(started.answer)

    def say(self, text: str) -> list[str]:
        before, pressed = self._state(), self._pressed(text)
        inbound = Inbound(
            conversation_id=self._id,
            client_id=f"turn {next(self._turns)}",
            text="" if pressed else text,
            payload=pressed,
        )
        answer = asyncio.run(self._here.chat.runtime.receive(inbound))
        understood = [f"  button {pressed}"] if pressed else self._understood(text, before.language)
        return [*self._spoken(answer), *understood, *_changed(before, self._state())]

    def _pressed(self, text: str) -> str | None:
        """The payload of a typed one, or of the buttons whose numbers were typed."""
        if text.startswith("/"):
            return text
        numbers = text.split()
        if not all(number.isdecimal() and 0 < int(number) <= len(self._buttons) for number in numbers):
            return None
        return merged([self._buttons[int(number) - 1] for number in numbers])

    def _state(self) -> DialogueState:
        with self._here.database.read() as session:
            return store.load_state(store.row(session, self._id))

    def _understood(self, text: str, language: str) -> list[str]:
        danger = self._safety.signs_of_danger(text)
        if danger:
            return [f"  danger {danger.kind}"] if danger.sure else [f"  perhaps danger {danger.kind}"]
        understanding = self._here.understanding
        if understanding is None:
            return []
        parsed = understanding.parse(text, language)
        likely = ", ".join(f"{intent} {share:.2f}" for intent, share in parsed.ranking[:3])
        facts = dict(self._facts.read_facts(text, language))
        lines = [f"  intent {parsed.intent} {parsed.confidence:.2f} ({likely})"]
        return [*lines, f"  facts {json.dumps(facts, ensure_ascii=False)}"] if facts else lines

    def _spoken(self, answer: Answer) -> list[str]:
        replies = [message for message in answer.messages if message.author is not Author.PERSON]
        self._buttons = tuple(button for message in replies for button in message.buttons) or self._buttons
        number = count(1)
        return [line for message in replies for line in _shown(message, number)]


def merged(buttons: Sequence[Button]) -> str:
    """One payload for several ticked buttons, as the chat sends it."""
    intent = buttons[0].payload.partition("{")[0]
    values: dict[str, list[Any]] = {}
    for button in buttons:
        for name, value in json.loads(button.payload.removeprefix(intent) or "{}").items():
            values.setdefault(name, []).append(value)
    single = {name: found[0] if len(found) == 1 else found for name, found in values.items()}
    return f"{intent}{json.dumps(single, ensure_ascii=False)}" if single else intent


def _shown(message: Message, number: "count[int]") -> Iterator[str]:
    progress = f"({message.progress[0]}/{message.progress[1]}) " if message.progress else ""
    yield f"{progress}{message.text}"
    for card in message.services:
        yield f"  * {card.name} ({card.id}): {' '.join(card.reasons)}"
    for button in message.buttons:
        yield f"  {next(number)} [{button.title}]"


def _changed(before: DialogueState, after: DialogueState) -> Iterator[str]:
    was, now = before.profile.to_json(), after.profile.to_json()
    for slot in sorted(was.keys() | now.keys()):
        if was.get(slot) != now.get(slot):
            how = f" ({after.learned[slot]})" if slot in after.learned else ""
            yield f"  slot {slot} = {json.dumps(now.get(slot), ensure_ascii=False)}{how}"
    if before.language != after.language:
        yield f"  language = {after.language}"
