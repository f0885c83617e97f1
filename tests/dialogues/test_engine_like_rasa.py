"""The embedded engine does turn by turn what Rasa 3.6.21 was recorded to do (projects/record.py)."""

import asyncio
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from dialogues.embedded.memory import Memory
from dialogues.embedded.rules import RuleBook
from dialogues.embedded.stage import Stage
from dialogues.embedded.turn import TurnRun
from dialogues.engine import Said
from dialogues.payload import parse_payload
from dialogues.project.blueprint import REQUESTED_SLOT, Project
from dialogues.project.reading import load_project
from dialogues.tracker import ActionResult, Entity, Parsed, TrackerView
from tests.dialogues.projects import custom

PROJECTS = Path(__file__).parent / "projects"


class FixtureActions:
    async def run(self, name: str, tracker: TrackerView) -> ActionResult:
        slots, said, followup = custom.run(
            name,
            tracker.slots,
            tracker.latest.intent,
            tracker.latest.text,
            tracker.active_loop,
            tracker.requested_slot,
            tracker.candidates,
        )
        return ActionResult(slots, tuple(Said(text) for text in said), followup=followup)


@cache
def read(folder: Path) -> tuple[Project, RuleBook, dict[str, Any], dict[str, Any]]:
    """The project, its rules, its words, and what typed messages mean."""
    project = load_project(folder)
    messages = yaml.safe_load((folder / "messages.yml").read_text())
    understood = {message["text"]: message for message in messages if isinstance(message, dict)}
    texts = yaml.safe_load((folder / "domain.yml").read_text())["responses"]
    return project, RuleBook(project), texts, understood


class FixtureResponses:
    def __init__(self, texts: dict[str, Any]) -> None:
        self._texts = texts

    def say(self, name: str, tracker: TrackerView) -> Said:
        return Said(self._texts[name][0]["text"])


def parse(text: str, project: Project, understood: dict[str, Any]) -> Parsed:
    if text.startswith("/"):
        return parse_payload(text, project)
    entities = tuple(Entity(name, value) for name, value in understood[text].get("entities", {}).items())
    return Parsed(text, understood[text]["intent"], 1.0, entities)


async def play(folder: Path, turns: list[dict[str, Any]]) -> list[dict[str, Any]]:
    project, rules, texts, understood = read(folder)
    responses = FixtureResponses(texts)
    memory, done = Memory(project), []
    for number, turn in enumerate(turns):
        # What stays of a turn is its JSON alone.
        memory = Memory.from_json(project, json.loads(json.dumps(memory.to_json(rules.depth))))
        stage = Stage(project, FixtureActions(), responses, "sender", memory)
        run = TurnRun(stage, rules)
        if number == 0:
            await run.start_session({})
        await run.answer(parse(turn["message"], project, understood), {})
        memory = stage.memory
        done.append(
            {
                "message": turn["message"],
                "actions": run.log,
                "said": [said.text for said in run.said],
                "slots": {name: value for name, value in memory.values.items() if value is not None},
                "loop": memory.loop,
                "rejected": memory.rejected,
            }
        )
    return done


def recorded(name: str) -> list[list[dict[str, Any]]]:
    conversations: list[list[dict[str, Any]]] = json.loads((PROJECTS / name / "recorded.json").read_text())
    return conversations


@pytest.mark.parametrize("name", ["fixed", "dynamic"])
def test_recorded_conversations_go_the_same_way(name: str) -> None:
    for number, turns in enumerate(recorded(name)):
        for ours, rasas in zip(asyncio.run(play(PROJECTS / name, turns)), turns, strict=True):
            assert ours == rasas, f"conversation {number} of {name}"


@pytest.mark.parametrize("name", ["fixed", "dynamic"])
def test_recordings_reach_what_they_are_for(name: str) -> None:
    turns = [turn for conversation in recorded(name) for turn in conversation]
    assert any(turn["rejected"] for turn in turns)
    assert any(action.startswith("not ") for turn in turns for action in turn["actions"])
    assert any(turn["loop"] is None and len(turn["actions"]) > 2 for turn in turns)
    assert any(turn["slots"].get(REQUESTED_SLOT) for turn in turns)
