"""How a question of an assessment is asked: its words, its options, and the ways around it."""

from dialogues.conversation import skills
from dialogues.conversation.assessment import (
    ELSEWHERE,
    QUESTIONS,
    Question,
    form_of,
    previous_question,
    progress,
)
from dialogues.conversation.context import Context, Voice, payload
from dialogues.engine import Button, Said
from dialogues.tracker import ActionResult, TrackerView

_KNOWS_ITSELF = frozenset(
    ("municipality", "situation", "goals", "barriers", "employer_needs", "age_band", "skills")
)
"""Questions with an option of their own for who does not know or would rather not say."""


def ask(context: Context, view: TrackerView, slot: str) -> ActionResult:
    voice = context.voice(view)
    question = QUESTIONS[slot]
    form = form_of(view.slots)
    age_expected = view.slots.get("age_matters") is not False
    first = previous_question(view.slots, form, slot, age_expected) is None
    proposing = slot == "skills" and bool(skills.proposed(view))
    none = (voice.button("skills.none", "deny"),) if proposing else ()
    return ActionResult(
        slots={"prompt": None},  # from here on the words answer this question again
        said=(
            Said(
                question_text(context, view, question),
                buttons=(*options(context, view, question), *none, *_ways_around(voice, question, first)),
                choice="many" if question.many or proposing else "one",
                progress=progress(view.slots, form, slot, age_expected),
            ),
        ),
    )


def question_text(context: Context, view: TrackerView, question: Question) -> str:
    voice = context.voice(view)
    if question.slot == "skills" and skills.proposed(view):
        return skills.proposal_text(context, voice, view)
    if question.slot == "municipality" and form_of(view.slots) == "employer_form":
        return voice("question.company_municipality")
    return voice(f"question.{question.slot}")


def options(context: Context, view: TrackerView, question: Question) -> tuple[Button, ...]:
    """One button per option; the configured cities for the municipality, for skills what is proposed."""
    voice = context.voice(view)
    if question.slot == "skills":
        return skills.buttons(context, view)
    if question.slot == "municipality":
        cities = tuple(
            Button(context.place_name(code, voice.language), payload("inform", municipality=code))
            for code in context.cities(view)
        )
        return (*cities, voice.button("option.municipality.elsewhere", "inform", municipality=ELSEWHERE))
    return tuple(
        voice.button(f"option.{question.slot}.{code}", "inform", **{question.slot: code})
        for code in question.codes
    )


def _ways_around(voice: Voice, question: Question, first: bool) -> tuple[Button, ...]:
    dont_know = () if question.slot in _KNOWS_ITSELF else (voice.button("button.dont_know", "dont_know"),)
    back = () if first else (voice.button("button.back", "back"),)
    return (*dont_know, voice.button("button.skip", "skip"), *back)
