"""The first words and the menu."""

from typing import Any

from dialogues.conversation.assessment import ANSWER_SLOTS, form_of, has_begun, next_question
from dialogues.conversation.context import Context, Voice, payload
from dialogues.engine import Button, Said
from dialogues.tracker import ActionResult, TrackerView

WAIT = "action_listen"
"""As a follow-up: the open question is not asked again, the message itself waits for an answer."""


def welcome(context: Context, view: TrackerView) -> ActionResult:
    voice = context.voice(view)
    return ActionResult(said=(Said(voice("opening.text"), menu_buttons(voice), choice="one"),))


def greet(context: Context, view: TrackerView) -> ActionResult:
    """In the middle of a question the greeting is short, and the question follows."""
    voice = context.voice(view)
    if view.active_loop:
        return ActionResult(said=(Said(voice("greet.short")),))
    return ActionResult(said=(Said(voice("greet.text"), menu_buttons(voice), choice="one"),))


def menu(context: Context, view: TrackerView) -> ActionResult:
    voice = context.voice(view)
    more = (voice.button("button.language", "change_language"), voice.button("button.privacy", "privacy"))
    own = on_ones_own(context, voice)
    said = Said(voice("menu.text"), (*go_on(voice, view), *menu_buttons(voice), *own, *more), choice="one")
    return ActionResult(said=(said,), followup=WAIT)


def on_ones_own(context: Context, voice: Voice) -> tuple[Button, ...]:
    """Guides, career paths and events, where there are any."""
    catalogue = context.catalogue()
    kinds = {guide.kind for guide in catalogue.guides.values()}
    guides = (voice.button("menu.guides", "self_coaching"),) if "self_coaching" in kinds else ()
    paths = (voice.button("menu.paths", "career_paths"),) if "career_path" in kinds else ()
    events = (voice.button("menu.events", "find_events"),) if catalogue.events else ()
    return (*guides, *paths, *events)


def start_again(context: Context, view: TrackerView) -> ActionResult:
    voice = context.voice(view)
    emptied: dict[str, Any] = {
        **dict.fromkeys(ANSWER_SLOTS),
        "audience": None,
        "learned": {},
        "skipped": [],
        "shown": [],
        "prompt": None,
        "age_matters": None,
        "cared_for": None,
        "guide": None,
        "guide_step": None,
        "event_days": None,
    }
    said = Said(voice("start_again.text"), menu_buttons(voice), choice="one")
    return ActionResult(slots=emptied, said=(said,))


def begin(context: Context, view: TrackerView) -> ActionResult:
    """Before the first question, or before the questions go on."""
    voice = context.voice(view)
    employer = view.latest.intent == "start_employer_assessment"
    same = employer == (form_of(view.slots) == "employer_form")
    again = same and (view.active_loop or has_begun(view.slots))
    if again and next_question(view.slots, form_of(view.slots)) is None:
        return ActionResult()  # everything is answered: the summary follows
    key = "begin.again" if again else "begin.employer" if employer else "begin.person"
    return ActionResult(said=(Said(voice(key)),))


def nothing_to_skip(context: Context, view: TrackerView) -> ActionResult:
    voice = context.voice(view)
    return ActionResult(
        said=(Said(voice("skip.nothing"), (*go_on(voice, view), *menu_buttons(voice)), choice="one"),)
    )


def dont_know(context: Context, view: TrackerView) -> ActionResult:
    """Somebody who does not know where to begin is offered the questions first."""
    voice = context.voice(view)
    buttons = (*go_on(voice, view), *menu_buttons(voice))
    return ActionResult(said=(Said(voice("dont_know.where_to_begin"), buttons, choice="one"),))


def menu_buttons(voice: Voice) -> tuple[Button, ...]:
    return (
        voice.button("menu.assessment", "start_assessment"),
        voice.button("menu.search", "search_service"),
        voice.button("menu.person", "ask_human"),
        voice.button("menu.employer", "start_employer_assessment"),
    )


def go_on(voice: Voice, view: TrackerView) -> tuple[Button, ...]:
    """Back to the guide that was left in the middle, and to the questions where they have begun."""
    guide = guide_go_on(voice, view)
    if not has_begun(view.slots) and not view.active_loop:
        return guide
    intent = "start_employer_assessment" if form_of(view.slots) == "employer_form" else "start_assessment"
    return (*guide, voice.button("button.go_on", intent))


def guide_go_on(voice: Voice, view: TrackerView) -> tuple[Button, ...]:
    number = guide_step(view)
    title = voice("guide.go_on", number=number) if view.slots.get("guide") else ""
    return (Button(title, payload("guide_step", step=str(number))),) if title else ()


def guide_step(view: TrackerView) -> int:
    """The number of the step at hand, counted from 1."""
    return int(view.slots.get("guide_step") or 1)
