"""What the embedded engine is put together with."""

from typing import Protocol

from dialogues.engine import Said
from dialogues.tracker import ActionResult, Parsed, TrackerView


class Actions(Protocol):
    """The custom actions of the domain, the forms' `validate_<form>` and `action_ask_<slot>` among them."""

    async def run(self, name: str, tracker: TrackerView) -> ActionResult: ...


class Responses(Protocol):
    """The words of an `utter_...` in the tracker's language."""

    def say(self, name: str, tracker: TrackerView) -> Said | tuple[Said, ...]: ...


class Understanding(Protocol):
    """What a typed message means. The ranking is best first; thresholds are the engine's matter."""

    def parse(self, text: str, language: str) -> Parsed: ...
