"""An answer changed with a counsellor: the bot goes on with it on either engine."""

import asyncio
from typing import Any

import pytest

from dialogues.conversation.texts import Texts
from dialogues.conversation.together import changeable, is_answer, new_results, with_answer
from dialogues.embedded.memory import Memory
from dialogues.engine import DialogueState, PersonMessage, Turn
from dialogues.on_rasa.events import events_of
from dialogues.project.reading import load_project
from knowledge.catalogue import make_catalogue
from knowledge.municipalities import read_municipalities
from knowledge.profile import NeedsProfile
from tests.knowledge import shipped
from tests.support.rasa import PROJECT
from tests.transcripts.player import engine

PLACES = read_municipalities()


def says(state: DialogueState, payload: str) -> Turn:
    return asyncio.run(engine().respond("one", state, PersonMessage(payload=payload)))


def assessed() -> DialogueState:
    """In the middle of the questions: unemployed, looking for a job."""
    state = asyncio.run(engine().start("one", "fi", "564")).state
    for payload in ("/start_assessment", '/inform{"situation": "unemployed"}', '/inform{"goals": "job"}'):
        state = says(state, payload).state
    return state


def rasa_slots(state: DialogueState) -> dict[str, Any]:
    """What Rasa is told before the next message."""
    project = load_project(PROJECT)
    events = events_of(Memory.from_json(project, state.tracker))
    return {each["name"]: each["value"] for each in events if each["event"] == "slot"}


def test_the_bot_of_either_engine_goes_on_with_the_changed_answer() -> None:
    state = with_answer(assessed(), "goals", ("business",))
    assert (state.profile.goals, state.learned["goals"]) == (("business",), "counsellor")
    assert rasa_slots(state)["goals"] == ["business"]
    after = says(state, "/menu").state
    assert (after.profile.goals, after.learned["goals"]) == (("business",), "counsellor")


def test_what_belongs_to_an_answer_goes_with_it() -> None:
    told = says(assessed(), '/inform{"unemployed_for": "over_a_year"}').state
    assert told.profile.unemployed_for == "over_a_year"
    state = with_answer(told, "situation", ("at_home",))
    assert (state.profile.situation, state.profile.unemployed_for) == ("at_home", None)
    assert "unemployed_for" not in rasa_slots(state)


def test_an_answer_that_is_taken_back_is_asked_again() -> None:
    state = with_answer(assessed(), "situation", ())
    assert state.profile.situation is None
    assert "situation" not in state.learned
    assert says(state, "/start_assessment").state.tracker["slots"]["requested_slot"] == "situation"


def test_new_results_are_known_to_the_bot_as_shown() -> None:
    state = with_answer(assessed(), "goals", ("business",))
    results = new_results(state, state.profile, shipped.catalogue(), Texts.load(), shipped.TODAY)
    assert results is not None
    shown = [card.id for card in results.said.services]
    assert len(shown) == 3
    assert all(card.reasons for card in results.said.services)
    assert not results.said.buttons
    assert rasa_slots(results.state)["shown"] == shown
    more = says(results.state, "/show_more")
    assert not set(shown) & {card.id for said in more.replies for card in said.services}


def test_nothing_fits_without_a_service() -> None:
    state = DialogueState("fi", NeedsProfile(audience="employer", employer_needs=("recruit",)))
    nothing = make_catalogue((), PLACES, shipped.TODAY)
    assert new_results(state, state.profile, nothing, Texts.load(), shipped.TODAY) is None


@pytest.mark.parametrize(
    ("slot", "codes", "audience", "right"),
    [
        ("goals", ("job", "study"), "person", True),
        ("goals", (), "person", True),
        ("goals", ("money", "gold"), "person", False),
        ("situation", ("unemployed", "student"), "person", False),
        ("municipality", ("564",), "person", True),
        ("municipality", ("elsewhere",), "employer", True),
        ("municipality", ("Atlantis",), "person", False),
        ("skills", ("I can weld",), "person", False),
        ("goals", ("job",), "employer", False),
        ("employer_needs", ("recruit",), "employer", True),
    ],
)
def test_only_answers_of_the_questions_are_answers(
    slot: str, codes: tuple[str, ...], audience: str, right: bool
) -> None:
    assert is_answer(slot, codes, audience, PLACES) is right


def test_every_question_with_options_can_be_changed() -> None:
    assert [each.slot for each in changeable("person")][-1] == "age_band"
    assert all(each.codes or each.slot == "municipality" for each in changeable("person"))
    assert all(each.codes or each.slot == "municipality" for each in changeable("employer"))
