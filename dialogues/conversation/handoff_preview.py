"""Before a person is asked for: what the counsellor will see, and leaving parts of it out."""

from typing import Final

from dialogues.conversation.assessment import profile_of
from dialogues.conversation.cards import nearest_text
from dialogues.conversation.context import Context, entities, entity, payload
from dialogues.conversation.opening import WAIT, go_on, menu_buttons
from dialogues.conversation.summary import profile_lines
from dialogues.engine import Button, CancelHandOff, HandOff, Said
from dialogues.tracker import ActionResult, TrackerView

REASONS: Final = ("asked", "not_understood", "not_helpful", "danger", "interpreter", "message")
SERVICES: Final = "services"
"""Left out under this name: which services were shown."""


def preview(context: Context, view: TrackerView) -> ActionResult:
    voice = context.voice(view)
    slots = {"reason": _reason(view), "prompt": "hand_off"}
    lines = visible(context, view)
    send = voice.button("handoff.send", "hand_off")
    cancel = voice.button("handoff.cancel", "cancel_human")
    if not lines:
        said = Said(voice("handoff.nothing_known"), (send, cancel), choice="one")
        return ActionResult(slots=slots, said=(said,), followup=WAIT)
    leave_out = tuple(
        Button(voice("handoff.leave_out", label=label), payload("hand_off", left_out=slot))
        for slot, label, _value in lines
    )
    listed = "\n".join(f"{label}: {value}" for _slot, label, value in lines)
    text = f"{voice('handoff.preview')}\n\n{listed}\n\n{voice('handoff.choose')}"
    said = Said(text, (*leave_out, send, cancel), choice="many")
    return ActionResult(slots=slots, said=(said,), followup=WAIT)


def visible(context: Context, view: TrackerView) -> tuple[tuple[str, str, str], ...]:
    """(slot, label, value) of all that a counsellor would see of this conversation."""
    voice = context.voice(view)
    lines = profile_lines(profile_of(view.slots), voice.language, context.texts, (), context.names)
    by_id = context.catalogue().by_id
    shown = [by_id[service_id] for service_id in view.slots.get("shown") or () if service_id in by_id]
    known = [nearest_text(service, context.texts, voice.language).name for service in shown]
    names = context.texts.listed(known, voice.language)
    return (*lines, (SERVICES, voice("label.services"), names)) if names else lines


def hand_off(context: Context, view: TrackerView) -> ActionResult:
    """The words about queue and opening hours come from the desk, which knows them."""
    known = {slot for slot, _label, _value in visible(context, view)}
    left_out = [slot for slot in map(str, entities(view, "left_out")) if slot in known]
    if "field" in left_out:
        left_out.append("occupation")
    effect = HandOff(_reason(view), tuple(dict.fromkeys(left_out)))
    return ActionResult(slots={"reason": None}, effects=(effect,), followup=WAIT)


def cancel(context: Context, view: TrackerView) -> ActionResult:
    """Out of the queue, which the desk confirms, or away from the preview."""
    voice = context.voice(view)
    slots = {"reason": None, "waiting": False}
    effects = (CancelHandOff(),) if view.slots.get("waiting") else ()
    not_sent = view.slots.get("prompt") == "hand_off"
    if view.active_loop:
        said = (Said(voice("handoff.not_sent")),) if not_sent else ()
        return ActionResult(slots=slots, said=said, effects=effects)
    text = voice("handoff.not_sent") if not_sent else voice("menu.text")
    menu = Said(text, (*go_on(voice, view), *menu_buttons(voice)), choice="one")
    return ActionResult(slots=slots, said=(menu,), effects=effects)


def _reason(view: TrackerView) -> str:
    """The button's own reason, else why the preview was opened."""
    told = entity(view, "reason") or view.slots.get("reason")
    return str(told) if told in REASONS else "asked"
