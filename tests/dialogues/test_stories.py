"""The project's Rasa test conversations, played on the embedded engine: the same actions follow."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

import dialogues
from dialogues.embedded.memory import Memory
from dialogues.embedded.rules import RuleBook
from dialogues.embedded.stage import Stage
from dialogues.embedded.turn import TurnRun
from dialogues.payload import parse_payload
from dialogues.project.reading import load_project
from tests.transcripts import player

PROJECT = Path(dialogues.__file__).parent
STORIES = yaml.safe_load((PROJECT / "tests" / "test_conversations.yml").read_text(encoding="utf-8"))[
    "stories"
]


def turns(steps: Sequence[dict[str, Any]]) -> list[tuple[str, list[str]]]:
    """(message, actions that follow) of each turn."""
    found: list[tuple[str, list[str]]] = []
    for step in steps:
        if "user" in step:
            found.append((step["user"], []))
        elif "action" in step:
            found[-1][1].append(step["action"])
    return found


async def played(messages: Sequence[str]) -> list[tuple[str, list[str]]]:
    project = load_project(PROJECT)
    actions, responses = player.actions(), player.responses()
    stage, rules = Stage(project, actions, responses, "story", Memory(project)), RuleBook(project)
    await TurnRun(stage, rules).start_session({"language": "fi"})
    found = []
    for message in messages:
        run = TurnRun(stage, rules)
        await run.answer(parse_payload(message, project), {})
        ran = [name for name in run.log if not name.startswith("not ") and name != "action_listen"]
        found.append((message, ran))
    return found


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story["story"])
def test_the_actions_follow_as_the_story_says(story: dict[str, Any]) -> None:
    expected = turns(story["steps"])
    assert asyncio.run(played([message for message, _actions in expected])) == expected
