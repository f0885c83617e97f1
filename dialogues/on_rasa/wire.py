"""What our actions say and bring about, on its way through Rasa: in the `custom` part of a message."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from dialogues import engine
from dialogues.engine import Effect, EngineError, Said

KEY: Final = "osaamo"
_EFFECTS: Final[Mapping[str, type[Effect]]] = {
    kind.__name__: kind
    for kind in (
        engine.HandOff, engine.CancelHandOff, engine.SwitchLanguage, engine.Feedback, engine.Erase,
        engine.Recommended, engine.UnmetNeed,
    )
}  # fmt: skip
_SAID: Final = TypeAdapter(Said)
_ADAPTERS: Final[Mapping[str, TypeAdapter[Any]]] = {
    name: TypeAdapter(kind) for name, kind in _EFFECTS.items()
}


class ActionFailedError(EngineError):
    """An action of ours failed: Rasa is well, and the other engine would fail at it too."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What Rasa answered, read back."""

    said: tuple[Said, ...]
    effects: tuple[Effect, ...]


def responses(said: Sequence[Said], effects: Sequence[Effect] = ()) -> list[dict[str, Any]]:
    """Rasa's messages: text and buttons for any channel of Rasa's, the whole for ours."""
    spoken = [response(message) for message in said]
    brought = [{"effect": type(effect).__name__, "values": _plain(effect)} for effect in effects]
    return [*spoken, {"custom": {KEY: {"effects": brought}}}] if brought else spoken


def response(said: Said) -> dict[str, Any]:
    buttons = [{"title": button.title, "payload": button.payload} for button in said.buttons]
    whole = {KEY: {"said": _SAID.dump_python(said, mode="json")}}
    return {"text": said.text, "buttons": buttons, "custom": whole}


def failure(reason: str) -> list[dict[str, Any]]:
    """In place of an answer: Rasa itself would pass over a failed action in silence."""
    return [{"custom": {KEY: {"failed": reason}}}]


def heard(messages: Any) -> Heard:
    """Reads what the REST channel answers. Raises ActionFailedError, EngineError for what is not ours."""
    if not isinstance(messages, list):
        raise EngineError("Rasa answered something that is not a list of messages.")
    said: list[Said] = []
    effects: list[Effect] = []
    try:
        for ours in _ours(messages):
            if "failed" in ours:
                raise ActionFailedError(ours["failed"])
            if "said" in ours:
                said.append(_SAID.validate_python(ours["said"]))
            effects += [_effect(brought) for brought in ours.get("effects", ())]
    except (KeyError, TypeError, AttributeError, ValidationError) as error:
        raise EngineError(f"Rasa answered something that is not ours: {type(error).__name__}.") from error
    return Heard(tuple(said), tuple(effects))


def _ours(messages: Any) -> Iterator[dict[str, Any]]:
    """The custom parts; each text is followed by its own."""
    texts = sum("text" in message for message in messages)
    custom = [message["custom"][KEY] for message in messages if "custom" in message]
    if texts != sum("said" in ours for ours in custom):
        raise EngineError("Rasa said something that no action of ours said.")
    yield from custom


def _plain(effect: Effect) -> Any:
    return _ADAPTERS[type(effect).__name__].dump_python(effect, mode="json")


def _effect(brought: Mapping[str, Any]) -> Effect:
    effect: Effect = _ADAPTERS[brought["effect"]].validate_python(brought["values"])
    return effect
