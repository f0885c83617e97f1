"""A small real engine whose answers follow from the message alone."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, replace

from dialogues.engine import (
    Button,
    CancelHandOff,
    DialogueState,
    Effect,
    Erase,
    Feedback,
    HandOff,
    PersonMessage,
    Recommended,
    Said,
    ServiceCard,
    SwitchLanguage,
    Turn,
    UnmetNeed,
)
from dialogues.errors import UnknownPayload
from knowledge.profile import NeedsProfile

CARD = ServiceCard(
    id="start-up-grant",
    name="Start-up grant",
    provider="Employment services",
    summary="Money for the first months of a new business.",
    category="entrepreneurship",
    url="https://example.fi/grant",
    languages=("fi", "sv"),
    municipalities=("564",),
    reasons=("because you want to start a business",),
    first_step="Read the page.",
    text_language="en",
)
INTENTS = {"ask_human", "hand_off", "cancel_human", "set_language", "feedback", "delete_conversation", "menu"}


def check_payload(payload: str) -> None:
    if payload[1:].partition("{")[0] not in INTENTS:
        raise UnknownPayload(payload)


@dataclass
class ScriptedEngine:
    """`meanwhile` runs while an answer is being thought out: what others do at that moment."""

    meanwhile: Callable[[], object] | None = None
    seconds: float = 0
    calls: int = 0

    async def start(self, sender: str, language: str, municipality: str | None = None) -> Turn:
        profile = NeedsProfile(language=language, municipality=municipality)
        greeting = Said("Hello, I am a bot.", (Button("Person", "/ask_human"),))
        return Turn((greeting,), DialogueState(language=language, profile=profile))

    async def respond(self, sender: str, state: DialogueState, message: PersonMessage) -> Turn:
        self.calls += 1
        await asyncio.sleep(self.seconds)
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile is not None:
            await asyncio.to_thread(meanwhile)
        if message.payload:
            return _pressed(state, message.payload)
        return _answered(state, message)


def _pressed(state: DialogueState, payload: str) -> Turn:
    intent, _, rest = payload[1:].partition("{")
    values = json.loads("{" + rest) if rest else {}
    effects: dict[str, Effect] = {
        "ask_human": HandOff("asked", tuple(values.get("left_out", ()))),
        "hand_off": HandOff(values.get("reason", "asked")),
        "cancel_human": CancelHandOff(),
        "delete_conversation": Erase(),
        "feedback": Feedback(values.get("rating")),
    }
    if intent == "set_language":
        language = values["language"]
        return Turn(
            (Said(f"Now in {language}."),), replace(state, language=language), (SwitchLanguage(language),)
        )
    done = (effects[intent],) if intent in effects else ()
    silent = isinstance(effects.get(intent), HandOff)
    return Turn(() if silent else (Said(f"Done: {intent}."),), state, done)


def _answered(state: DialogueState, message: PersonMessage) -> Turn:
    match message.text:
        case "fail on my words":
            raise RuntimeError(message.text)
        case "question":
            asked = Said("Where do you live?", progress=(1, 7), choice="one")
            return Turn((asked,), replace(state, progress=(1, 7)))
        case "money" | "money på svenska":
            profile = replace(state.profile, barriers=("money",), municipality="564")
            learned = {"barriers": "said", "municipality": "chosen"}
            return Turn((Said("Noted."),), replace(state, profile=profile, learned=learned))
        case "service":
            return Turn((Said("This may help.", services=(CARD,)),), state, (Recommended((CARD.id,)),))
        case "nothing":
            return Turn((Said("Nothing fits."),), state, (UnmetNeed("a query"),))
    waiting = " while waiting" if message.waiting else ""
    return Turn((Said(f"You said{waiting}: {message.text}"),), state)
