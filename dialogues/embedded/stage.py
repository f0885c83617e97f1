"""What runs actions: the project's parts, the conversation's memory, and what an action brings about."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from dialogues.embedded.memory import Memory
from dialogues.embedded.slots import Situation, extract, stored
from dialogues.engine import Effect, EngineError, Said
from dialogues.parts import Actions, Responses
from dialogues.project.blueprint import (
    ACTION_VALIDATE_SLOT_MAPPINGS,
    REQUESTED_SLOT,
    Form,
    Project,
    SetLoop,
    SetSlot,
)
from dialogues.tracker import ActionResult, TrackerView


@dataclass(slots=True)
class Outcome:
    """What an action did. `reverts`: the message counts as not said."""

    events: list[SetSlot | SetLoop] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)
    followup: str | None = None
    reverts: bool = False

    def add(self, result: ActionResult) -> list[SetSlot]:
        """Takes over all but the slots, and gives them back."""
        self.said += result.said
        self.effects += result.effects
        self.followup = result.followup or self.followup
        return [SetSlot(name, value) for name, value in result.slots.items()]


@dataclass(slots=True)
class Stage:
    """Where the actions of one turn run."""

    project: Project
    actions: Actions
    responses: Responses
    sender: str
    memory: Memory

    async def perform(self, name: str, view: TrackerView) -> ActionResult:
        """A custom action or a response. Raises EngineError."""
        try:
            result = await self._run(name, view)
        except EngineError:
            raise
        except Exception as error:
            raise EngineError(f"{name} failed: {error!r}") from error
        unknown = sorted(result.slots.keys() - self.project.slots.keys())
        if unknown:
            raise EngineError(f"{name} sets slots that the domain does not have: {', '.join(unknown)}.")
        if result.followup and not self.project.runs(result.followup):
            raise EngineError(f"{name} is followed by {result.followup}, which does not exist.")
        return result

    async def _run(self, name: str, view: TrackerView) -> ActionResult:
        if name in self.project.actions:
            return await self.actions.run(name, view)
        said = self.responses.say(name, view)
        return ActionResult(said=(said,) if isinstance(said, Said) else said)

    async def extract_slots(self, form: Form | None, outcome: Outcome) -> list[SetSlot]:
        """Rasa's action_extract_slots, while `form` is the active one or about to be."""
        rejected = self.memory.rejected and form is self.memory.form
        situation = Situation(self.memory.latest, form, rejected, self.memory.values)
        found = list(extract(self.project, situation))
        if ACTION_VALIDATE_SLOT_MAPPINGS not in self.project.actions:
            return found
        result = await self.perform(ACTION_VALIDATE_SLOT_MAPPINGS, self.view(found, candidates=found))
        validated = outcome.add(result)
        judged = {event.name for event in validated}
        return validated + [event for event in found if event.name not in judged]

    def view(
        self,
        changes: Iterable[SetSlot] = (),
        loop: str | None = None,
        candidates: Iterable[SetSlot] = (),
    ) -> TrackerView:
        """The conversation as an action sees it, with `changes` that are not made yet."""
        slots = self.project.slots
        changed = {event.name: stored(slots[event.name], event.value) for event in changes}
        values = {**self.memory.values, **changed}
        return TrackerView(
            self.sender,
            values,
            self.memory.latest,
            loop or self.memory.loop,
            values[REQUESTED_SLOT],
            tuple(dict.fromkeys(event.name for event in candidates)),
        )
