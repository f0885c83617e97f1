"""How the buttons of a message are laid out, and several ticked answers as the payload of one message."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from bot.conversation import Message
from bot.problems import Problem
from dialogues.engine import Button

_INFORM: Final = "/inform"
MANY: Final = 50
"""More ticks than any question has options."""


@dataclass(frozen=True, slots=True)
class Choices:
    """`main` answers the question; `around` are the ways around it. `many`: `main` is ticked.

    `send` sends the ticked ones, and also none: the button of the same intent without a value.
    """

    main: tuple[Button, ...]
    around: tuple[Button, ...]
    many: bool
    send: Button | None


def choices(message: Message) -> Choices:
    buttons, many = message.buttons, message.choice == "many"
    answers = tuple(each for each in buttons if "{" in each.payload and (many or _intent(each) == _INFORM))
    if not answers:
        return Choices(buttons, (), many=False, send=None)
    send = next((each for each in buttons if many and each.payload == _intent(answers[0])), None)
    around = tuple(each for each in buttons if each not in answers and each is not send)
    return Choices(answers, around, many, send)


def is_question(message: Message) -> bool:
    """Whether its buttons answer a question of the assessment."""
    return any(_intent(each) == _INFORM for each in message.buttons)


def _intent(button: Button) -> str:
    return button.payload.partition("{")[0]


def merged(payloads: Iterable[str]) -> str:
    """`/inform{"goals": "job"}` and `/inform{"goals": "study"}` as `/inform{"goals": ["job", "study"]}`.

    Raises Problem for anything that no checkboxes of ours have as their values.
    """
    several = list(payloads)[:MANY]
    intent = several[0].partition("{")[0]
    values: dict[str, list[Any]] = defaultdict(list)
    for payload in several:
        for name, value in _entities(payload, intent).items():
            values[name].append(value)
    return f"{intent}{json.dumps(values, ensure_ascii=False)}"


def _entities(payload: str, intent: str) -> dict[str, Any]:
    if not payload.startswith(f"{intent}{{"):
        raise Problem(422, "unknown_payload")
    try:
        return dict(json.loads(payload.removeprefix(intent)))
    except (ValueError, RecursionError):
        raise Problem(422, "unknown_payload") from None
