"""Runs the Rasa project in this process: same rules, forms and slots, no second service."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from anyio import to_thread

from dialogues.embedded.memory import Memory
from dialogues.embedded.rules import RuleBook
from dialogues.embedded.stage import Stage
from dialogues.embedded.turn import TurnRun
from dialogues.engine import DialogueState, Effect, PersonMessage, Said, Turn
from dialogues.parts import Actions, Responses, Understanding
from dialogues.payload import parse_payload
from dialogues.project.blueprint import NLU_FALLBACK, Project, Settings
from dialogues.tracker import Parsed
from knowledge.profile import NeedsProfile

OPENING = "/start"
_PROFILE = tuple(field.name for field in fields(NeedsProfile))


class EmbeddedEngine:
    """A DialogueEngine that keeps nothing between turns but what it returns."""

    def __init__(
        self,
        project: Project,
        actions: Actions,
        responses: Responses,
        understanding: Understanding,
        *,
        understands_slowly: bool = False,
    ) -> None:
        """`understands_slowly`: typed messages are parsed in a thread. Raises ProjectError."""
        self._project = project
        self._rules = RuleBook(project)
        self._actions = actions
        self._responses = responses
        self._understanding = understanding
        self._understands_slowly = understands_slowly

    async def start(self, sender: str, language: str, municipality: str | None = None) -> Turn:
        stage = self._stage(sender, Memory(self._project))
        run = TurnRun(stage, self._rules)
        await run.start_session(known(self._project, language=language, municipality=municipality))
        await run.answer(parse_payload(OPENING, self._project), {})
        return self._turn(stage, run, DialogueState(language))

    async def respond(self, sender: str, state: DialogueState, message: PersonMessage) -> Turn:
        """Raises UnknownPayload, EngineError."""
        parsed = await self._parse(message, state.language)
        fresh = not state.tracker
        memory = Memory(self._project) if fresh else Memory.from_json(self._project, state.tracker)
        stage = self._stage(sender, memory)
        run = TurnRun(stage, self._rules)
        if fresh:
            await run.start_session(known(self._project, language=state.language))
        await run.answer(parsed, known(self._project, waiting=message.waiting, city=message.city))
        return self._turn(stage, run, state)

    def _stage(self, sender: str, memory: Memory) -> Stage:
        return Stage(self._project, self._actions, self._responses, sender, memory)

    async def _parse(self, message: PersonMessage, language: str) -> Parsed:
        if message.payload is not None:
            return parse_payload(message.payload, self._project)
        text = message.text.strip()
        if self._understands_slowly:
            parsed = await to_thread.run_sync(self._understanding.parse, text, language)
        else:
            parsed = self._understanding.parse(text, language)
        return or_fallback(parsed, self._project.settings)

    def _turn(self, stage: Stage, run: TurnRun, before: DialogueState) -> Turn:
        return turn_of(stage.memory, self._rules.depth, run.said, run.effects, before)


def known(project: Project, **slots: Any) -> dict[str, Any]:
    """Those that have a value and are in the domain."""
    return {name: value for name, value in slots.items() if name in project.slots and value is not None}


def turn_of(
    memory: Memory, depth: int, said: Sequence[Said], effects: Sequence[Effect], before: DialogueState
) -> Turn:
    """What a turn leaves behind on either engine. `depth`: how many frames the longest rule compares."""
    values = memory.values
    state = DialogueState(
        language=values.get("language") or before.language,
        profile=_profile(values, before.language),
        progress=_progress(said, before, active=memory.loop is not None),
        tracker=memory.to_json(depth),
        learned=values.get("learned") or {},
    )
    return Turn(tuple(said), state, tuple(effects))


def or_fallback(parsed: Parsed, settings: Settings) -> Parsed:
    """Rasa's FallbackClassifier: the intent `nlu_fallback` for what is unsure or ambiguous."""
    if settings.threshold is None or parsed.intent == NLU_FALLBACK:
        return parsed
    shares = [confidence for _, confidence in parsed.ranking[:2]]
    ambiguous = len(shares) == 2 and shares[0] - shares[1] < (settings.ambiguity or 0.0)
    if parsed.confidence >= settings.threshold and not ambiguous:
        return parsed
    ranking = ((NLU_FALLBACK, settings.threshold), *parsed.ranking)
    return replace(parsed, intent=NLU_FALLBACK, confidence=settings.threshold, ranking=ranking)


def _profile(values: Mapping[str, Any], language: str) -> NeedsProfile:
    known = {name: values[name] for name in _PROFILE if values.get(name) is not None}
    return NeedsProfile.from_json({"language": language, **known})


def _progress(said: Sequence[Said], before: DialogueState, *, active: bool) -> tuple[int, int] | None:
    """The last that was said; between two questions of an assessment that of the question before."""
    told = [message.progress for message in said if message.progress]
    return told[-1] if told else (before.progress if active else None)
