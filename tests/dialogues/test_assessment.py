"""Which questions are asked, in which order, and how far one is."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogues.conversation.assessment import (
    EMPLOYER_FORM,
    MOST_QUESTIONS,
    PERSON_FORM,
    PERSON_QUESTIONS,
    QUESTIONS,
    accept,
    forget,
    next_question,
    plan,
    previous_question,
    profile_of,
    progress,
    skip,
)


def asked(**slots: Any) -> list[str]:
    return [question.slot for question in plan({"language": "fi", **slots}, PERSON_FORM)]


def answered(slots: dict[str, Any], answers: dict[str, str]) -> dict[str, Any]:
    """Every question as it comes: with its answer, skipped when it has none."""
    while (question := next_question(slots, PERSON_FORM)) is not None:
        code = answers.get(question.slot)
        slots = {
            **slots,
            **(accept(slots, {question.slot: (code,)}, "chosen") if code else skip(slots, question.slot)),
        }
    return slots


@pytest.mark.parametrize(
    ("slots", "question", "expected"),
    [
        ({"situation": "unemployed"}, "unemployed_for", True),
        ({"situation": "laid_off"}, "unemployed_for", False),
        ({"goals": ["job"]}, "education", True),
        ({"goals": ["recognition"]}, "education", True),
        ({"goals": ["money"]}, "education", False),
        ({"goals": ["direction"]}, "field", True),
        ({"goals": ["recognition"]}, "field", False),
        ({"goals": ["skills"]}, "skills", True),
        ({"goals": ["job"]}, "skills", False),
        ({"goals": ["language"]}, "language_level", True),
        ({"situation": "new_in_finland"}, "language_level", True),
        ({"language": "en", "goals": ["money"]}, "language_level", True),
        ({"language": "sv", "goals": ["money"]}, "language_level", False),
        ({"language": "fi-x-selko", "goals": ["money"]}, "language_level", False),
    ],
)
def test_a_question_is_asked_only_when_its_condition_holds(
    slots: dict[str, Any], question: str, expected: bool
) -> None:
    assert (question in asked(**slots)) is expected


def test_four_questions_are_asked_of_everybody() -> None:
    assert {"municipality", "situation", "goals", "barriers"} <= set(asked(goals=["money"]))


def test_the_order_is_that_of_the_specification() -> None:
    order = [question.slot for question in PERSON_QUESTIONS]
    everything = asked(language="en", situation="unemployed", goals=["job", "skills"])
    assert everything == order
    assert len(everything) == MOST_QUESTIONS


def test_the_age_is_asked_last_and_never_as_a_tenth_question() -> None:
    few = plan({"goals": ["money"]}, PERSON_FORM, age_matters=True)
    many = plan(
        {"language": "en", "situation": "unemployed", "goals": ["job", "skills"]},
        PERSON_FORM,
        age_matters=True,
    )
    assert few[-1].slot == "age_band"
    assert [question.slot for question in many].count("age_band") == 0


def test_what_was_volunteered_is_not_asked() -> None:
    slots = {"municipality": "564", "goals": ["money"]}
    question = next_question(slots, PERSON_FORM)
    assert question is not None
    assert question.slot == "situation"


def test_the_open_question_stays_when_an_earlier_one_becomes_needed() -> None:
    slots = {
        "language": "en",
        "municipality": "564",
        "situation": "working",
        "goals": ["job"],
        "education": "higher",
    }
    stays = next_question(slots, PERSON_FORM, current="barriers")
    assert stays is not None
    assert stays.slot == "barriers"


def test_back_leads_to_the_question_before() -> None:
    slots = {"municipality": "564", "situation": "working"}
    assert previous_question(slots, PERSON_FORM, "goals") == "situation"
    assert previous_question(slots, PERSON_FORM, "municipality") is None
    assert previous_question({"goals": ["money"]}, PERSON_FORM, None) == "barriers"


def test_a_forgotten_answer_is_asked_again() -> None:
    slots: dict[str, Any] = {"municipality": "564", **skip({}, "situation")}
    opened = {**slots, **forget(slots, ("situation",))}
    question = next_question(opened, PERSON_FORM)
    assert question is not None
    assert question.slot == "situation"


def test_a_new_situation_drops_the_time_without_work() -> None:
    slots = {"situation": "unemployed", "unemployed_for": "over_a_year"}
    assert accept(slots, {"situation": ("working",)}, "chosen")["unemployed_for"] is None


@pytest.mark.parametrize(
    ("slot", "codes", "kept"),
    [
        ("goals", ("job", "unsure"), ["job"]),
        ("goals", ("unsure",), ["unsure"]),
        ("barriers", ("nothing", "health"), ["health"]),
        ("barriers", ("rather_not_say",), ["rather_not_say"]),
        ("goals", ("job", "job", "study"), ["job", "study"]),
        ("education", ("higher",), "higher"),
    ],
)
def test_options_that_stand_alone_give_way(slot: str, codes: tuple[str, ...], kept: object) -> None:
    assert accept({}, {slot: codes}, "chosen")[slot] == kept


def test_the_profile_holds_what_is_known() -> None:
    slots = {"audience": "person", "language": "sv", "goals": ["job"], "field": None, "misses": 2.0}
    profile = profile_of(slots)
    assert (profile.language, profile.goals, profile.field) == ("sv", ("job",), None)


codes_of = st.fixed_dictionaries(
    {
        question.slot: st.sampled_from((None, *(question.codes or ("564",))))
        for question in (*PERSON_QUESTIONS, QUESTIONS["age_band"])
    }
)


@given(codes_of, st.sampled_from(("fi", "sv", "en", "ar")))
def test_every_path_ends_and_asks_no_more_than_nine(answers: dict[str, str], language: str) -> None:
    slots = answered({"language": language}, answers)
    assert len(plan(slots, PERSON_FORM)) <= MOST_QUESTIONS
    assert next_question(slots, PERSON_FORM) is None


@given(codes_of)
def test_progress_goes_forward_and_never_past_what_is_expected(answers: dict[str, str]) -> None:
    slots: dict[str, Any] = {"language": "fi"}
    before = 0
    while (question := next_question(slots, PERSON_FORM)) is not None:
        now, expected = progress(slots, PERSON_FORM, question.slot)
        assert before < now <= expected
        before = now
        code = answers.get(question.slot)
        slots |= accept(slots, {question.slot: (code,)}, "chosen") if code else skip(slots, question.slot)


def test_an_employer_is_asked_four_questions() -> None:
    slots = [question.slot for question in plan({}, EMPLOYER_FORM, age_matters=True)]
    assert slots == ["municipality", "company_size", "employer_needs", "urgency"]
