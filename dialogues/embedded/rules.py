"""Rasa's RulePolicy: rules as states to compare with the newest frames of a conversation."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from dialogues.embedded.history import NOT_SET, Frame, History
from dialogues.embedded.slots import feature
from dialogues.errors import ProjectError
from dialogues.project.blueprint import ACTION_LISTEN, Act, Project, Rule, SetLoop, SetSlot, Step, User

_ELLIPSIS = "..."
"""Rasa's action that stands for anything before (or after) a rule."""


@dataclass(frozen=True, slots=True)
class _Pattern:
    """The states of a rule up to one of its actions, newest first. `length` is that of Rasa's key."""

    states: tuple[Frame, ...]
    action: str
    length: int
    rule: Rule

    def matches(self, frames: Sequence[Frame]) -> bool:
        pairs = zip(self.states, reversed(frames), strict=False)
        return len(self.states) <= len(frames) and all(_same(state, frame) for state, frame in pairs)


@dataclass(frozen=True, slots=True)
class Prediction:
    """`returning`: the form runs again after an unhappy path, and must not take the message for an answer."""

    action: str | None
    returning: bool = False


class RuleBook:
    """The compiled rules of a project."""

    def __init__(self, project: Project) -> None:
        """Raises ProjectError when rules contradict each other."""
        examples = [example for rule in project.rules for example in _examples(rule, project)]
        patterns = [p for example in examples if (p := _pattern(*example)) and p.action != _ELLIPSIS]
        self._by_action: dict[str | None, list[_Pattern]] = defaultdict(list)
        for pattern in patterns:
            self._by_action[pattern.states[0].action].append(pattern)
        self._interrupted = [p for example in examples if (p := _interruption(*example))]
        self._left = [p for example in examples if (p := _departure(*example))]
        self.depth = max((len(pattern.states) for pattern in patterns), default=1)
        _check(self, examples)

    def predict(self, frames: Sequence[Frame], loop: str | None) -> Prediction:
        """The next action by the rules, None when no rule speaks of this state."""
        best = self.best(frames)
        action = best.action if best else None
        if loop is None:
            return Prediction(action)
        if best and action == ACTION_LISTEN and best.states[0].loop in (None, NOT_SET):
            # A rule that knows nothing of the form ended: the form goes on, unless a rule says otherwise.
            if not any(pattern.matches(frames) for pattern in self._left):
                return Prediction(loop)
            action = None
        return Prediction(action, any(pattern.matches(frames) for pattern in self._interrupted))

    def best(self, frames: Sequence[Frame]) -> _Pattern | None:
        found = [p for p in self._by_action.get(frames[-1].action, ()) if p.matches(frames)]
        return max(found, key=lambda pattern: pattern.length, default=None)


_Example = tuple[Rule, Sequence[Frame], str]


def _examples(rule: Rule, project: Project) -> Iterator[_Example]:
    """(rule, the states before an action, the action) for each action of a rule that can be predicted."""
    history = History()
    opening = next(step for step in _all_steps(rule) if isinstance(step, User | Act))
    # Rasa does not learn the action that a conversation opens with, unless it is listening.
    first = opening != Act(ACTION_LISTEN)
    for step in _all_steps(rule):
        if not isinstance(step, Act):
            _apply(step, history, project)
            continue
        if not first:
            yield rule, _copies(history.frames), step.name
        first = False
        history.act(step.name, is_form=step.name in project.forms)


def _all_steps(rule: Rule) -> Iterator[Step]:
    """The steps with what Rasa adds: the markers for anything before and after, and listening."""
    yield from rule.condition
    if not rule.conversation_start:
        yield Act(_ELLIPSIS)
    last: Step | None = None
    for step in rule.steps:
        if isinstance(step, User) and last != Act(ACTION_LISTEN):
            yield Act(ACTION_LISTEN)
        yield step
        last = step
    if not rule.waits:
        yield Act(_ELLIPSIS)
    if last != Act(ACTION_LISTEN) or not rule.waits:
        yield Act(ACTION_LISTEN)


def _apply(step: Step, history: History, project: Project) -> None:
    if isinstance(step, User):
        wanted = project.featurized_entities.get(step.intent, project.entities)
        names = {name for name, _ in step.entities}
        history.hear(step.intent, tuple(sorted(names & wanted)))
        for name, value in _slots_for_entities(step, project):
            history.set_slot(name, feature(project.slots[name], value))
    elif isinstance(step, SetSlot):
        value = NOT_SET if step.value is None else step.value
        history.set_slot(step.name, feature(project.slots[step.name], value))
    elif isinstance(step, SetLoop):
        history.now.loop = step.name or NOT_SET


def _slots_for_entities(step: User, project: Project) -> Iterator[tuple[str, Any]]:
    """Rasa sets these slots in rules by itself, as their mappings would in a conversation."""
    for slot in project.slots.values():
        anywhere = (m for m in slot.mappings if not (m.conditions and m.conditions[0].active_loop))
        wanted = {mapping.entity for mapping in anywhere if mapping.type == "from_entity"}
        values = [value for name, value in step.entities if name in wanted]
        if values:
            yield slot.name, values if slot.type == "list" else values[-1]


def _copies(frames: Iterable[Frame]) -> tuple[Frame, ...]:
    return tuple(Frame(f.action, f.intent, f.entities, f.slots, f.loop) for f in frames)


def _pattern(rule: Rule, frames: Sequence[Frame], action: str) -> _Pattern | None:
    """None when nothing stands between the marker for anything before and the action."""
    states: list[Frame] = []
    for frame in reversed(frames):
        if frame.action == _ELLIPSIS:
            break
        states.append(frame)
    length = len(json.dumps([_as_rasa(state) for state in reversed(states)], sort_keys=True))
    return _Pattern(tuple(states), action, length, rule) if states else None


def _as_rasa(state: Frame) -> dict[str, Any]:
    user = {"intent": state.intent, "entities": state.entities}
    parts: dict[str, dict[str, Any]] = {
        "user": {key: value for key, value in user.items() if value},
        "slots": dict(state.slots),
        "prev_action": {"action_name": state.action} if state.action else {},
        "active_loop": {"name": state.loop} if state.loop else {},
    }
    return {key: part for key, part in parts.items() if part}


def _interruption(rule: Rule, frames: Sequence[Frame], action: str) -> _Pattern | None:
    """A rule inside a form that runs the form right after the message."""
    now = frames[-1]
    if now.loop in (None, NOT_SET) or now.action != ACTION_LISTEN or action != now.loop:
        return None
    return _pattern(rule, _last_turn(frames), action)


def _departure(rule: Rule, frames: Sequence[Frame], action: str) -> _Pattern | None:
    """A rule inside a form that goes on with something else than the form after an action."""
    now = frames[-1]
    if now.loop in (None, NOT_SET) or now.action == ACTION_LISTEN or action == now.loop:
        return None
    return _pattern(rule, _last_turn(frames), action)


def _last_turn(frames: Sequence[Frame]) -> list[Frame]:
    if len(frames) == 1 or frames[-2].action is None:
        return [frames[-1]]
    return [Frame(frames[-2].action), frames[-1]]


def _same(state: Frame, frame: Frame) -> bool:
    """Whether all that the rule's state says is so in the conversation's frame."""
    if state.action is None or frame.action is None:
        return state.action is frame.action
    return (
        state.action == frame.action
        and (state.intent is None or state.intent == frame.intent)
        and (not state.entities or state.entities == frame.entities)
        and (state.loop is None or _agrees(state.loop, frame.loop))
        and all(_agrees(value, frame.slots.get(name)) for name, value in state.slots.items())
    )


def _agrees(told: Any, found: Any) -> bool:
    return found in (None, NOT_SET) if told == NOT_SET else bool(told == found)


def _check(book: RuleBook, examples: Iterable[_Example]) -> None:
    for rule, frames, action in examples:
        if action == _ELLIPSIS or frames[-1].action == _ELLIPSIS:
            continue
        best = book.best(frames)
        if best and best.action != action:
            other = f"the rule '{best.rule.name}' leads to {best.action}"
            sentence = f"The rule '{rule.name}' leads to {action} where {other}."
            raise ProjectError(rule.path, rule.line, sentence)
