"""What is said when a message was not understood: never the same words twice, and soon a person."""

from difflib import SequenceMatcher
from typing import Final

from dialogues.conversation.asking import options
from dialogues.conversation.assessment import QUESTIONS
from dialogues.conversation.context import Context, Voice, is_typed, payload
from dialogues.conversation.opening import WAIT, go_on, menu_buttons
from dialogues.engine import Button, Said
from dialogues.tracker import ActionResult, TrackerView

VARIANTS: Final = 3
FEWER_VARIANTS: Final = 2
_MEANINGS: Final = 2
_ALIKE: Final = 0.7
_WORTH_OFFERING: Final = 0.2
"""Below this share a command is no likely meaning: "depression" only looks like "delete"."""
_SHORTEST_QUERY, _LONGEST_QUERY = 3, 60
_NAMED_BY: Final = {
    "start_assessment": "menu.assessment",
    "self_description": "menu.assessment",
    "start_employer_assessment": "menu.employer",
    "ask_human": "menu.person",
    "change_language": "button.language",
    "privacy": "button.privacy",
    "delete_conversation": "button.delete",
    "help": "button.help",
    "start_again": "button.start_again",
    "find_events": "menu.events",
    "self_coaching": "menu.guides",
    "career_paths": "menu.paths",
}
"""Intents that can be offered as a meaning, and the text that names each."""
_ASSESSING: Final = ("start_assessment", "self_description")
_NO_QUERY: Final = ("affirm", "deny", "greet", "thanks", "show_more", "nothing_fits")


def not_understood(context: Context, view: TrackerView) -> ActionResult:
    """First two likely meanings; from the second time in a row on a person and the menu."""
    voice = context.voice(view)
    if not view.slots.get("misses"):
        text, buttons = (
            other_words(voice, view, "not_understood.first", VARIANTS),
            likely_meanings(context, view),
        )
    else:
        text, buttons = other_words(voice, view, "not_understood.again", VARIANTS), ways_out(voice, view)
    return ActionResult(slots=_missed(view), said=(Said(text, buttons, choice="one"),), followup=WAIT)


def out_of_scope(context: Context, view: TrackerView) -> ActionResult:
    """Understood, but not what this service is for. Asked again and again, it counts as not understood."""
    if view.slots.get("misses"):
        return not_understood(context, view)
    voice = context.voice(view)
    on = go_on(voice, view)
    buttons = (*on, voice.button("button.menu", "menu")) if on else menu_buttons(voice)
    text = other_words(voice, view, "out_of_scope", FEWER_VARIANTS)
    return ActionResult(slots=_missed(view), said=(Said(text, buttons, choice="one"),), followup=WAIT)


def _missed(view: TrackerView) -> dict[str, float]:
    return {name: (view.slots.get(name) or 0) + 1.0 for name in ("misses", "missed")}


def other_words(voice: Voice, view: TrackerView, key: str, variants: int) -> str:
    """Other words than the last time, whenever that was."""
    return voice(f"{key}.{int(view.slots.get('missed') or 0) % variants + 1}")


def ways_out(voice: Voice, view: TrackerView) -> tuple[Button, ...]:
    person = voice.button("menu.person", "ask_human", reason="not_understood")
    return (person, *go_on(voice, view), voice.button("button.menu", "menu"))


def likely_meanings(context: Context, view: TrackerView) -> tuple[Button, ...]:
    """Options of the open question that look like the words, a search for them, likely commands."""
    voice = context.voice(view)
    named = tuple(
        voice.button(_NAMED_BY[intent], "start_assessment" if intent == "self_description" else intent)
        for intent, share in view.latest.ranking
        if share >= _WORTH_OFFERING
        and intent in _NAMED_BY
        and not (view.active_loop and intent in _ASSESSING)
    )
    rest = (voice.button("menu.person", "ask_human"),) if view.active_loop else menu_buttons(voice)
    guesses = (*_like_the_words(context, view), *_search_for(voice, view), *named, *rest)
    likely = tuple({button.payload: button for button in guesses}.values())[:_MEANINGS]
    return (*likely, *(go_on(voice, view) if view.active_loop else ()))


def _like_the_words(context: Context, view: TrackerView) -> tuple[Button, ...]:
    question = QUESTIONS.get(view.requested_slot or "") if view.active_loop else None
    if question is None:
        return ()
    ranked = sorted(
        ((_likeness(button.title, view.latest.text), button) for button in options(context, view, question)),
        key=lambda pair: -pair[0],
    )
    return tuple(button for likeness, button in ranked if likeness >= _ALIKE)


def _search_for(voice: Voice, view: TrackerView) -> tuple[Button, ...]:
    query = view.latest.text.strip()
    if not is_typed(view) or view.latest.intent in _NO_QUERY:
        return ()
    if not _SHORTEST_QUERY <= len(query) <= _LONGEST_QUERY:
        return ()
    return (Button(voice("button.search_for", query=query), payload("search", query=query)),)


def _likeness(title: str, text: str) -> float:
    """How alike the words look, 0-1: the best of any word of one against any of the other."""
    pairs = ((a, b) for a in title.casefold().split() for b in text.casefold().split() if len(a) > 2 < len(b))
    return max((SequenceMatcher(None, a, b).ratio() for a, b in pairs), default=0.0)
