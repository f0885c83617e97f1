"""What is said without deciding anything: the `utter_...` of the domain, worded per language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

import yaml

from dialogues.conversation.answers import CERTAIN
from dialogues.conversation.context import Voice, language_of
from dialogues.conversation.opening import guide_go_on
from dialogues.conversation.texts import Texts
from dialogues.engine import Button, Said
from dialogues.tracker import TrackerView

SHIPPED: Final = Path(__file__).parent.parent / "domain" / "responses.yml"
WHILE_WAITING: Final = frozenset(("utter_help", "utter_privacy"))
OFFERED_WHILE_WAITING: Final = frozenset(("/search_service", "/delete_conversation"))
OFFERED_IN_A_FORM: Final = frozenset(("/ask_human",))


@dataclass(frozen=True, slots=True)
class Response:
    """`text` and the titles of the buttons are keys of texts/<language>.yml."""

    text: str
    buttons: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class LocalResponses:
    """Build it with `LocalResponses.load`."""

    texts: Texts
    responses: Mapping[str, Response]

    @classmethod
    def load(cls, texts: Texts, path: Path = SHIPPED) -> Self:
        """Raises OSError, KeyError."""
        content: Any = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        return cls(texts, {name: _response(said[0]) for name, said in content["responses"].items()})

    def say(self, name: str, tracker: TrackerView) -> Said | tuple[Said, ...]:
        """Nothing while a human is waited for, but help and privacy. Raises KeyError."""
        waiting = tracker.slots.get("waiting")
        if waiting and (name not in WHILE_WAITING or tracker.latest.confidence < CERTAIN):
            return ()
        response, voice = self.responses[name], Voice(self.texts, language_of(tracker))
        offered = OFFERED_WHILE_WAITING if waiting else OFFERED_IN_A_FORM
        everything = not (waiting or tracker.active_loop)
        buttons = [each for each in response.buttons if everything or each[1] in offered]
        guide = () if waiting else guide_go_on(voice, tracker)
        titled = (*guide, *(Button(voice(title), payload) for title, payload in buttons))
        return Said(voice(response.text), titled, choice="one" if titled else None)


def _response(said: Mapping[str, Any]) -> Response:
    buttons = tuple((button["title"], button["payload"]) for button in said.get("buttons", ()))
    return Response(said["text"], buttons)
