"""Ticked answers as one payload."""

import json
from datetime import UTC, datetime
from typing import Literal

import pytest

from bot.conversation import Author, Message
from bot.problems import Problem
from bot.web.payload import Choices, choices, merged
from dialogues.engine import Button


def test_several_answers_to_one_question_become_one_payload() -> None:
    payload = merged(['/inform{"goals": "job"}', '/inform{"goals": "study"}'])
    assert payload.startswith("/inform{")
    assert json.loads(payload.removeprefix("/inform")) == {"goals": ["job", "study"]}


@pytest.mark.parametrize(
    "payload", ["/inform", "/inform[1]", "/inform{", '/menu{"goals": "job"}', "/inform{" + "[" * 9000]
)
def test_what_no_checkbox_says_is_refused(payload: str) -> None:
    with pytest.raises(Problem) as refused:
        merged(['/inform{"goals": "study"}', payload])
    assert refused.value.code == "unknown_payload"


def message(choice: Literal["one", "many"], *buttons: Button) -> Message:
    now = datetime.now(UTC)
    return Message(seq=1, at=now, author=Author.BOT, text="?", language="en", buttons=buttons, choice=choice)


JOB, STUDY = Button("Job", '/inform{"goals": "job"}'), Button("Study", '/inform{"goals": "study"}')
SKIP = Button("Skip", "/skip")


def test_answers_stand_before_the_ways_around_a_question() -> None:
    assert choices(message("one", JOB, SKIP)) == Choices((JOB,), (SKIP,), many=False, send=None)
    assert choices(message("many", JOB, STUDY, SKIP)) == Choices((JOB, STUDY), (SKIP,), many=True, send=None)


def test_without_answers_all_buttons_are_alike() -> None:
    person = Button("Person", "/ask_human")
    assert choices(message("one", SKIP, person)) == Choices((SKIP, person), (), many=False, send=None)


def test_ticks_are_sent_by_the_button_that_says_the_same_without_a_value() -> None:
    leave_out = Button("Leave out: field", '/hand_off{"left_out": "field"}')
    send, cancel = Button("Send", "/hand_off"), Button("Cancel", "/cancel_human")
    found = choices(message("many", leave_out, send, cancel))
    assert found == Choices((leave_out,), (cancel,), many=True, send=send)
