"""Runs the project on a Rasa server, turn by turn over its REST channel."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import uuid4

import httpx

from dialogues.embedded.engine import OPENING, known, turn_of
from dialogues.embedded.memory import Memory
from dialogues.embedded.rules import RuleBook
from dialogues.engine import DialogueState, EngineError, PersonMessage, Turn
from dialogues.on_rasa.events import events_of, live_through
from dialogues.on_rasa.wire import Heard, heard
from dialogues.payload import parse_payload
from dialogues.project.blueprint import ACTION_LISTEN, Project, SetSlot

LIMIT_SECONDS: Final = 4.0


class RasaEngine:
    """A DialogueEngine. Rasa keeps nothing between turns: each begins by telling it where it stands.

    So the state is the embedded engine's, a restart of Rasa loses nothing, and either engine can go on with
    what the other one began. Rasa never learns which conversation it speaks in: a turn borrows a lane.
    """

    def __init__(self, project: Project, client: httpx.AsyncClient, limit: float = LIMIT_SECONDS) -> None:
        """`client` has Rasa's address and token; `limit`: seconds for a whole turn. Raises ProjectError."""
        self._project = project
        self._depth = RuleBook(project).depth
        self._client = client
        self._limit = limit
        self._lanes = _Lanes()
        self._wiping: set[asyncio.Task[None]] = set()

    async def start(self, sender: str, language: str, municipality: str | None = None) -> Turn:
        memory = self._opened(known(self._project, language=language, municipality=municipality))
        return await self._turn(memory, OPENING, DialogueState(language))

    async def respond(self, sender: str, state: DialogueState, message: PersonMessage) -> Turn:
        """Raises UnknownPayload, EngineError."""
        if state.tracker:
            memory = Memory.from_json(self._project, state.tracker)
        else:
            memory = self._opened(known(self._project, language=state.language))
        for name, value in known(self._project, waiting=message.waiting, city=message.city).items():
            memory.apply(SetSlot(name, value))
        return await self._turn(memory, self._text(message), state)

    async def close(self) -> None:
        await asyncio.gather(*self._wiping)
        await self._client.aclose()

    def _opened(self, slots: Mapping[str, Any]) -> Memory:
        memory = Memory(self._project)
        memory.start_session()
        for name, value in slots.items():
            memory.apply(SetSlot(name, value))
        memory.act(ACTION_LISTEN)
        return memory

    def _text(self, message: PersonMessage) -> str:
        """Only a button may say something to Rasa that begins with a slash."""
        if message.payload is None:
            return message.text.strip().lstrip("/ ")
        parse_payload(message.payload, self._project)
        return message.payload.strip()

    async def _turn(self, memory: Memory, text: str, before: DialogueState) -> Turn:
        lane = self._lanes.borrow()
        try:
            async with asyncio.timeout(self._limit):
                answered, happened = await self._on_rasa(lane, events_of(memory), text)
        except TimeoutError as error:
            raise EngineError(f"Rasa did not answer within {self._limit:g} seconds.") from error
        except httpx.HTTPError as error:
            raise EngineError(f"Rasa cannot be spoken to: {type(error).__name__}.") from error
        self._wipe(lane)
        try:
            memory = live_through(memory, happened, self._project)
        except (KeyError, TypeError, AttributeError) as error:
            raise EngineError(f"Rasa's tracker cannot be read: {type(error).__name__}.") from error
        return turn_of(memory, self._depth, answered.said, answered.effects, before)

    async def _on_rasa(
        self, lane: str, past: Sequence[Mapping[str, Any]], text: str
    ) -> tuple[Heard, list[dict[str, Any]]]:
        """What was said, and what happened since `past`."""
        tracker = f"/conversations/{lane}/tracker"
        await self._json("PUT", f"{tracker}/events", past)
        message = {"sender": lane, "message": text}
        answered = heard(await self._json("POST", "/webhooks/rest/webhook", message))
        lived = await self._json("GET", f"{tracker}?include_events=ALL")
        events = lived.get("events") if isinstance(lived, dict) else None
        if not isinstance(events, list) or len(events) <= len(past):
            raise EngineError("Rasa does not know what has just happened.")
        return answered, events[len(past) :]

    async def _json(self, method: str, path: str, body: Any = None) -> Any:
        response = await self._client.request(method, path, json=body)
        response.raise_for_status()
        try:
            return response.json()
        except json.JSONDecodeError as error:
            raise EngineError("Rasa answered something that is not JSON.") from error

    def _wipe(self, lane: str) -> None:
        """What the person wrote does not stay on Rasa. Not waited for."""
        task = asyncio.create_task(self._wiped(lane))
        self._wiping.add(task)
        task.add_done_callback(self._wiping.discard)

    async def _wiped(self, lane: str) -> None:
        try:
            await self._json("PUT", f"/conversations/{lane}/tracker/events", [])
        except (httpx.HTTPError, EngineError):
            return  # Rasa is ill, and the lane is not used again
        self._lanes.give_back(lane)


class _Lanes:
    """Names of conversations on Rasa, each used by one turn at a time: as many as turns run at once."""

    def __init__(self) -> None:
        self._process = uuid4().hex[:8]
        self._made = 0
        self._free: list[str] = []

    def borrow(self) -> str:
        if self._free:
            return self._free.pop()
        self._made += 1
        return f"lane-{self._process}-{self._made}"

    def give_back(self, lane: str) -> None:
        self._free.append(lane)
