"""Several ticked answers as the payload of one message."""

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Final

from bot.problems import Problem
from dialogues.engine import Button

_INFORM: Final = "/inform"
MANY: Final = 50
"""More ticks than any question has options."""


def is_answer(button: Button) -> bool:
    """Whether a button answers the question, and is not a way around it."""
    return button.payload.startswith(f"{_INFORM}{{")


def merged(payloads: Iterable[str]) -> str:
    """`/inform{"goals": "job"}` and `/inform{"goals": "study"}` as `/inform{"goals": ["job", "study"]}`.

    Raises Problem for anything that no checkbox of ours has as its value.
    """
    values: dict[str, list[Any]] = defaultdict(list)
    for payload in list(payloads)[:MANY]:
        for name, value in _entities(payload).items():
            values[name].append(value)
    return f"{_INFORM}{json.dumps(values, ensure_ascii=False)}"


def _entities(payload: str) -> dict[str, Any]:
    try:
        found = json.loads(payload.removeprefix(_INFORM))
    except (ValueError, RecursionError):
        raise Problem(422, "unknown_payload") from None
    if not isinstance(found, dict) or not payload.startswith(_INFORM):
        raise Problem(422, "unknown_payload")
    return found
