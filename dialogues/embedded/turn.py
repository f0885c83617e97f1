"""One turn: predicts and runs actions until one listens, as Rasa's processor does."""

from collections.abc import Mapping
from typing import Any

from dialogues.embedded.forms import FormRejectedError, FormRun
from dialogues.embedded.memory import before_last_message
from dialogues.embedded.rules import Prediction, RuleBook
from dialogues.embedded.stage import Outcome, Stage
from dialogues.engine import Effect, EngineError, Said
from dialogues.project.blueprint import (
    ACTION_DEACTIVATE_LOOP,
    ACTION_DEFAULT_FALLBACK,
    ACTION_LISTEN,
    ACTION_SESSION_START,
    DEFAULT_INTENTS,
    REQUESTED_SLOT,
    Form,
    SetLoop,
    SetSlot,
)
from dialogues.tracker import Parsed

MOST_ACTIONS = 10
"""Rasa's limit for one turn. There the conversation would stay silent for good; here the turn fails."""


class TurnRun:
    """One turn while it runs. `log`: the actions that ran, "not <form>" where one rejected the message."""

    def __init__(self, stage: Stage, rules: RuleBook) -> None:
        self._stage = stage
        self._rules = rules
        self._before = stage.memory
        self._followup: str | None = None
        self._just_rejected: str | None = None
        self._runs = 0
        self.log: list[str] = []
        self.said: list[Said] = []
        self.effects: list[Effect] = []

    async def start_session(self, slots: Mapping[str, Any]) -> None:
        memory = self._stage.memory
        memory.start_session()
        if ACTION_SESSION_START in self._stage.project.actions:
            self._take(await self._custom(ACTION_SESSION_START))
        for name, value in slots.items():
            memory.apply(SetSlot(name, value))
        memory.act(ACTION_LISTEN)

    async def answer(self, parsed: Parsed, slots: Mapping[str, Any]) -> None:
        """`slots` are set before the message is heard. Raises EngineError."""
        memory = self._stage.memory
        self._before = before_last_message(memory, self._stage.project)
        for name, value in slots.items():
            memory.apply(SetSlot(name, value))
        memory.hear(parsed)
        heard = Outcome()
        heard.events += await self._stage.extract_slots(memory.form, heard)
        self._take(heard)
        while self._runs < MOST_ACTIONS:
            if await self._step() == ACTION_LISTEN:
                return
        raise EngineError(f"The rules never listen: {', '.join(self.log)}.")

    async def _step(self) -> str:
        prediction = self._predict()
        name = prediction.action or ACTION_LISTEN
        form = self._stage.project.forms.get(name)
        try:
            outcome = await (self._form(form, prediction) if form else self._action(name))
        except FormRejectedError:
            self._stage.memory.reject(name)
            self._just_rejected = name
            self.log.append(f"not {name}")
            return name
        self._just_rejected = None
        self._runs += 1
        self.log.append(name)
        self._stage.memory.act(name)
        self._take(outcome)
        if outcome.reverts:
            self._stage.memory = self._before
            # At the very start nothing is left to predict from: Rasa listens.
            self._followup = None if self._before.last_action else ACTION_LISTEN
        return name

    def _predict(self) -> Prediction:
        if self._followup:
            followup, self._followup = self._followup, None
            return Prediction(followup)
        prediction = self._by_policy()
        # Rasa gives a rejected action no chance, and its fallback always has one.
        return self._fallback() if prediction.action == self._just_rejected else prediction

    def _by_policy(self) -> Prediction:
        memory = self._stage.memory
        default = DEFAULT_INTENTS.get(memory.latest.intent)
        if default and memory.last_action == ACTION_LISTEN:
            return Prediction(default)
        if memory.loop and not memory.rejected:
            return Prediction(ACTION_LISTEN if memory.last_action == memory.loop else memory.loop)
        prediction = self._rules.predict(memory.history.frames, memory.loop)
        return prediction if prediction.action else self._fallback()

    def _fallback(self) -> Prediction:
        return Prediction(self._stage.project.settings.fallback_action or ACTION_LISTEN)

    async def _form(self, form: Form, prediction: Prediction) -> Outcome:
        return await FormRun(self._stage, form, returning=prediction.returning).run()

    async def _action(self, name: str) -> Outcome:
        project = self._stage.project
        if name in project.actions or name in project.responses:
            return await self._custom(name)
        if name == ACTION_DEACTIVATE_LOOP:
            return Outcome([SetLoop(None), SetSlot(REQUESTED_SLOT, None)])
        if name != ACTION_DEFAULT_FALLBACK:
            return Outcome()
        spoken = await self._custom("utter_default") if "utter_default" in project.responses else Outcome()
        return Outcome(said=spoken.said, reverts=True)

    async def _custom(self, name: str) -> Outcome:
        outcome = Outcome()
        outcome.events += outcome.add(await self._stage.perform(name, self._stage.view()))
        return outcome

    def _take(self, outcome: Outcome) -> None:
        for event in outcome.events:
            self._stage.memory.apply(event)
        self.said += outcome.said
        self.effects += outcome.effects
        self._followup = outcome.followup
