"""The assessment: which question comes next, what an answer changes, how far one is."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Final

from knowledge.profile import NeedsProfile
from knowledge.vocabulary import (
    AGE_BANDS,
    BARRIERS,
    COMPANY_SIZES,
    EDUCATION,
    EMPLOYER_NEEDS,
    FIELDS,
    GOALS,
    LANGUAGE_LEVELS,
    SITUATIONS,
    UNEMPLOYED_FOR,
    URGENCIES,
)

Slots = Mapping[str, Any]
Condition = Callable[[Slots], bool | None]
"""Whether a question is asked; None while that depends on an answer not yet given."""

PERSON_FORM: Final = "assessment_form"
EMPLOYER_FORM: Final = "employer_form"
ELSEWHERE: Final = "elsewhere"
MOST_QUESTIONS: Final = 9
_ALONE: Final = {"goals": ("unsure",), "barriers": ("nothing", "rather_not_say")}
"""Options that say nothing beside another one."""
_WORK_OR_STUDY: Final = frozenset({"job", "study", "direction"})


@dataclass(frozen=True, slots=True)
class Question:
    """`codes` empty: answered in the person's own words. `likely`: counted before its condition is known."""

    slot: str
    codes: tuple[str, ...] = ()
    many: bool = False
    asked_when: Condition = lambda _slots: True
    likely: bool = False


def _goals_include(wanted: Iterable[str]) -> Condition:
    def condition(slots: Slots) -> bool | None:
        return bool(set(wanted) & set(slots.get("goals") or ())) if _settled(slots, "goals") else None

    return condition


def _language_matters(slots: Slots) -> bool | None:
    if str(slots.get("language") or "fi").partition("-")[0] not in ("fi", "sv"):
        return True
    if slots.get("situation") == "new_in_finland":
        return True
    return _goals_include(("language",))(slots)


PERSON_QUESTIONS: Final = (
    Question("municipality"),
    Question("situation", SITUATIONS),
    Question("goals", GOALS, many=True),
    Question(
        "unemployed_for", UNEMPLOYED_FOR, asked_when=lambda slots: slots.get("situation") == "unemployed"
    ),
    Question(
        "education", EDUCATION, asked_when=_goals_include({*_WORK_OR_STUDY, "recognition"}), likely=True
    ),
    Question("language_level", LANGUAGE_LEVELS, asked_when=_language_matters),
    Question("barriers", BARRIERS, many=True),
    Question("field", FIELDS, asked_when=_goals_include(_WORK_OR_STUDY), likely=True),
    Question("skills", asked_when=_goals_include(("skills",))),
)
AGE_QUESTION: Final = Question("age_band", AGE_BANDS)
EMPLOYER_QUESTIONS: Final = (
    Question("municipality"),
    Question("company_size", COMPANY_SIZES),
    Question("employer_needs", EMPLOYER_NEEDS, many=True),
    Question("urgency", URGENCIES),
)
QUESTIONS: Final = {
    question.slot: question for question in (*PERSON_QUESTIONS, AGE_QUESTION, *EMPLOYER_QUESTIONS[1:])
}
_OF_SKILLS: Final = ("proposed", "at_home", "telling_more")
"""What stands beside the skills while they are told, and goes with them."""
ANSWER_SLOTS: Final = (*QUESTIONS, "occupation", *_OF_SKILLS)


def plan(slots: Slots, form: str, age_matters: bool = False) -> tuple[Question, ...]:
    """The questions of this conversation as far as is known, in order; never more than nine."""
    questions = EMPLOYER_QUESTIONS if form == EMPLOYER_FORM else PERSON_QUESTIONS
    asked = tuple(question for question in questions if _expected(question, slots))
    if form == PERSON_FORM and age_matters and len(asked) < MOST_QUESTIONS:
        return (*asked, AGE_QUESTION)
    return asked


def next_question(
    slots: Slots, form: str, age_matters: bool = False, current: str | None = None
) -> Question | None:
    """The `current` question as long as it is open, else the first open one; None at the end.

    Open is what is neither answered nor skipped.
    """
    open_ones = [q for q in plan(slots, form, age_matters) if not _settled(slots, q.slot)]
    return next((q for q in open_ones if q.slot == current), next(iter(open_ones), None))


def previous_question(slots: Slots, form: str, current: str | None, age_matters: bool = False) -> str | None:
    """The slot of the question before `current` (the last one when None); None at the first."""
    order = [question.slot for question in plan(slots, form, age_matters)]
    at = order.index(current) if current in order else len(order)
    return order[at - 1] if at else None


def progress(slots: Slots, form: str, current: str, age_matters: bool = False) -> tuple[int, int]:
    """(number of the question, questions expected); what was volunteered before it counts as done."""
    order = [question.slot for question in plan(slots, form, age_matters)]
    before = order[: order.index(current)] if current in order else order[:-1]
    return sum(_settled(slots, slot) for slot in before) + 1, len(order)


def accept(slots: Slots, answers: Mapping[str, Sequence[str]], how: str) -> dict[str, Any]:
    """The slots to set for valid answers (slot -> codes). `how`: said, chosen or guessed."""
    changes: dict[str, Any] = {slot: _value(slot, codes) for slot, codes in answers.items()}
    if "situation" in changes and changes["situation"] != "unemployed" and slots.get("unemployed_for"):
        changes["unemployed_for"] = None
    if "field" in changes and "occupation" not in changes and slots.get("occupation"):
        changes["occupation"] = None
    if "skills" in changes:
        changes |= {"proposed": None, "telling_more": None}
    changes["learned"] = {**(slots.get("learned") or {}), **dict.fromkeys(answers, how)}
    changes["skipped"] = [slot for slot in slots.get("skipped") or () if slot not in answers]
    return changes


def skip(slots: Slots, slot: str) -> dict[str, Any]:
    """The slots to set when a question is not answered; who has no more to tell loses nothing."""
    if slot == "skills" and slots.get("telling_more"):
        return {"telling_more": None}
    skipped = [other for other in slots.get("skipped") or () if other != slot]
    return {slot: None, "skipped": [*skipped, slot]}


def forget(slots: Slots, forgotten: Iterable[str]) -> dict[str, Any]:
    """The slots to set so that these questions are open again."""
    names = set(forgotten)
    return {
        **dict.fromkeys((*names, *(_OF_SKILLS if "skills" in names else ())), None),
        "learned": {slot: how for slot, how in (slots.get("learned") or {}).items() if slot not in names},
        "skipped": [slot for slot in slots.get("skipped") or () if slot not in names],
    }


def has_begun(slots: Slots) -> bool:
    return any(slots.get(slot) for slot in ANSWER_SLOTS) or bool(slots.get("skipped"))


def form_of(slots: Slots) -> str:
    return EMPLOYER_FORM if slots.get("audience") == "employer" else PERSON_FORM


def profile_of(slots: Slots) -> NeedsProfile:
    """What is known of the needs, as the value that matching reads."""
    values = {field.name: slots.get(field.name) for field in fields(NeedsProfile)}
    known = {name: value for name, value in values.items() if value not in (None, [], ())}
    return NeedsProfile.from_json(known)


def _expected(question: Question, slots: Slots) -> bool:
    asked = question.asked_when(slots)
    return question.likely if asked is None else asked


def _settled(slots: Slots, slot: str) -> bool:
    """What is proposed for the skills told has to be kept or dropped first; more of them may be told."""
    open_again = slot == "skills" and bool(slots.get("proposed") or slots.get("telling_more"))
    answered = bool(slots.get(slot)) and not open_again
    return answered or slot in (slots.get("skipped") or ())


def _value(slot: str, codes: Sequence[str]) -> str | list[str]:
    question = QUESTIONS.get(slot)
    if question is None or not (question.many or slot == "skills"):
        return codes[0]
    alone = _ALONE.get(slot, ())
    together = [code for code in dict.fromkeys(codes) if code not in alone]
    return together or [codes[0]]
