"""The embedded engine as a DialogueEngine: state in, turn out."""

import asyncio
import json
import threading
from collections.abc import Mapping
from pathlib import Path
from time import perf_counter

import pytest

from dialogues.embedded.engine import EmbeddedEngine, or_fallback
from dialogues.engine import DialogueState, EngineError, HandOff, PersonMessage, Said, Turn
from dialogues.errors import UnknownPayload
from dialogues.project.blueprint import Settings
from dialogues.project.reading import load_project
from dialogues.tracker import ActionResult, Parsed, TrackerView
from knowledge.profile import NeedsProfile

DOMAIN = """\
session_config:
  session_expiration_time: 0
intents: [start, work, help, ask_human, inform, nlu_fallback]
entities: [goals]
actions: [action_welcome, action_hand_off, validate_form, action_ask_goals]
responses:
  utter_help: [{text: help}]
slots:
  language: {type: text, influence_conversation: false, mappings: [{type: custom}]}
  municipality: {type: text, influence_conversation: false, mappings: [{type: custom}]}
  waiting: {type: bool, influence_conversation: false, mappings: [{type: custom}]}
  goals:
    type: list
    influence_conversation: false
    mappings:
    - {type: from_entity, entity: goals}
forms:
  form: {required_slots: [goals]}
"""
RULES = """\
rules:
- {rule: start, steps: [{intent: start}, {action: action_welcome}]}
- {rule: help, steps: [{intent: help}, {action: utter_help}]}
- {rule: person, steps: [{intent: ask_human}, {action: action_hand_off}]}
- {rule: lost, steps: [{intent: nlu_fallback}, {action: utter_help}]}
- {rule: work, steps: [{intent: work}, {action: form}, {active_loop: form}]}
- rule: done
  condition: [{active_loop: form}]
  steps: [{action: form}, {active_loop: null}, {action: utter_help}]
"""
CONFIG = "pipeline: [{name: FallbackClassifier, threshold: 0.5}]\npolicies: [{name: RulePolicy}]\n"


class Actions:
    def __init__(self, results: Mapping[str, ActionResult]) -> None:
        self.results = results
        self.seen: list[tuple[str, TrackerView]] = []

    async def run(self, name: str, tracker: TrackerView) -> ActionResult:
        self.seen.append((name, tracker))
        return self.results[name]


class Responses:
    def say(self, name: str, tracker: TrackerView) -> tuple[Said, ...]:
        return Said(f"{name} in {tracker.slots['language']}"), Said("more")


class Understanding:
    def __init__(self) -> None:
        self.heard: list[tuple[str, str, str]] = []

    def parse(self, text: str, language: str) -> Parsed:
        self.heard.append((text, language, threading.current_thread().name))
        confidence = 0.9 if "help" in text else 0.2
        return Parsed(text, "help", confidence, (), (("help", confidence), ("start", 0.05)))


RESULTS = {
    "action_welcome": ActionResult(said=(Said("welcome"),)),
    "action_hand_off": ActionResult(said=(Said("wait"),), effects=(HandOff("asked"),)),
    "validate_form": ActionResult(),
    "action_ask_goals": ActionResult(said=(Said("which goals", progress=(3, 7)),)),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "rules").mkdir()
    (tmp_path / "domain.yml").write_text(DOMAIN)
    (tmp_path / "config.yml").write_text(CONFIG)
    (tmp_path / "rules" / "rules.yml").write_text(RULES)
    return tmp_path


def engine(folder: Path, slowly: bool = False, **results: ActionResult) -> EmbeddedEngine:
    parts = Actions(RESULTS | results), Responses(), Understanding()
    return EmbeddedEngine(load_project(folder), *parts, understands_slowly=slowly)


def started(run: EmbeddedEngine) -> Turn:
    return asyncio.run(run.start("one", "sv", "564"))


def pressed(run: EmbeddedEngine, state: DialogueState, payload: str) -> Turn:
    return asyncio.run(run.respond("one", state, PersonMessage(payload=payload)))


def test_the_opening_knows_language_and_municipality(folder: Path) -> None:
    turn = started(engine(folder))
    assert [said.text for said in turn.replies] == ["welcome"]
    assert turn.state.language == "sv"
    assert turn.state.profile == NeedsProfile(language="sv", municipality="564")
    assert turn.state.progress is None


def test_the_state_is_json_and_small(folder: Path) -> None:
    run = engine(folder)
    state = started(run).state
    for _ in range(50):
        state = pressed(run, state, "/help").state
    assert json.loads(json.dumps(state.tracker)) == state.tracker
    assert len(json.dumps(state.tracker)) < 1500


def test_a_form_shows_progress_while_it_goes_on_and_fills_the_profile(folder: Path) -> None:
    run = engine(folder)
    asked = pressed(run, started(run).state, "/work")
    assert ([said.text for said in asked.replies], asked.state.progress) == (["which goals"], (3, 7))
    done = pressed(run, asked.state, '/inform{"goals": ["job", "money"]}')
    assert done.state.profile.goals == ("job", "money")
    assert done.state.progress is None
    assert done.replies[0].text == "utter_help in sv"


def test_one_value_of_a_list_is_a_list(folder: Path) -> None:
    run = engine(folder)
    turn = pressed(run, started(run).state, '/help{"goals": "job"}')
    assert turn.state.profile.goals == ("job",)


def test_effects_reach_the_runtime(folder: Path) -> None:
    run = engine(folder)
    assert pressed(run, started(run).state, "/ask_human").effects == (HandOff("asked"),)


def test_actions_know_who_waits(folder: Path) -> None:
    actions = Actions(RESULTS)
    run = EmbeddedEngine(load_project(folder), actions, Responses(), Understanding())
    state = asyncio.run(run.start("one", "fi")).state
    waiting = asyncio.run(run.respond("one", state, PersonMessage(payload="/ask_human", waiting=True)))
    asyncio.run(run.respond("one", waiting.state, PersonMessage(payload="/ask_human")))
    assert [view.slots["waiting"] for _, view in actions.seen[1:]] == [True, False]
    assert {view.sender for _, view in actions.seen} == {"one"}


def test_a_state_without_a_tracker_starts_a_session(folder: Path) -> None:
    turn = pressed(engine(folder), DialogueState("fi"), "/help")
    assert turn.replies[0].text == "utter_help in fi"


@pytest.mark.parametrize("slowly", [False, True])
def test_typed_words_are_understood_in_a_thread_only_when_that_is_slow(folder: Path, slowly: bool) -> None:
    understanding = Understanding()
    parts = Actions(RESULTS), Responses(), understanding
    run = EmbeddedEngine(load_project(folder), *parts, understands_slowly=slowly)
    turn = asyncio.run(run.respond("one", DialogueState("en"), PersonMessage("  help me ")))
    assert turn.replies[0].text == "utter_help in en"
    text, language, thread = understanding.heard[0]
    assert (text, language) == ("help me", "en")
    assert (thread != threading.main_thread().name) is slowly


def test_typed_words_are_never_a_payload(folder: Path) -> None:
    turn = asyncio.run(
        engine(folder).respond("one", DialogueState("en"), PersonMessage('/inform{"goals": "job"}'))
    )
    assert turn.state.profile.goals == ()


def test_an_unknown_payload_changes_nothing(folder: Path) -> None:
    run = engine(folder)
    state = started(run).state
    before = json.dumps(state.tracker)
    with pytest.raises(UnknownPayload):
        pressed(run, state, "/nosuchintent")
    assert json.dumps(state.tracker) == before


def test_a_turn_leaves_the_state_it_was_given_as_it_was(folder: Path) -> None:
    run = engine(folder)
    state = pressed(run, started(run).state, "/work").state
    before = json.dumps(state.tracker)
    answers = [pressed(run, state, '/inform{"goals": "job"}') for _ in range(2)]
    assert json.dumps(state.tracker) == before
    assert answers[0] == answers[1]


@pytest.mark.parametrize(
    ("result", "sentence"),
    [(ActionResult({"nosuchslot": 1}), "nosuchslot"), (ActionResult(followup="action_nope"), "action_nope")],
)
def test_an_action_that_does_not_fit_the_domain_is_an_error(
    folder: Path, result: ActionResult, sentence: str
) -> None:
    with pytest.raises(EngineError, match=sentence):
        started(engine(folder, action_welcome=result))


def test_an_action_that_fails_is_an_engines_error(folder: Path) -> None:
    parts = Actions({}), Responses(), Understanding()
    with pytest.raises(EngineError, match="action_welcome failed"):
        started(EmbeddedEngine(load_project(folder), *parts))


def test_actions_that_follow_each_other_for_ever_are_stopped(folder: Path) -> None:
    with pytest.raises(EngineError, match="never listen"):
        started(engine(folder, action_welcome=ActionResult(followup="action_welcome")))


def test_a_session_start_of_our_own_is_run(folder: Path) -> None:
    (folder / "domain.yml").write_text(
        DOMAIN.replace("[action_welcome,", "[action_session_start, action_welcome,")
    )
    begun = ActionResult({"goals": ["job"]}, (Said("before all"),))
    turn = started(engine(folder, action_session_start=begun))
    assert [said.text for said in turn.replies] == ["before all", "welcome"]
    assert turn.state.profile.goals == ("job",)


def test_a_followup_runs_next_whatever_the_rules_say(folder: Path) -> None:
    turn = started(engine(folder, action_welcome=ActionResult(followup="utter_help")))
    assert [said.text for said in turn.replies] == ["utter_help in sv", "more"]


def test_a_form_and_a_slot_that_a_later_project_dropped_are_forgotten(folder: Path) -> None:
    run = engine(folder)
    asked = pressed(run, started(run).state, "/work")
    tracker = {**asked.state.tracker, "loop": "old_form", "slots": {"old": 1, "requested_slot": "old"}}
    turn = pressed(run, DialogueState("fi", tracker=tracker), "/help")
    assert turn.replies[0].text == "utter_help in None"
    assert turn.state.tracker["loop"] is None


# (threshold, ambiguity, confidences) -> intent, as Rasa 3.6.21's FallbackClassifier decided.
@pytest.mark.parametrize(
    ("threshold", "ambiguity", "shares", "intent"),
    [
        (0.3, 0.1, (0.5, 0.3), "a"),
        (0.3, 0.1, (0.29, 0.1), "nlu_fallback"),
        (0.3, 0.1, (0.3,), "a"),
        (0.3, 0.1, (0.5, 0.45), "nlu_fallback"),
        (0.3, 0.1, (0.5, 0.4), "nlu_fallback"),
        (0.4, 0.0, (0.45, 0.45), "a"),
        (0.3, 0.25, (0.5, 0.25), "a"),
        (0.3, 0.1, (0.6, 0.5), "nlu_fallback"),
    ],
)
def test_unsure_and_ambiguous_messages_fall_back_as_in_rasa(
    threshold: float, ambiguity: float, shares: tuple[float, ...], intent: str
) -> None:
    ranking = tuple(zip("ab", shares, strict=False))
    parsed = or_fallback(Parsed("x", "a", shares[0], (), ranking), Settings(None, threshold, ambiguity))
    assert parsed.intent == intent
    assert [name for name, _ in parsed.ranking] == (["nlu_fallback"] if intent != "a" else []) + [
        name for name, _ in ranking
    ]


def test_a_button_takes_the_engine_less_than_a_millisecond(folder: Path) -> None:
    run = engine(folder)
    state = pressed(run, started(run).state, "/work").state

    async def fastest() -> float:
        times = []
        for _ in range(200):
            begun = perf_counter()
            await run.respond("one", state, PersonMessage(payload="/help"))
            times.append(perf_counter() - begun)
        return min(times)

    assert asyncio.run(fastest()) < 0.001
