"""Yes and no, feedback, and deleting the conversation."""

from typing import Final

from dialogues.conversation import handoff_preview, questioning, results
from dialogues.conversation.context import Context, Voice, entity, language_of
from dialogues.conversation.misunderstanding import not_understood
from dialogues.conversation.opening import WAIT, go_on, menu, menu_buttons
from dialogues.engine import Button, Erase, Feedback, Said
from dialogues.tracker import ActionResult, TrackerView

RATINGS: Final = ("yes", "partly", "no")


def affirm(context: Context, view: TrackerView) -> ActionResult:
    """A yes to what was asked last."""
    match view.slots.get("prompt"):
        case "summary":
            return results.first(context, view)
        case "delete":
            return _erase()
        case "hand_off":
            return handoff_preview.hand_off(context, view)
        case "helpful":
            return _rated(context, view, "yes")
    return not_understood(context, view) if view.active_loop else menu(context, view)


def deny(context: Context, view: TrackerView) -> ActionResult:
    """A no to what was asked last."""
    match view.slots.get("prompt"):
        case "summary":
            return questioning.change_answer(context, view)
        case "delete":
            return _kept(context, view)
        case "hand_off":
            return handoff_preview.cancel(context, view)
        case "helpful":
            return _rated(context, view, "no")
        case "comment":
            voice = context.voice(view)
            return ActionResult(said=(Said(voice("feedback.no_comment"), menu_buttons(voice), choice="one"),))
    return not_understood(context, view) if view.active_loop else menu(context, view)


def delete(context: Context, view: TrackerView) -> ActionResult:
    """Asks once; the button that confirms says so in its payload."""
    if entity(view, "confirmed"):
        return _erase()
    voice = context.voice(view)
    yes = voice.button("delete.yes", "delete_conversation", confirmed=True)
    buttons = (yes, voice.button("delete.no", "deny"))
    said = Said(voice("delete.ask"), buttons, choice="one")
    return ActionResult(slots={"prompt": "delete"}, said=(said,), followup=WAIT)


def feedback(context: Context, view: TrackerView) -> ActionResult:
    """Whether it was helpful; without a rating, asks."""
    rating = entity(view, "rating")
    if rating in RATINGS:
        return _rated(context, view, str(rating))
    return ActionResult(
        slots={"prompt": "helpful"}, said=(results.helpful(context.voice(view)),), followup=WAIT
    )


def says_partly(context: Context, view: TrackerView) -> bool:
    """Whether the words answer that it was partly helpful, which was asked last."""
    asked = view.slots.get("prompt") == "helpful"
    return asked and context.facts.says_partly(view.latest.text, language_of(view))


def partly(context: Context, view: TrackerView) -> ActionResult:
    return _rated(context, view, "partly")


def comment(context: Context, view: TrackerView) -> ActionResult:
    voice = context.voice(view)
    said = Said(voice("feedback.noted"), (*go_on(voice, view), *menu_buttons(voice)), choice="one")
    return ActionResult(said=(said,), effects=(Feedback(comment=view.latest.text),), followup=WAIT)


def _rated(context: Context, view: TrackerView, rating: str) -> ActionResult:
    voice = context.voice(view)
    said = Said(voice(f"feedback.after_{rating}"), _after_rating(voice, rating), choice="one")
    return ActionResult(
        slots={"prompt": "comment"}, said=(said,), effects=(Feedback(rating=rating),), followup=WAIT
    )


def _after_rating(voice: Voice, rating: str) -> tuple[Button, ...]:
    if rating == "yes":
        return (voice.button("button.take_with_me", "take_with_me"), voice.button("button.menu", "menu"))
    return (
        voice.button("menu.person", "ask_human", reason="not_helpful"),
        voice.button("button.change_answer", "change_answer"),
        voice.button("menu.search", "search_service"),
    )


def _erase() -> ActionResult:
    """The runtime deletes and says so."""
    return ActionResult(effects=(Erase(),), followup=WAIT)


def _kept(context: Context, view: TrackerView) -> ActionResult:
    voice = context.voice(view)
    open_elsewhere = view.active_loop or view.slots.get("waiting")
    buttons = () if open_elsewhere else (*go_on(voice, view), *menu_buttons(voice))
    said = Said(voice("delete.kept"), buttons, choice="one" if buttons else None)
    return ActionResult(said=(said,))
