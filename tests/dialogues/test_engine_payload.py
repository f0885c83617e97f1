"""Payloads: what a button says is taken, everything else is refused."""

from pathlib import Path

import pytest

from dialogues.engine import EngineError
from dialogues.errors import UnknownPayload
from dialogues.payload import parse_payload
from dialogues.project.reading import load_project
from dialogues.tracker import Entity, Parsed

PROJECT = load_project(Path(__file__).parent / "projects" / "fixed")


def test_an_intent_alone() -> None:
    assert parse_payload("/greet", PROJECT) == Parsed("/greet", "greet", 1.0, (), (("greet", 1.0),))


def test_values_become_entities_and_a_list_several_of_them() -> None:
    parsed = parse_payload('/inform{"topping": ["ham", "olives"], "number": 3, "size": null}', PROJECT)
    assert parsed.entities == (
        Entity("topping", "ham"),
        Entity("topping", "olives"),
        Entity("number", 3),
        Entity("size", None),
    )


def test_letters_of_any_script_and_their_joiners_are_text() -> None:
    parsed = parse_payload('/inform{"city": "می\u200cخواهم Jyväskylä"}', PROJECT)
    assert parsed.entities == (Entity("city", "می\u200cخواهم Jyväskylä"),)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "/",
        "greet",
        "//greet",
        "/nosuchintent",
        "/nlu_fallback",
        "/greet and more",
        "/greet@0.5",
        '/inform{"nosuchentity": 1}',
        '/inform{"city": "Oulu"',
        '/inform{"city": "Oulu"} and more',
        "/inform{city: Oulu}",
        '/inform["city"]',
        '/inform{"city": {"name": "Oulu"}}',
        '/inform{"city": [["Oulu"]]}',
        '/inform{"city": NaN}',
        '/inform{"city": "a\\u0000b"}',
        '/inform{"city": "\\ud800"}',
        '/inform{"city": ' + "[" * 5000 + "]" * 5000 + "}",
        '/inform{"requested_slot": "size"}',
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(UnknownPayload):
        parse_payload(text, PROJECT)


def test_the_refusal_is_an_engines_error_that_repeats_nothing_the_client_sent() -> None:
    with pytest.raises(EngineError) as caught:
        parse_payload("/<script>", PROJECT)
    assert "script" not in str(caught.value)
