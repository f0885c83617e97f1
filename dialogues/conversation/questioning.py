"""The forms of the two assessments: taking answers, going back, changing, and the summary at the end."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from dialogues.conversation import after_skills
from dialogues.conversation.answers import EMPLOYER_ONLY, Answer, read, volunteered
from dialogues.conversation.assessment import (
    EMPLOYER_FORM,
    PERSON_FORM,
    QUESTIONS,
    Question,
    accept,
    forget,
    form_of,
    has_begun,
    next_question,
    plan,
    previous_question,
    profile_of,
)
from dialogues.conversation.context import Context, Voice, age_is_asked, entity, is_typed, payload
from dialogues.conversation.misunderstanding import not_understood
from dialogues.conversation.opening import WAIT, menu_buttons
from dialogues.conversation.skills import MORE, proposed
from dialogues.conversation.summary import label, value_text
from dialogues.engine import Button, Said
from dialogues.tracker import ActionResult, TrackerView

FORMS: Final = (PERSON_FORM, EMPLOYER_FORM)


def validate(context: Context, view: TrackerView, form: str) -> ActionResult:
    """Takes the message as an answer, if it is one, and names the next question.

    Without any slot but `requested_slot` the form rejects the message, and the rules decide by its intent.
    """
    audience = "employer" if form == EMPLOYER_FORM else "person"
    if not view.requested_slot or view.active_loop != form or view.slots.get("audience") != audience:
        return _begin(context, view, form, audience)
    answer = read(context, view, view.requested_slot)
    if answer is None:
        return _with_next(context, view, form, {})
    result = _with_next(context, view, form, {**answer.slots, "misses": None, "prompt": None})
    return replace(result, said=_echo(context, view, answer))


def _begin(context: Context, view: TrackerView, form: str, audience: str) -> ActionResult:
    """With what the very wish to begin tells: "I run a company in Turku and want to hire a cook"."""
    answer = volunteered(context, view, audience) if is_typed(view) else None
    if answer is None:
        return _with_next(context, view, form, {"audience": audience})
    result = _with_next(context, view, form, {**answer.slots, "audience": audience})
    return replace(result, said=_echo(context, view, answer))


def answers_open_question(context: Context, view: TrackerView) -> bool:
    is_open = view.active_loop in FORMS and view.requested_slot
    return bool(is_open and read(context, view, str(view.requested_slot)))


def learn(context: Context, view: TrackerView) -> ActionResult:
    """Facts told unasked, or a button of an earlier question: then the questions go on."""
    answer = volunteered(context, view)
    if answer is None and (view.active_loop or not is_typed(view)):
        return not_understood(context, view)
    if answer is None:
        return ActionResult(
            said=(Said(context.voice(view)("learn.nothing_yet")),), followup=form_of(view.slots)
        )
    form = EMPLOYER_FORM if EMPLOYER_ONLY.intersection(answer.slots) else form_of(view.slots)
    audience = "employer" if form == EMPLOYER_FORM else "person"
    slots = {**answer.slots, "audience": audience}
    return ActionResult(slots=slots, said=_echo(context, view, answer), followup=form)


def back(context: Context, view: TrackerView) -> ActionResult:
    """To the question before, which is open again; from the summary to the last one."""
    voice, form = context.voice(view), form_of(view.slots)
    if not view.active_loop and not has_begun(view.slots):
        return ActionResult(said=(Said(voice("back.nothing"), menu_buttons(voice), choice="one"),))
    current = view.requested_slot if view.active_loop else None
    previous = previous_question(view.slots, form, current, age_is_asked(view))
    if current == "skills" and proposed(view):
        if view.slots.get("telling_more"):  # what was kept before stays
            return ActionResult(slots={"proposed": None}, followup=form)
        previous = "skills"
    if previous is None:
        return ActionResult(said=(Said(voice("back.first")),), followup=form)
    return _reopen(context, view, previous, form)


def change_answer(context: Context, view: TrackerView) -> ActionResult:
    """Opens the question that a button names; without one, shows which answers there are."""
    slot = entity(view, "question") or _named_question(context, view)
    if slot == "skills":
        return _ask_for_skills(context, view)
    if slot == MORE:
        slots = {"telling_more": True, "proposed": None, "requested_slot": "skills"}
        return ActionResult(slots=slots, followup=PERSON_FORM)
    if slot in QUESTIONS:
        return _reopen(context, view, slot, form_of(view.slots))
    voice = context.voice(view)
    questions = [question for question in _plan(context, view) if _is_known(view, question)]
    if not questions:
        return ActionResult(said=(Said(voice("change.nothing"), menu_buttons(voice), choice="one"),))
    buttons = _change_buttons(context, view, questions)
    return ActionResult(said=(Said(voice("change.which"), buttons, choice="one"),), followup=WAIT)


def summary(context: Context, view: TrackerView) -> ActionResult:
    """All answers in one message, each with a button to change it."""
    voice, profile = context.voice(view), profile_of(view.slots)
    questions = _plan(context, view)
    lines = (
        f"{label(question.slot, profile.audience, voice.language, context.texts)}: "
        f"{_value(context, view, voice, question.slot) or voice('summary.not_told')}"
        for question in questions
    )
    text = "\n".join((voice("summary.text"), "", *lines, "", voice("summary.right")))
    buttons = (voice.button("summary.yes", "show_results"), *_change_buttons(context, view, questions))
    return ActionResult(slots={"prompt": "summary"}, said=(Said(text, buttons, choice="one"),))


def _with_next(context: Context, view: TrackerView, form: str, slots: Mapping[str, Any]) -> ActionResult:
    """The open question stays while it is open: nothing that becomes necessary meanwhile comes before it."""
    after = replace(view, slots={**view.slots, **slots})
    question = next_question(after.slots, form, current=view.requested_slot)
    if question is not None:
        return ActionResult(slots={**slots, "requested_slot": question.slot})
    age_matters = form == PERSON_FORM and (age_is_asked(view) or context.depends_on_age(after))
    last = next_question(after.slots, form, age_matters)
    found_out = {"age_matters": age_matters} if slots else {}
    return ActionResult(slots={**slots, **found_out, "requested_slot": last.slot if last else None})


def _echo(context: Context, view: TrackerView, answer: Answer) -> tuple[Said, ...]:
    """What was understood of the person's own words, so that a mistake is seen at once."""
    voice = context.voice(view)
    after = replace(view, slots={**view.slots, **answer.slots})
    if answer.note == "skills.chosen":
        return after_skills.said(context, after)
    if answer.note:
        return (Said(voice(answer.note)),)
    told = [_value(context, after, voice, slot) for slot in QUESTIONS if slot in answer.understood]
    values = list(dict.fromkeys(value for value in told if value))
    facts = context.texts.listed(values, voice.language, "list.apart")
    return (Said(voice("learn.understood", facts=facts)),) if facts else ()


def _reopen(context: Context, view: TrackerView, slot: str, form: str) -> ActionResult:
    voice = context.voice(view)
    earlier = _value(context, view, voice, slot)
    said = (Said(voice("change.earlier", answer=earlier)),) if earlier else ()
    slots = {**forget(view.slots, (slot,)), "requested_slot": slot}
    return ActionResult(slots=slots, said=said, followup=form)


def _named_question(context: Context, view: TrackerView) -> str | None:
    """The question whose label the person typed: "I want to change my municipality"."""
    voice, audience = context.voice(view), profile_of(view.slots).audience
    text = view.latest.text.casefold() if is_typed(view) else ""
    labels = {q.slot: label(q.slot, audience, voice.language, context.texts) for q in _plan(context, view)}
    return next((slot for slot, name in labels.items() if name.casefold() in text), None)


def _ask_for_skills(context: Context, view: TrackerView) -> ActionResult:
    """Offered after the results too: telling one's skills is then one of the wishes."""
    goals = tuple(view.slots.get("goals") or ())
    wished = {} if "skills" in goals else accept(view.slots, {"goals": (*goals, "skills")}, "chosen")
    after = replace(view, slots={**view.slots, **wished})
    result = _reopen(context, after, "skills", PERSON_FORM)
    return replace(result, slots={**wished, **result.slots})


def _plan(context: Context, view: TrackerView) -> tuple[Question, ...]:
    return plan(view.slots, form_of(view.slots), age_is_asked(view))


def _is_known(view: TrackerView, question: Question) -> bool:
    return bool(view.slots.get(question.slot)) or question.slot in (view.slots.get("skipped") or ())


def _value(context: Context, view: TrackerView, voice: Voice, slot: str) -> str:
    return value_text(profile_of(view.slots), slot, voice.language, context.texts, context.names)


def _change_buttons(context: Context, view: TrackerView, questions: Iterable[Question]) -> tuple[Button, ...]:
    voice, audience = context.voice(view), profile_of(view.slots).audience
    return tuple(
        Button(
            voice("change.button", label=label(question.slot, audience, voice.language, context.texts)),
            payload("change_answer", question=question.slot),
        )
        for question in questions
    )
