"""Buttons in Telegram: what they carry, how several are ticked, and what a press means."""

from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from telegram import InlineKeyboardMarkup

from bot.conversation import Author, Message
from bot.telegram.keyboards import Chosen, Ticked, keyboard, long_titles, place, pressed
from dialogues.engine import Button

GOALS = (
    Button("Work", '/inform{"goals": "job"}'),
    Button("Studies", '/inform{"goals": "study"}'),
    Button("A business", '/inform{"goals": "business"}'),
    Button("Send", "/inform"),
    Button("Skip", "/skip"),
)
SEND = "Send the ticks"
MENU = (Button("Search", "/search_service"), Button("Person", "/ask_human"))


def message(*buttons: Button, seq: int = 3, **values: Any) -> Message:
    now = datetime(2026, 11, 23, tzinfo=UTC)
    return Message(author=Author.BOT, text="?", language="en", buttons=buttons, seq=seq, at=now, **values)


def titles(markup: InlineKeyboardMarkup | None) -> list[str]:
    return [button.text for row in markup.inline_keyboard for button in row] if markup else []


MANY = message(*GOALS, choice="many")


def ticks(data: str, shown: InlineKeyboardMarkup | None) -> InlineKeyboardMarkup:
    done = pressed(data, MANY, shown, SEND)
    assert isinstance(done, Ticked)
    return done.keyboard


def test_one_button_a_row_and_none_without_buttons() -> None:
    markup = keyboard(message(*MENU))
    assert markup
    assert [len(row) for row in markup.inline_keyboard] == [1, 1]
    assert titles(markup) == ["Search", "Person"]
    assert keyboard(message()) is None


def test_a_press_on_a_single_answer_is_its_payload_and_the_keyboard_then_shows_it() -> None:
    done = pressed("3:1", message(*MENU), keyboard(message(*MENU)), SEND)
    assert isinstance(done, Chosen)
    assert done.payload == "/ask_human"
    assert titles(done.keyboard) == ["✓ Person"]


def test_several_answers_are_ticked_unticked_and_sent_together() -> None:
    shown = ticks("3:0", keyboard(MANY))
    shown = ticks("3:2", shown)
    shown = ticks("3:1", shown)
    shown = ticks("3:1", shown)
    assert titles(shown) == ["✓ Work", "Studies", "✓ A business", "Send", "Skip"]
    done = pressed("3:3", MANY, shown, SEND)
    assert isinstance(done, Chosen)
    assert done.payload == '/inform{"goals": ["job", "business"]}'
    assert titles(done.keyboard) == ["✓ Work", "✓ A business"]


def test_a_question_without_a_button_of_its_own_for_it_gets_one_that_sends_as_soon_as_there_is_a_tick() -> (
    None
):
    goals = message(*GOALS[:3], GOALS[4], choice="many")
    done = pressed("3:1", goals, keyboard(goals), SEND)
    assert isinstance(done, Ticked)
    assert titles(done.keyboard) == ["Work", "✓ Studies", "A business", SEND, "Skip"]
    sent = pressed("3:4", goals, done.keyboard, SEND)
    assert isinstance(sent, Chosen)
    assert (sent.payload, titles(sent.keyboard)) == ('/inform{"goals": ["study"]}', ["✓ Studies"])
    unticked = pressed("3:1", goals, done.keyboard, SEND)
    assert isinstance(unticked, Ticked)
    assert titles(unticked.keyboard) == ["Work", "Studies", "A business", "Skip"]
    assert pressed("3:4", goals, unticked.keyboard, SEND) is None


def test_sending_without_a_tick_sends_none_and_a_way_around_ignores_the_ticks() -> None:
    sent = pressed("3:3", MANY, keyboard(MANY), SEND)
    assert isinstance(sent, Chosen)
    assert sent.payload == "/inform"
    skipped = pressed("3:4", MANY, ticks("3:0", keyboard(MANY)), SEND)
    assert isinstance(skipped, Chosen)
    assert (skipped.payload, titles(skipped.keyboard)) == ("/skip", ["✓ Skip"])


def test_a_press_that_was_answered_or_never_offered_means_nothing_any_more() -> None:
    shown = keyboard(message(*MENU))
    assert pressed("3:0", None, shown, SEND) is None
    for data in ("3:2", "4:0", "3", "3:0:1", "", "x:y", "-3:0", "٣:٠x"):
        assert pressed(data, message(*MENU), shown, SEND) is None


def test_a_keyboard_that_telegram_no_longer_tells_has_no_ticks() -> None:
    done = pressed("3:3", MANY, None, SEND)
    assert isinstance(done, Chosen)
    assert done.payload == "/inform"


def test_titles_that_a_telephone_would_cut_stand_in_the_text() -> None:
    assert long_titles(message(Button("Short", "/a"), Button("x" * 43, "/b"))) == ("x" * 43,)


@given(st.lists(st.builds(Button, st.text(), st.text()), max_size=120), st.integers(1, 2**31 - 1))
def test_whatever_the_buttons_are_telegram_takes_the_keyboard(buttons: list[Button], seq: int) -> None:
    markup = keyboard(message(*buttons, seq=min(seq, 999_999_999)))
    shown = [button for row in markup.inline_keyboard for button in row] if markup else []
    assert len(shown) == min(len(buttons), 99)
    for index, button in enumerate(shown):
        data = str(button.callback_data)
        assert button.text.strip()
        assert len(data.encode()) <= 64
        found = place(data)
        assert found
        assert found.index == index
