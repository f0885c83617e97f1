"""Rules of the actions that a transcript cannot show: bad values, silence while waiting, unknown names."""

import asyncio
from typing import Any

import pytest

from dialogues.conversation.actions import ACTIONS, UnknownActionError
from dialogues.engine import Erase, HandOff, UnmetNeed
from dialogues.project.reading import load_project
from dialogues.tracker import Entity, Parsed, TrackerView
from tests.dialogues.acting import answer, run
from tests.knowledge.shipped import catalogue
from tests.transcripts.player import PROJECT, actions


def test_every_action_of_the_domain_exists_and_none_is_left_over() -> None:
    custom = {
        name for name in load_project(PROJECT).actions if not name.startswith(("validate_", "action_ask_"))
    }
    assert custom == set(ACTIONS)


def test_an_unknown_action_is_refused() -> None:
    with pytest.raises(UnknownActionError):
        run("action_no_such", "help")


@pytest.mark.parametrize("action", ["action_ask_municipality", "action_find_events"])
def test_a_city_offers_its_own_municipalities(action: str) -> None:
    def offered(city: str | None) -> list[str]:
        asked = run(action, "find_events", loop="assessment_form", question="municipality", city=city)
        return [button.title for button in asked.said[0].buttons]

    assert offered("kemi")[:2] == ["Kemi", "Tornio"]
    assert offered("kemi")[2:] == offered(None)[5:]
    assert offered("gone") == offered(None)
    assert offered(None)[0] == "Oulu"


@pytest.mark.parametrize(
    "entity",
    [
        Entity("situation", "astronaut"),
        Entity("situation", None),
        Entity("municipality", "999"),
        Entity("municipality", "Oulu"),
        Entity("goals", 3),
        Entity("query", "job"),
    ],
)
def test_a_value_that_no_button_has_changes_nothing(entity: Entity) -> None:
    result = answer("situation", entity)
    assert set(result.slots) == {"requested_slot"}, "only then the form rejects the message"
    assert result.said == ()


def test_one_bad_value_spoils_the_whole_message() -> None:
    assert set(answer("goals", Entity("goals", "job"), Entity("goals", "moon")).slots) == {"requested_slot"}


def test_several_values_of_a_question_with_one_answer_keep_the_first() -> None:
    result = answer("situation", Entity("situation", "working"), Entity("situation", "studying"))
    assert result.slots["situation"] == "working"


def test_a_button_tells_that_the_answer_was_chosen() -> None:
    assert answer("situation", Entity("situation", "working")).slots["learned"] == {"situation": "chosen"}


def test_not_knowing_the_field_is_a_guessed_wish() -> None:
    result = run(
        "validate_assessment_form",
        "dont_know",
        loop="assessment_form",
        question="field",
        goals=["job"],
    )
    assert result.slots["goals"] == ["job", "direction"]
    assert result.slots["learned"] == {"goals": "guessed"}
    assert "field" in result.slots["skipped"]


@pytest.mark.parametrize("name", sorted(ACTIONS))
def test_while_waiting_only_what_is_allowed_answers(name: str) -> None:
    allowed = {
        "action_search",
        "action_find_events",
        "action_self_coaching",
        "action_career_paths",
        "action_guide_step",
        "action_leave_guide",
        "action_cancel_human",
        "action_change_language",
        "action_set_language",
        "action_delete",
    }
    result = run(name, "self_description", text="olen työtön", waiting=True)
    assert bool(result.said or result.effects) is (name in allowed)


def test_while_waiting_no_answer_is_taken() -> None:
    result = answer("situation", Entity("situation", "working"), waiting=True)
    assert dict(result.slots) == {"requested_slot": "situation"}


def test_only_what_was_shown_can_be_left_out() -> None:
    entities = tuple(Entity("left_out", slot) for slot in ("goals", "goals", "field", "skills", "no_such"))
    result = run("action_hand_off", "hand_off", entities, goals=["job"], field="other", occupation="seppä")
    assert result.effects == (HandOff("asked", ("goals", "field", "occupation")),)


@pytest.mark.parametrize(
    ("told", "kept"), [("danger", "danger"), ("not_helpful", "not_helpful"), ("because", "asked")]
)
def test_the_reason_of_a_hand_off_is_one_of_four(told: str, kept: str) -> None:
    result = run("action_hand_off", "hand_off", (Entity("reason", told),))
    assert result.effects == (HandOff(kept, ()),)


def test_nothing_is_erased_without_a_confirmation() -> None:
    asked = run("action_delete", "delete_conversation")
    assert asked.effects == ()
    confirmed = run("action_delete", "delete_conversation", (Entity("confirmed", True),))
    assert confirmed.effects == (Erase(),)


def test_what_was_never_shown_cannot_be_an_unmet_need() -> None:
    assert run("action_nothing_fits", "nothing_fits").effects == ()
    assert run("action_nothing_fits", "nothing_fits", shown=["x"]).effects == (UnmetNeed(),)


def test_starting_again_forgets_every_answer() -> None:
    result = run("action_start_again", "start_again", municipality="564", goals=["job"])
    assert not any(result.slots[slot] for slot in ("municipality", "goals", "audience", "shown"))


@pytest.mark.parametrize("question", ["situation", "age_band"])
def test_a_command_is_left_to_the_rules_at_every_question(question: str) -> None:
    slots: dict[str, Any] = {
        "municipality": "564",
        "situation": None if question == "situation" else "entrepreneur",
        "goals": ["business"],
        "barriers": ["nothing"],
        "age_matters": question == "age_band",
    }
    result = run("validate_assessment_form", "help", loop="assessment_form", question=question, **slots)
    assert dict(result.slots) == {"requested_slot": question}


def test_the_open_question_stays_open_when_the_language_changes() -> None:
    slots: dict[str, Any] = {
        "municipality": "564",
        "situation": "working",
        "goals": ["money"],
        "language": "en",
    }
    result = run(
        "validate_assessment_form", "set_language", loop="assessment_form", question="barriers", **slots
    )
    assert dict(result.slots) == {"requested_slot": "barriers"}


def test_past_the_last_service_the_words_differ_and_lead_on() -> None:
    everything = [service.id for service in catalogue().services]
    known: dict[str, Any] = {"shown": everything, "goals": ["job"]}
    texts = []
    for _again in range(3):
        result = run("action_show_more", "show_more", **known)
        assert [button.payload.partition("{")[0] for button in result.said[0].buttons] == [
            "/ask_human",
            "/search_service",
            "/change_answer",
        ]
        texts.append(result.said[0].text)
        known |= result.slots
    assert len(set(texts)) == 3


@pytest.mark.parametrize(
    ("words", "intent", "confidence", "answered"),
    [
        ("onko ruotsin kursseja Turussa?", "search_service", 0.97, True),
        ("olen tehnyt kursseja ja etsin töitä", "search_service", 0.97, False),
        ("onko ruotsin kursseja Turussa?", "search_service", 0.8, False),
        ("etsi palvelua", "search_service", 0.8, True),
        ("peruutta", "cancel_human", 0.7, True),
        ("en kyllä jaksaisi enää odottaa teitä", "cancel_human", 0.7, False),
        ("suomeksi sanottuna se on vaikeaa", "change_language", 0.9, False),
    ],
)
def test_while_waiting_only_clear_words_are_for_the_bot(
    words: str, intent: str, confidence: float, answered: bool
) -> None:
    names = {"search_service": "action_search", "cancel_human": "action_cancel_human"}
    view = TrackerView("test", {"language": "fi", "waiting": True}, Parsed(words, intent, confidence))
    result = asyncio.run(actions().run(names.get(intent, "action_change_language"), view))
    assert bool(result.said or result.effects) is answered
