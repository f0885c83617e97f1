"""The choice of language: in the one chosen, the person sees again what is open."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from dialogues.conversation import events, handoff_preview, questioning, results, walking
from dialogues.conversation.assessment import has_begun
from dialogues.conversation.context import Context, Voice, entity, payload
from dialogues.conversation.opening import WAIT, menu, welcome
from dialogues.engine import Button, Said, SwitchLanguage
from dialogues.tracker import ActionResult, TrackerView

_OPEN: Final[Mapping[str, Callable[[Context, TrackerView], ActionResult]]] = {
    "summary": questioning.summary,
    "hand_off": handoff_preview.preview,
    "helpful": results.again,
    "events": events.ask,
    walking.PROMPT: walking.again,
}
"""What is open outside the questions, by what was asked last."""


def change_language(context: Context, view: TrackerView) -> ActionResult:
    """Switches when the person named a language, else shows those there are, each under its own name."""
    voice = context.voice(view)
    named = context.texts.asked_for(view.latest.text, voice.language)
    if named:
        return _switch(context, view, named)
    buttons = tuple(
        Button(context.texts.name(language), payload("set_language", language=language))
        for language in context.texts.languages
    )
    return ActionResult(said=(Said(voice("language.choose"), buttons, choice="one"),), followup=WAIT)


def set_language(context: Context, view: TrackerView) -> ActionResult:
    language = entity(view, "language")
    if language in context.texts.languages:
        return _switch(context, view, language)
    return change_language(context, view)


def _switch(context: Context, view: TrackerView, language: str) -> ActionResult:
    told = Said(Voice(context.texts, language)("language.set"))
    shown = _what_is_open(context, replace(view, slots={**view.slots, "language": language}))
    return ActionResult(
        slots={**shown.slots, "language": language},
        said=(told, *shown.said),
        effects=(SwitchLanguage(language),),
        followup=shown.followup if view.active_loop else None,
    )


def _what_is_open(context: Context, view: TrackerView) -> ActionResult:
    """Nothing where the open question follows by itself, or a human does."""
    walks = view.slots.get("prompt") in (walking.PROMPT, "events")
    if (view.active_loop and not walks) or view.slots.get("waiting"):
        return ActionResult()
    otherwise = menu if has_begun(view.slots) else welcome
    return _OPEN.get(str(view.slots.get("prompt")), otherwise)(context, view)
