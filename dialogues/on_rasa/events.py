"""A conversation as Rasa's events, there and back: what is kept is the embedded engine's memory."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from dialogues.embedded.history import Frame
from dialogues.embedded.memory import Memory, before_last_message
from dialogues.engine import EngineError
from dialogues.project.blueprint import ACTION_LISTEN, Project, SetLoop, SetSlot
from dialogues.tracker import Entity, Parsed

Event = dict[str, Any]


def events_of(memory: Memory) -> list[Event]:
    """What Rasa has to have lived through to stand where the memory stands.

    Slots come first with today's values: enough as long as no slot of the project influences rules.
    """
    slots = [_slot(name, value) for name, value in memory.values.items() if value is not None]
    frames = memory.history.frames
    happened: list[Event] = []
    loop: str | None = None
    for frame in frames:
        happened += _frame_events(frame, loop)
        loop = frame.loop
    if memory.loop and memory.rejected and not any(_rejects(frame, memory.loop) for frame in frames):
        happened.insert(happened.index(_loop(memory.loop)) + 1, _rejection(memory.loop))
    return [_action("action_session_start"), {"event": "session_started"}, *slots, *happened]


def _frame_events(frame: Frame, loop_before: str | None) -> Iterator[Event]:
    if frame.action:
        yield _action(frame.action)
    if frame.loop and frame.loop != loop_before:
        yield _loop(frame.loop)
    for mark in frame.marks:
        if mark == "u":
            yield _user(frame.intent or "")
        elif mark == "x":
            yield _loop(None)
        else:
            yield _rejection(mark.removeprefix("r"))


def _rejects(frame: Frame, loop: str) -> bool:
    return f"r{loop}" in frame.marks


def _action(name: str) -> Event:
    return {"event": "action", "name": name}


def _slot(name: str, value: Any) -> Event:
    return {"event": "slot", "name": name, "value": value}


def _loop(name: str | None) -> Event:
    return {"event": "active_loop", "name": name}


def _rejection(loop: str) -> Event:
    return {"event": "action_execution_rejected", "name": loop}


def _user(intent: str) -> Event:
    """Without the words: they are not needed again, and stay with us."""
    return {"event": "user", "text": "", "parse_data": {"intent": {"name": intent}, "entities": []}}


def live_through(memory: Memory, events: Iterable[Mapping[str, Any]], project: Project) -> Memory:
    """The memory after what happened on Rasa. Raises EngineError when it did not end by listening."""
    heard = False
    before = memory
    for event in events:
        kind = event["event"]
        if kind == "user":
            heard, before = True, before_last_message(memory, project)
        if kind == "rewind":
            memory = before
        else:
            _apply(memory, kind, event, project)
    if not heard or memory.last_action != ACTION_LISTEN:
        raise EngineError(f"Rasa did not answer: it ended with {memory.last_action}.")
    return memory


def _apply(memory: Memory, kind: str, event: Mapping[str, Any], project: Project) -> None:
    if kind == "user":
        memory.hear(parsed_of(event["parse_data"]))
    elif kind == "action":
        memory.act(event["name"])
    elif kind == "slot" and event["name"] in project.slots:
        memory.apply(SetSlot(event["name"], event["value"]))
    elif kind == "active_loop":
        memory.apply(SetLoop(event["name"]))
    elif kind == "action_execution_rejected":
        memory.reject(event["name"])


def parsed_of(message: Mapping[str, Any]) -> Parsed:
    """Rasa's parse data, as it stands in events and as the latest message of a tracker."""
    intent = message.get("intent") or {}
    ranking = tuple((one["name"], one["confidence"]) for one in message.get("intent_ranking") or ())
    return Parsed(
        text=message.get("text") or "",
        intent=intent.get("name") or "",
        confidence=intent.get("confidence", 1.0),
        entities=tuple(Entity(one["entity"], one["value"]) for one in message.get("entities") or ()),
        ranking=ranking,
    )


def candidates_of(action: str, events: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """The slots that a validation has to judge: those set since the last action, as rasa-sdk finds them."""
    if not action.startswith(("validate_", "action_validate_")):
        return ()
    names: list[str] = []
    for event in reversed(events):
        if event["event"] == "action":
            break
        if event["event"] == "slot":
            names.insert(0, event["name"])
    return tuple(dict.fromkeys(names))
