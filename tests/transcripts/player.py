"""Plays a person's side of a transcript on the embedded engine, with the shipped services."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import fields
from functools import cache
from pathlib import Path

import dialogues
from dialogues.conversation.actions import LocalActions
from dialogues.conversation.responses import LocalResponses
from dialogues.conversation.texts import Texts
from dialogues.embedded.engine import EmbeddedEngine
from dialogues.engine import Button, DialogueState, Effect, PersonMessage, Said, ServiceCard, Turn
from dialogues.project.reading import load_project
from dialogues.understanding.facts import FactReader
from tests.knowledge.shipped import NOW, TODAY, names
from tests.knowledge.some_events import catalogue_with_events as catalogue
from tests.support.trained import trained

PROJECT = Path(dialogues.__file__).parent
CITIES = ("564", "091", "092", "853", "837")


class UnknownButtonError(Exception):
    """A transcript presses a button that the last messages do not have."""


@cache
def actions() -> LocalActions:
    facts = FactReader.load(PROJECT / "nlu", catalogue().municipalities)
    return LocalActions(
        catalogue,
        Texts.load(),
        CITIES,
        lambda: TODAY,
        facts,
        lambda: names().occupations,
        lambda: NOW,
        of_cities={"kemi": ("240", "851")},
    )


@cache
def responses() -> LocalResponses:
    return LocalResponses.load(Texts.load())


@cache
def engine() -> EmbeddedEngine:
    understanding, _ = trained()
    return EmbeddedEngine(load_project(PROJECT), actions(), responses(), understanding)


class Player:
    """One conversation, as the lines of a transcript."""

    def __init__(self, language: str, municipality: str | None = None) -> None:
        self._waiting = False
        self._said: Sequence[Said] = ()
        self._state = DialogueState(language)
        self.opening = self._lines(asyncio.run(engine().start("transcript", language, municipality)))

    def play(self, line: str) -> list[str]:
        """What follows from `> typed words`, or from `[A]` or `[A] + [B]` pressed."""
        if line.startswith("> "):
            message = PersonMessage(text=line.removeprefix("> "), waiting=self._waiting)
        else:
            titles = [title.strip().removeprefix("[").removesuffix("]") for title in line.split(" + ")]
            message = PersonMessage(payload=self._payload(titles), waiting=self._waiting)
        return self._lines(asyncio.run(engine().respond("transcript", self._state, message)))

    def _payload(self, titles: Sequence[str]) -> str:
        offered = {button.title: button for said in self._said for button in said.buttons}
        unknown = [title for title in titles if title not in offered]
        if unknown:
            raise UnknownButtonError(f"{unknown} not among {list(offered)}")
        return merged([offered[title] for title in titles])

    def _lines(self, turn: Turn) -> list[str]:
        """Each message, its cards and its buttons; then the effects."""
        self._state = turn.state
        self._said = turn.replies or self._said
        for effect in turn.effects:
            name = type(effect).__name__
            self._waiting = name == "HandOff" or (self._waiting and name != "CancelHandOff")
        spoken = [line for said in turn.replies for line in shown(said)]
        return [*spoken, *(f"! {effect_words(effect)}" for effect in turn.effects)]


def merged(buttons: Sequence[Button]) -> str:
    """One payload for several ticked buttons, as the chat sends it."""
    if len(buttons) == 1:
        return buttons[0].payload
    intent = buttons[0].payload.partition("{")[0]
    values: dict[str, list[object]] = {}
    for button in buttons:
        for name, value in json.loads(button.payload.removeprefix(intent)).items():
            values.setdefault(name, []).append(value)
    return f"{intent}{json.dumps(values, ensure_ascii=False)}"


def shown(said: Said) -> list[str]:
    progress = f"({said.progress[0]}/{said.progress[1]}) " if said.progress else ""
    text = said.text.replace("\n", "\n  ").replace("\n  \n", "\n\n")
    choice = "?? " if said.choice == "many" else "? "
    buttons = [choice + " ".join(f"[{button.title}]" for button in said.buttons)] if said.buttons else []
    return [f"< {progress}{text}", *(card_words(card) for card in said.services), *buttons]


def card_words(card: ServiceCard) -> str:
    return f"* {card.name} | {' '.join(card.reasons)}"


def effect_words(effect: Effect) -> str:
    values = [getattr(effect, field.name) for field in fields(effect)]
    words = [",".join(value) if isinstance(value, tuple) else str(value) for value in values if value]
    return " ".join((type(effect).__name__, *words))
