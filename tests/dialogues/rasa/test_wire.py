"""What Rasa asks of us and what it answers, without a Rasa: shapes there and back, and what is refused."""

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from admin import rasa_routes
from admin.rasa_side import RasaSide, client_of
from dialogues.embedded.engine import EmbeddedEngine
from dialogues.embedded.memory import Memory
from dialogues.embedded.rules import RuleBook
from dialogues.engine import (
    Button,
    CancelHandOff,
    DialogueState,
    Effect,
    EngineError,
    Erase,
    Feedback,
    HandOff,
    PersonMessage,
    Recommended,
    Said,
    ServiceCard,
    SwitchLanguage,
    UnmetNeed,
)
from dialogues.on_rasa.callback import RasaCallbacks
from dialogues.on_rasa.engine import RasaEngine
from dialogues.on_rasa.events import candidates_of, events_of, live_through
from dialogues.on_rasa.fallback import Health
from dialogues.on_rasa.wire import ActionFailedError, failure, heard, responses
from dialogues.project.reading import load_project
from dialogues.tracker import ActionResult, TrackerView
from tests.support.rasa import PROJECT, TOKEN
from tests.transcripts.player import engine

EFFECTS: tuple[Effect, ...] = (
    HandOff("asked", ("field",)),
    CancelHandOff(),
    SwitchLanguage("sv"),
    Feedback("yes", "kiitos"),
    Erase(),
    Recommended(("a", "b")),
    UnmetNeed("hitsaus"),
)
CARD = ServiceCard(
    "a", "Työttömyysturva", "Kela", "Rahaa.", "income", "https://kela.fi", ("fi",), ("564",), ("syy",)
)
SAID = Said("Hei!\n\nRivi", (Button("Kyllä", '/inform{"goals": ["job"]}'),), "many", (CARD,), (2, 7))


def over_rest(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What Rasa's REST channel makes of an action's messages: the custom part comes after the text."""
    out: list[dict[str, Any]] = []
    for message in messages:
        custom = message.pop("custom", None)
        out += [{"recipient_id": "lane", **message}] if message else []
        out += [{"recipient_id": "lane", "custom": custom}] if custom else []
    return out


def test_what_is_said_and_done_arrives_whole() -> None:
    arrived = heard(over_rest(responses((SAID, Said("Toinen")), EFFECTS)))
    assert arrived.said == (SAID, Said("Toinen"))
    assert arrived.effects == EFFECTS


@pytest.mark.parametrize(
    "answer",
    [
        {"error": "no"},
        None,
        ["text"],
        [{"text": "Hi from another bot"}],
        [{"custom": {"theirs": 1}}],
        [{"custom": {"osaamo": {"said": {"text": 1}}}}],
        [{"custom": {"osaamo": {"effects": [{"effect": "Explode", "values": {}}]}}}],
    ],
)
def test_nonsense_is_refused(answer: Any) -> None:
    with pytest.raises(EngineError):
        heard(answer)


def test_a_failed_action_is_told_apart_from_an_ill_rasa() -> None:
    with pytest.raises(ActionFailedError, match="action_search"):
        heard(over_rest(failure("action_search failed: KeyError.")))


def conversation(*payloads: str) -> DialogueState:
    embedded: EmbeddedEngine = engine()

    async def play() -> DialogueState:
        state = (await embedded.start("one", "fi")).state
        for payload in payloads:
            state = (await embedded.respond("one", state, PersonMessage(payload=payload))).state
        return state

    return asyncio.run(play())


def test_a_conversation_is_told_to_rasa_without_its_words() -> None:
    state = conversation("/start_assessment", '/inform{"municipality": "564"}')
    events = events_of(Memory.from_json(load_project(PROJECT), state.tracker))
    assert {"event": "slot", "name": "municipality", "value": "564"} in events
    assert {"event": "active_loop", "name": "assessment_form"} in events
    assert all(event["text"] == "" for event in events if event["event"] == "user")
    assert events[-1] == {"event": "action", "name": "action_listen"}


def test_what_happened_on_rasa_becomes_the_same_memory() -> None:
    project = load_project(PROJECT)
    depth = RuleBook(project).depth
    before = conversation("/start_assessment", '/inform{"municipality": "564"}')
    after = conversation("/start_assessment", '/inform{"municipality": "564"}', "/menu")
    happened = [
        {"event": "user", "text": "/menu", "parse_data": {"intent": {"name": "menu"}, "entities": []}},
        {"event": "action_execution_rejected", "name": "assessment_form"},
        {"event": "action", "name": "action_menu"},
        {"event": "bot", "text": "not needed"},
        {"event": "followup", "name": "action_listen"},
        {"event": "action", "name": "action_listen"},
    ]
    memory = live_through(Memory.from_json(project, before.tracker), happened, project)
    assert memory.to_json(depth)["history"] == after.tracker["history"]


def test_a_turn_that_does_not_end_is_no_answer() -> None:
    project = load_project(PROJECT)
    memory = Memory.from_json(project, conversation().tracker)
    user = {"event": "user", "text": "", "parse_data": {"intent": {"name": "menu"}, "entities": []}}
    with pytest.raises(EngineError):
        live_through(memory, [user, {"event": "action", "name": "action_menu"}], project)


def test_candidates_are_the_slots_set_since_the_last_action() -> None:
    events = [
        {"event": "slot", "name": "old"},
        {"event": "action", "name": "action_listen"},
        {"event": "user"},
        {"event": "slot", "name": "b"},
        {"event": "slot", "name": "a"},
        {"event": "slot", "name": "b"},
    ]
    assert candidates_of("validate_form", events) == ("b", "a")
    assert candidates_of("action_menu", events) == ()


class Repeating:
    """Actions and responses that say what they see."""

    async def run(self, name: str, tracker: TrackerView) -> ActionResult:
        if name == "action_broken":
            raise ValueError(tracker.latest.text)
        said = Said(f"{name} {tracker.latest.text} {tracker.latest.confidence:g} {tracker.active_loop}")
        return ActionResult(
            slots={"goals": ("job",)}, said=(said,), effects=(Erase(),), followup="action_menu"
        )

    def say(self, name: str, tracker: TrackerView) -> tuple[Said, ...]:
        return () if tracker.slots["waiting"] else (Said(name),)


@pytest.fixture
def client() -> TestClient:
    project, parts = load_project(PROJECT), Repeating()
    callbacks = RasaCallbacks(project, parts, parts, lambda text, intent: text == "hei")
    rasa = RasaEngine(project, client_of("http://127.0.0.1:9", TOKEN))
    app = FastAPI()
    rasa_routes.add(app, RasaSide(rasa, callbacks, Health(), TOKEN))
    return TestClient(app, headers={"Authorization": f"Bearer {TOKEN}"}, raise_server_exceptions=False)


def tracker(text: str = "hei", **slots: Any) -> Mapping[str, Any]:
    return {
        "sender_id": "lane",
        "slots": slots,
        "latest_message": {"text": text, "intent": {"name": "greet", "confidence": 0.8}, "entities": []},
        "active_loop": {"name": "assessment_form"},
        "events": [],
    }


def test_an_action_runs_for_rasa(client: TestClient) -> None:
    asked = {"next_action": "action_greet", "tracker": tracker(), "sender_id": "lane"}
    answer = client.post("/internal/rasa/actions", json=asked).json()
    assert answer["events"] == [
        {"event": "slot", "name": "goals", "value": ["job"], "timestamp": None},
        {"event": "followup", "name": "action_menu", "timestamp": None},
    ]
    assert heard(over_rest(answer["responses"])).said == (Said("action_greet hei 1 assessment_form"),)


def test_own_words_keep_rasas_confidence(client: TestClient) -> None:
    asked = {"next_action": "action_greet", "tracker": tracker("moikka vaan")}
    answer = client.post("/internal/rasa/actions", json=asked).json()
    assert answer["responses"][0]["text"] == "action_greet moikka vaan 0.8 assessment_form"


def test_a_response_is_worded_for_rasa(client: TestClient) -> None:
    asked = {"response": "utter_help", "tracker": tracker(waiting=False)}
    assert client.post("/internal/rasa/nlg", json=asked).json()["text"] == "utter_help"
    asked = {"response": "utter_help", "tracker": tracker(waiting=True)}
    assert client.post("/internal/rasa/nlg", json=asked).json() == {}


def test_a_broken_action_says_so_and_quotes_nobody(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    asked = {"next_action": "action_broken", "tracker": tracker("salaisuus")}
    answer = client.post("/internal/rasa/actions", json=asked)
    with pytest.raises(ActionFailedError, match="action_broken failed: ValueError"):
        heard(over_rest(answer.json()["responses"]))
    assert "salaisuus" not in answer.text + caplog.text


@pytest.mark.parametrize("path", ["/internal/rasa/actions", "/internal/rasa/nlg"])
def test_the_callbacks_are_closed_to_all_but_rasa(client: TestClient, path: str) -> None:
    asked = {"next_action": "action_greet", "response": "utter_help", "tracker": tracker()}
    assert client.post(path, json=asked, headers={"Authorization": ""}).status_code == 401
    assert client.post(path, json=asked, headers={"Authorization": f"Bearer {TOKEN}x"}).status_code == 401
    assert client.post(path, json={"tracker": "?"}).status_code == 422
