"""What happened, as Rasa's rules see it: one frame for each action that still counts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

NOT_SET = "should_not_be_set"
"""In rules only: a slot or a form that must not be set."""

Feature = tuple[float, ...] | str


@dataclass(slots=True)
class Frame:
    """The state between an action and the next one; action None is the start of the conversation.

    `marks` are, in order, the events that tell where a form was left: "u" the person spoke, "x" a form ended,
    "r" and a name: that form was rejected.
    """

    action: str | None
    intent: str | None = None
    entities: tuple[str, ...] = ()
    slots: Mapping[str, Feature] = field(default_factory=dict)
    loop: str | None = None
    marks: list[str] = field(default_factory=list)


class History:
    """Frames, oldest first. Turns on a form's happy path leave none, as in Rasa's `applied_events`."""

    def __init__(self, frames: Iterable[Frame] = ()) -> None:
        self.frames = list(frames) or [Frame(None)]

    @property
    def now(self) -> Frame:
        return self.frames[-1]

    def hear(self, intent: str, entities: tuple[str, ...]) -> None:
        self.now.intent, self.now.entities = intent, entities
        self.now.marks.append("u")

    def set_slot(self, name: str, feature: Feature | None) -> None:
        if self.now.slots.get(name) != feature:
            slots = {**self.now.slots, name: feature}
            self.now.slots = {key: value for key, value in slots.items() if value is not None}

    def set_loop(self, name: str | None) -> None:
        self.now.loop = name
        if name is None:
            self.now.marks.append("x")

    def reject(self, loop: str) -> None:
        self.now.marks.append(f"r{loop}")

    def act(self, action: str, *, is_form: bool) -> None:
        before = self._happy_path(action) if is_form else None
        if before is None:
            now = self.now
            self.frames.append(Frame(action, now.intent, now.entities, now.slots, now.loop))
            return
        left_out = self.frames[before + 1 :]
        del self.frames[before + 1 :]
        for frame in left_out:
            self.now.slots, self.now.loop = frame.slots, frame.loop
            self.now.marks += [mark for mark in frame.marks if mark != "u"]

    def _happy_path(self, loop: str) -> int | None:
        """The frame of the form's last run when nothing came in between but its own questions and answers."""
        following: str | None = None
        for index in range(len(self.frames) - 1, -1, -1):
            frame = self.frames[index]
            for mark in reversed(frame.marks):
                elsewhere = mark == "u" and following is not None and following != loop
                if mark in ("x", f"r{loop}") or elsewhere:
                    return None
            if frame.action == loop:
                return index
            following = frame.action
        return None
