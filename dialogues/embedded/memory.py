"""What the embedded engine remembers of a conversation, and its JSON."""

from collections.abc import Mapping
from typing import Any

from dialogues.embedded.history import Frame, History
from dialogues.embedded.slots import feature, stored
from dialogues.project.blueprint import ACTION_LISTEN, REQUESTED_SLOT, Form, Project, SetLoop, SetSlot
from dialogues.tracker import Parsed

_KEPT_BESIDE_RULES = 3
"""Frames kept beyond those that the longest rule compares: they tell where the form was left."""

NOTHING_SAID = Parsed("", "")


class Memory:
    """Slots, the active form and the history that rules compare: for one turn; `to_json` is what stays."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self.values = {name: stored(slot, slot.initial) for name, slot in project.slots.items()}
        self.loop: str | None = None
        self.rejected = False
        self.latest = NOTHING_SAID
        self.set_since_heard: list[SetSlot] = []
        self.history = History()
        self._refresh()

    @property
    def form(self) -> Form | None:
        return self._project.forms[self.loop] if self.loop else None

    @property
    def last_action(self) -> str | None:
        return self.history.now.action

    def start_session(self) -> None:
        """Rasa forgets what happened, not the slots."""
        self.loop, self.rejected = None, False
        self.history = History()
        self._refresh()

    def hear(self, parsed: Parsed) -> None:
        self.latest = parsed
        self.set_since_heard = []
        wanted = self._project.featurized_entities.get(parsed.intent, self._project.entities)
        names = {entity.name for entity in parsed.entities}
        self.history.hear(parsed.intent, tuple(sorted(names & wanted)))

    def act(self, action: str) -> None:
        self.history.act(action, is_form=action in self._project.forms)
        if action == self.loop:
            self.rejected = False

    def reject(self, loop: str) -> None:
        self.rejected = True
        self.history.reject(loop)

    def apply(self, event: SetSlot | SetLoop) -> None:
        if isinstance(event, SetSlot):
            slot = self._project.slots[event.name]
            self.values[event.name] = stored(slot, event.value)
            self.set_since_heard.append(event)
            if slot.influences:
                self.history.set_slot(event.name, feature(slot, self.values[event.name]))
        else:
            self.loop, self.rejected = event.name, False
            self.history.set_loop(event.name)

    def _refresh(self) -> None:
        for name, slot in self._project.slots.items():
            if slot.influences:
                self.history.set_slot(name, feature(slot, self.values[name]))

    def to_json(self, depth: int) -> dict[str, Any]:
        """`depth`: how many frames the longest rule compares."""
        initial = {name: stored(slot, slot.initial) for name, slot in self._project.slots.items()}
        frames = self.history.frames[-(depth + _KEPT_BESIDE_RULES) :]
        return {
            "slots": {name: value for name, value in self.values.items() if value != initial[name]},
            "loop": self.loop,
            "rejected": self.rejected,
            "history": [_frame_to_json(frame) for frame in frames],
        }

    @classmethod
    def from_json(cls, project: Project, data: Mapping[str, Any]) -> "Memory":
        """What a later project no longer has is forgotten: a form, a slot."""
        memory = cls(project)
        memory.values |= {name: value for name, value in data["slots"].items() if name in project.slots}
        memory.history = History(_frame_from_json(frame) for frame in data["history"])
        memory.loop, memory.rejected = data["loop"], data["rejected"]
        if memory.loop and memory.loop not in project.forms:
            memory.apply(SetLoop(None))
            memory.apply(SetSlot(REQUESTED_SLOT, None))
        return memory


def before_last_message(memory: Memory, project: Project) -> Memory:
    """A copy without the listening at its end: where Rasa goes back to from a message it could not use."""
    copy = Memory(project)
    copy.values = dict(memory.values)
    copy.loop, copy.rejected, copy.latest = memory.loop, memory.rejected, memory.latest
    frames = memory.history.frames
    kept = frames[:-1] if memory.last_action == ACTION_LISTEN else frames
    copy.history = History(
        Frame(f.action, f.intent, f.entities, f.slots, f.loop, list(f.marks)) for f in kept
    )
    return copy


def _frame_to_json(frame: Frame) -> list[Any]:
    slots = {name: list(value) for name, value in frame.slots.items()}
    return [frame.action, frame.intent, list(frame.entities), slots, frame.loop, frame.marks]


def _frame_from_json(data: list[Any]) -> Frame:
    action, intent, entities, slots, loop, marks = data
    features = {name: tuple(value) for name, value in slots.items()}
    return Frame(action, intent, tuple(entities), features, loop, list(marks))
