"""Rasa's FormAction: takes answers, asks the next question, ends."""

from collections.abc import Sequence
from typing import Any

from dialogues.embedded.stage import Outcome, Stage
from dialogues.project.blueprint import ACTION_LISTEN, REQUESTED_SLOT, Form, SetLoop, SetSlot

_Events = Sequence[SetSlot | SetLoop]


class FormRejectedError(Exception):
    """The message answers nothing that the form asked: rules decide."""


class FormRun:
    """One run of a form. `returning`: the message was already dealt with outside of it."""

    def __init__(self, stage: Stage, form: Form, *, returning: bool) -> None:
        self._stage = stage
        self._form = form
        self._returning = returning
        self._active = stage.memory.loop == form.name
        self._outcome = Outcome()

    async def run(self) -> Outcome:
        """Raises FormRejectedError."""
        events = self._outcome.events
        if not self._active:
            events.append(SetLoop(self._form.name))
            events += await self._activate()
        if not _ends(events):
            events += await self._go_on(list(events))
        if _ends(events):
            events.append(SetLoop(None))
        return self._outcome

    async def _activate(self) -> list[SetSlot]:
        # Rasa drops what is said while it extracts slots here.
        found = await self._stage.extract_slots(self._form, Outcome())
        if not self._validates:
            return found
        values = self._stage.view(found).slots
        prefilled = (name for name in self._form.required_slots if values[name] is not None)
        filled = [SetSlot(name, values[name]) for name in prefilled]
        requested = SetSlot(REQUESTED_SLOT, values[REQUESTED_SLOT])
        validated = await self._validate([*found, requested, *filled], filled)
        judged = {event.name for event in validated}
        return validated + [event for event in found if event.name not in judged]

    async def _go_on(self, so_far: _Events) -> list[SetSlot]:
        validated: list[SetSlot] = []
        if not self._judged_already(so_far):
            validated = await self._take_answer() if self._expects_answer else await self._judge([])
        return validated + await self._request_next([*so_far, *validated])

    def _judged_already(self, so_far: _Events) -> bool:
        """Whether activating the form brought about anything, be it only words."""
        outcome = self._outcome
        slots = any(isinstance(event, SetSlot) for event in so_far)
        return bool(slots or outcome.said or outcome.effects or outcome.followup)

    @property
    def _expects_answer(self) -> bool:
        memory = self._stage.memory
        return memory.loop is None or (memory.last_action == ACTION_LISTEN and not self._returning)

    async def _take_answer(self) -> list[SetSlot]:
        wanted = {*self._form.required_slots, self._requested}
        last = {e.name: e for e in self._stage.memory.set_since_heard if e.name in wanted}
        validated = await self._judge(list(last.values()))
        something = last or any(event.name != REQUESTED_SLOT for event in validated)
        if self._requested and not something:
            raise FormRejectedError
        return validated

    async def _judge(self, candidates: list[SetSlot]) -> list[SetSlot]:
        requested = SetSlot(REQUESTED_SLOT, self._requested)
        return await self._validate([requested, *candidates], candidates)

    async def _validate(self, changes: list[SetSlot], candidates: list[SetSlot]) -> list[SetSlot]:
        if not self._validates:
            return []
        view = self._stage.view(changes, self._loop_in_view, candidates)
        return self._outcome.add(await self._stage.perform(self._validation, view))

    async def _request_next(self, so_far: _Events) -> list[SetSlot]:
        if _ends(so_far):
            return [SetSlot(REQUESTED_SLOT, None)]
        set_so_far = [event for event in so_far if isinstance(event, SetSlot)]
        named = next((event.value for event in set_so_far if _requests(event)), None)
        changes = [SetSlot(REQUESTED_SLOT, self._requested), *set_so_far]
        view = self._stage.view(changes, self._form.name)
        if named:
            return await self._ask(named, changes)
        free = (slot for slot in self._form.required_slots if view.slots[slot] is None)
        following = next(free, None)
        own = [SetSlot(REQUESTED_SLOT, following)]
        return own + (await self._ask(following, changes) if following else [])

    async def _ask(self, slot: str, changes: list[SetSlot]) -> list[SetSlot]:
        name = self._question(slot)
        if name is None:
            return []
        view = self._stage.view(changes, self._form.name)
        return self._outcome.add(await self._stage.perform(name, view))

    def _question(self, slot: str) -> str | None:
        project = self._stage.project
        subjects = (f"{self._form.name}_{slot}", slot)
        names = (f"{kind}_ask_{subject}" for subject in subjects for kind in ("action", "utter"))
        return next((name for name in names if name in project.actions or name in project.responses), None)

    @property
    def _validation(self) -> str:
        return f"validate_{self._form.name}"

    @property
    def _validates(self) -> bool:
        return self._validation in self._stage.project.actions

    @property
    def _requested(self) -> Any:
        """The question that this form asked; one of another form does not count."""
        return self._stage.memory.values[REQUESTED_SLOT] if self._active else None

    @property
    def _loop_in_view(self) -> str | None:
        activating = bool(self._outcome.events)
        return self._form.name if activating or self._active else self._stage.memory.loop


def _requests(event: SetSlot | SetLoop) -> bool:
    return isinstance(event, SetSlot) and event.name == REQUESTED_SLOT


def _ends(events: _Events) -> bool:
    """Whether the last word on the next question, or on the form itself, is that there is none."""
    requested = next((event for event in reversed(events) if _requests(event)), None)
    loop = next((event for event in reversed(events) if isinstance(event, SetLoop)), None)
    return requested == SetSlot(REQUESTED_SLOT, None) or loop == SetLoop(None)
