"""One action of the dialogues, run with what it needs to know."""

import asyncio
from typing import Any

from dialogues.tracker import ActionResult, Entity, Parsed, TrackerView
from tests.transcripts.player import actions


def run(
    name: str,
    intent: str,
    entities: tuple[Entity, ...] = (),
    *,
    text: str | None = None,
    loop: str | None = None,
    question: str | None = None,
    **slots: Any,
) -> ActionResult:
    latest = Parsed(f"/{intent}" if text is None else text, intent, 1.0, entities, ((intent, 1.0),))
    known = {"language": "fi", "audience": "person", **slots}
    return asyncio.run(actions().run(name, TrackerView("test", known, latest, loop, question)))


def answer(question: str, *entities: Entity, **slots: Any) -> ActionResult:
    return run(
        "validate_assessment_form", "inform", entities, loop="assessment_form", question=question, **slots
    )
