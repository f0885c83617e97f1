"""What a Rasa server asks of us while it works on a message: to run an action, to word a response."""

import logging
import traceback
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from dialogues.embedded.slots import stored
from dialogues.engine import Said
from dialogues.on_rasa.events import candidates_of, parsed_of
from dialogues.on_rasa.wire import failure, response, responses
from dialogues.parts import Actions, Responses
from dialogues.project.blueprint import REQUESTED_SLOT, Project
from dialogues.tracker import ActionResult, Parsed, TrackerView

_log = logging.getLogger(__name__)


class RasaCallbacks:
    """Actions and texts exist once: these are the embedded engine's own, in Rasa's JSON."""

    def __init__(
        self, project: Project, actions: Actions, words: Responses, knows: Callable[[str, str], bool]
    ) -> None:
        """`knows(text, intent)`: whether a text is a training sentence of the intent."""
        self._project = project
        self._knows = knows
        self._actions = actions
        self._words = words

    async def run(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Answers a request to the action endpoint. Raises KeyError for one that is not Rasa's."""
        name, view = request["next_action"], self._view(request["next_action"], request["tracker"])
        try:
            result = await self._actions.run(name, view)
        except Exception as error:  # noqa: BLE001
            # The message of a foreign exception may quote the person.
            _log.error("%s failed on Rasa\n%s", name, "".join(traceback.format_tb(error.__traceback__)))
            return {"events": [], "responses": failure(f"{name} failed: {type(error).__name__}.")}
        return {"events": self._events(result), "responses": responses(result.said, result.effects)}

    def say(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Answers a request for the words of a response; {} where nothing is to be said. Raises KeyError."""
        view = self._view("", request["tracker"])
        said = self._words.say(request["response"], view)
        messages = (said,) if isinstance(said, Said) else said
        if len(messages) > 1:
            raise ValueError(f"{request['response']} is more than one message: Rasa knows only one.")
        return response(messages[0]) if messages else {}

    def _view(self, action: str, tracker: Mapping[str, Any]) -> TrackerView:
        slots = {name: tracker["slots"].get(name) for name in self._project.slots}
        return TrackerView(
            sender=tracker["sender_id"],
            slots=slots,
            latest=self._sure(parsed_of(tracker.get("latest_message") or {})),
            active_loop=(tracker.get("active_loop") or {}).get("name"),
            requested_slot=slots[REQUESTED_SLOT],
            candidates=candidates_of(action, tracker.get("events") or ()),
        )

    def _sure(self, parsed: Parsed) -> Parsed:
        """A training sentence is certain, as it is to our own understanding; to Rasa's it is only likely."""
        if not self._knows(parsed.text, parsed.intent):
            return parsed
        return replace(parsed, confidence=1.0, ranking=((parsed.intent, 1.0),))

    def _events(self, result: ActionResult) -> list[dict[str, Any]]:
        known = self._project.slots
        events: list[dict[str, Any]] = [
            {"event": "slot", "name": name, "value": stored(known[name], value), "timestamp": None}
            for name, value in result.slots.items()
        ]
        if result.followup:
            events.append({"event": "followup", "name": result.followup, "timestamp": None})
        return events
