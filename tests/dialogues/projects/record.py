"""Records what Rasa 3.6.21 does with a fixture project: run it with the Python of Rasa's own environment.

    RASA_TELEMETRY_ENABLED=false <python with rasa> tests/dialogues/projects/record.py [project ...]

Conversations are drawn at random (seeded) from `messages.yml`; a line of `recorded.json` is one turn.
"""

import asyncio
import json
import random
import sys
import tempfile
from pathlib import Path

import custom
import rasa.model_training
import yaml
from rasa.core.actions.action import RemoteAction, create_bot_utterance
from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.processor import MessageProcessor
from rasa.shared.core.events import ActionExecuted, ActionExecutionRejected, FollowupAction, SlotSet

HERE = Path(__file__).parent
CONVERSATIONS = 60
TURNS = 9
RASAS_OWN = {"session_started_metadata"}


WITH_RASA = MessageProcessor._parse_message_with_graph


def main():
    RemoteAction.run = _run_custom
    for name in sys.argv[1:] or ["fixed", "dynamic"]:
        asyncio.run(_record(HERE / name))


async def _record(project):
    messages = yaml.safe_load((project / "messages.yml").read_text())
    understood = {message["text"]: message for message in messages if isinstance(message, dict)}
    MessageProcessor._parse_message_with_graph = _parser(understood)
    with tempfile.TemporaryDirectory() as folder:
        model = rasa.model_training.train_core(
            str(project / "domain.yml"), str(project / "config.yml"), str(project / "rules"), folder, "model"
        )
        agent = Agent.load(model)
    draw = random.Random(project.name)
    conversations = []
    for number in range(CONVERSATIONS):
        said = [_text(draw.choice(messages)) for _ in range(TURNS)]
        opening = ["/start"] if number % 3 else []
        conversations.append([await _turn(agent, str(number), text) for text in [*opening, *said]])
    lines = [",\n".join(json.dumps(turn, sort_keys=True) for turn in turns) for turns in conversations]
    content = "[[\n" + "\n],[\n".join(lines) + "\n]]\n"
    (project / "recorded.json").write_text(content)


def _text(message):
    return message["text"] if isinstance(message, dict) else message


def _parser(understood):
    def parse(self, message, *rest):
        if message.text.startswith("/"):
            return WITH_RASA(self, message, *rest)
        return _understand(understood[message.text])

    return parse


def _understand(message):
    entities = [{"entity": name, "value": value} for name, value in message.get("entities", {}).items()]
    intent = {"name": message["intent"], "confidence": 1.0}
    return {"text": message["text"], "intent": intent, "entities": entities, "intent_ranking": [intent]}


async def _turn(agent, sender, text):
    before = await agent.tracker_store.get_or_create_tracker(sender)
    seen = len(before.events)
    channel = CollectingOutputChannel()
    await agent.handle_message(UserMessage(text, channel, sender))
    tracker = await agent.tracker_store.retrieve(sender)
    events = list(tracker.events)[seen:]
    heard = next(i for i, event in enumerate(events) if event.type_name == "user")
    values = tracker.current_slot_values()
    slots = {name: value for name, value in values.items() if value is not None and name not in RASAS_OWN}
    return {
        "message": text,
        "actions": [name for event in events[heard:] if (name := _action(event))],
        "said": [message["text"] for message in channel.messages],
        "slots": slots,
        "loop": tracker.active_loop_name,
        "rejected": tracker.is_active_loop_rejected,
    }


def _action(event):
    if isinstance(event, ActionExecutionRejected):
        return f"not {event.action_name}"
    return event.action_name if isinstance(event, ActionExecuted) else None


async def _run_custom(self, output_channel, nlg, tracker, domain):
    latest = tracker.latest_message
    slots, said, followup = custom.run(
        self._name,
        tracker.current_slot_values(),
        latest.intent.get("name"),
        latest.text,
        tracker.active_loop_name,
        tracker.get_slot("requested_slot"),
        _candidates(self._name, tracker),
    )
    events = [create_bot_utterance({"text": text}) for text in said]
    events += [SlotSet(name, value) for name, value in slots.items()]
    return events + ([FollowupAction(followup)] if followup else [])


def _candidates(name, tracker):
    """The slots set since the form's run began, as rasa-sdk's slots_to_validate finds them."""
    if not name.startswith("validate_"):
        return []
    names = []
    for event in reversed(list(tracker.events)):
        if isinstance(event, ActionExecuted):
            break
        if isinstance(event, SlotSet):
            names.insert(0, event.key)
    return list(dict.fromkeys(names))


if __name__ == "__main__":
    main()
