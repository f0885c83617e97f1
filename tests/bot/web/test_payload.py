"""Ticked answers as one payload."""

import json

import pytest

from bot.problems import Problem
from bot.web.payload import is_answer, merged
from dialogues.engine import Button


def test_several_answers_to_one_question_become_one_payload() -> None:
    payload = merged(['/inform{"goals": "job"}', '/inform{"goals": "study"}'])
    assert payload.startswith("/inform{")
    assert json.loads(payload.removeprefix("/inform")) == {"goals": ["job", "study"]}


@pytest.mark.parametrize(
    "payload", ["/inform", "/inform[1]", "/inform{", '/menu{"goals": "job"}', "[" * 9000]
)
def test_what_no_checkbox_says_is_refused(payload: str) -> None:
    with pytest.raises(Problem) as refused:
        merged([payload])
    assert refused.value.code == "unknown_payload"


def test_ways_around_a_question_are_no_answers() -> None:
    assert is_answer(Button("Job", '/inform{"goals": "job"}'))
    assert not is_answer(Button("Skip", "/skip"))
