"""What each update of Telegram comes to: every command, every kind of thing that can be sent."""

import json
from typing import Any

import pytest

from bot import store
from bot.channels.delivery_models import DeliveryRow
from bot.conversation import Author, Draft
from bot.models import Conversation
from bot.telegram.commands import PAYLOADS
from dialogues.engine import Button
from tests.bot.telegram.chat import ABOUT, TelegramChat
from tests.support.telegram_api import BOT
from tests.support.telegram_person import TelegramPerson

WELCOME = "Hello, I am a bot."


def _offer(chat: TelegramChat, draft: Draft) -> None:
    with chat.world.database.write() as session:
        store.append(session, store.claimed(session, chat.conversation.id), [draft], chat.world.clock())


def test_start_begins_in_the_language_of_the_client(chat: TelegramChat) -> None:
    chat.write("/start")
    assert [each.text for each in chat.said] == [WELCOME]
    assert chat.conversation.language == "en"


def test_the_link_by_which_one_came_names_the_language(chat: TelegramChat) -> None:
    chat.write("/start sv")
    assert chat.conversation.language == "sv"


def test_start_again_leads_to_the_menu_and_keeps_the_conversation(chat: TelegramChat) -> None:
    chat.write("/start")
    before = chat.conversation.id
    chat.write("/start")
    assert (chat.conversation.id, chat.by_person) == (before, ["/menu"])


@pytest.mark.parametrize("name", sorted(set(PAYLOADS) - {"start"}))
def test_a_command_says_its_payload_to_the_dialogues(chat: TelegramChat, name: str) -> None:
    chat.write("/start")
    chat.write(f"/{name}@{BOT['username']}")
    assert chat.by_person == [PAYLOADS[name]]


def test_an_unknown_command_is_a_call_for_help(chat: TelegramChat) -> None:
    chat.write("/weather in Oulu")
    assert chat.by_person == ["/help"]


@pytest.mark.parametrize("text", ["/", "/ menu", "/меню", "1/2"])
def test_what_only_looks_like_a_command_is_words(chat: TelegramChat, text: str) -> None:
    chat.write(text)
    assert chat.by_person == [text]


def test_a_chosen_language_stays_whatever_the_client_says(chat: TelegramChat) -> None:
    chat.write("/start")
    chat.write("/language sv")
    chat.write("Hej")
    assert chat.conversation.language == "sv"


def test_privacy_is_told_and_asks_for_nothing(chat: TelegramChat) -> None:
    chat.write("/start")
    chat.write("/privacy")
    assert "Telegram" in chat.last
    assert chat.last.endswith(f"\n\n{ABOUT}"), "and leads to the page that tells all of it"
    assert chat.by_person == []


def test_an_edited_message_is_a_new_one(chat: TelegramChat) -> None:
    chat.write("Hello")
    chat.take(chat.person.edit("Hello again"))
    assert chat.by_person == ["Hello", "Hello again"]


SENT = {
    "sticker": {"sticker": {"file_id": "1", "file_unique_id": "1", "type": "regular", "width": 1, "height": 1,
                            "is_animated": False, "is_video": False}},
    "dice": {"dice": {"emoji": "🎲", "value": 3}},
    "photo": {"photo": [{"file_id": "1", "file_unique_id": "1", "width": 1, "height": 1}]},
    "voice": {"voice": {"file_id": "1", "file_unique_id": "1", "duration": 2}},
    "video": {"video": {"file_id": "1", "file_unique_id": "1", "width": 1, "height": 1, "duration": 1}},
    "document": {"document": {"file_id": "1", "file_unique_id": "1"}},
    "location": {"location": {"longitude": 25.4, "latitude": 65.0}},
    "contact": {"contact": {"phone_number": "+358401234567", "first_name": "Aino"}},
}  # fmt: skip


@pytest.mark.parametrize("kind", SENT)
def test_what_cannot_be_read_is_answered_kindly_and_not_stored(chat: TelegramChat, kind: str) -> None:
    chat.write("/start sv")
    chat.take(chat.person.send(**SENT[kind]))
    (said,) = chat.said[1:]
    assert (said.author, said.language) == (Author.SYSTEM, "sv")
    assert "Aino" not in said.text


def test_the_words_under_a_picture_are_heard(chat: TelegramChat) -> None:
    chat.take(chat.person.send(**SENT["photo"], caption="kill myself"))
    assert chat.by_person == ["kill myself"]
    assert chat.conversation.urgent
    assert chat.last.startswith("I read only text")


@pytest.mark.parametrize(
    "content",
    [
        {"pinned_message": {"message_id": 1, "date": 0, "chat": {"id": 7001, "type": "private"}}},
        {"text": "Hello", "from": {"id": 5, "is_bot": True, "first_name": "Another bot"}},
    ],
)
def test_what_asks_for_nothing_begins_nothing(chat: TelegramChat, content: dict[str, Any]) -> None:
    chat.take(chat.person.send(**content))
    assert chat.said == []


def crowd(update: dict[str, Any], kind: str) -> dict[str, Any]:
    (content,) = (each for each in update.values() if isinstance(each, dict))
    content["chat"] = {"id": -100200, "type": kind, "title": "A group"}
    return update


@pytest.mark.parametrize("kind", ["group", "supergroup", "channel"])
@pytest.mark.parametrize("does", ["write_update", "unblock"])
def test_a_group_is_refused_politely_and_left(chat: TelegramChat, kind: str, does: str) -> None:
    update = chat.person.write_update("Hello") if does == "write_update" else chat.person.unblock()
    chat.take(crowd(update, kind))
    assert chat.api.left == [-100200]
    assert "only with one person" in chat.api.shown(-100200)[0].text
    assert chat.said == []


def unreachable(chat: TelegramChat) -> bool:
    with chat.world.database.read() as session:
        row = session.get(DeliveryRow, chat.conversation.id)
        return row is not None and row.undeliverable_since is not None


def test_who_blocks_the_bot_is_not_written_to_until_they_write(chat: TelegramChat) -> None:
    chat.write("Hello")
    chat.take(chat.person.block())
    assert unreachable(chat)
    chat.write("I am here again")
    assert not unreachable(chat)


def test_who_lets_the_bot_in_again_is_written_to_again(chat: TelegramChat) -> None:
    chat.write("Hello")
    chat.take(chat.person.block(), chat.person.unblock())
    assert not unreachable(chat)


def test_a_press_is_the_answer_of_its_button_and_the_keyboard_shows_it(chat: TelegramChat) -> None:
    chat.write("/start")
    chat.press(0)
    (chosen,) = chat.by_person
    assert chosen == chat.said[0].buttons[0]["payload"]
    assert chat.api.called("answerCallbackQuery")
    assert chat.api.called("editMessageReplyMarkup")


@pytest.mark.parametrize("data", ["1:0", "99:0", "1:99", "nonsense", ""])
def test_an_old_button_is_answered_and_does_nothing(chat: TelegramChat, data: str) -> None:
    chat.write("Hello")
    before = len(chat.said)
    shown = chat.pressed(0)
    shown["callback_query"]["data"] = data
    chat.take(shown)
    assert len(chat.said) == before
    (answered,) = chat.api.called("answerCallbackQuery")
    assert answered["text"].startswith("This has been answered")


def test_a_press_that_comes_twice_is_one_answer(chat: TelegramChat) -> None:
    chat.write("/start")
    update = chat.pressed(0)
    chat.take(update, update)
    assert len(chat.by_person) == 1


MANY = Draft(
    author=Author.BOT,
    text="What would you want?",
    language="en",
    choice="many",
    buttons=(
        Button("job", '/inform{"goals": "job"}'),
        Button("study", '/inform{"goals": "study"}'),
        Button("money", '/inform{"goals": "money"}'),
        Button("Done", "/inform"),
    ),
)


@pytest.mark.parametrize("at_once", [False, True])
def test_ticks_live_in_the_keyboard_also_when_they_come_faster_than_it_changes(
    chat: TelegramChat, at_once: bool
) -> None:
    chat.write("/start")
    _offer(chat, MANY)
    ticks = [chat.pressed(0), chat.pressed(2), chat.pressed(3)]
    chat.take(*ticks, at_once=at_once)
    assert chat.by_person == ['/inform{"goals": ["job", "money"]}']


def test_a_tick_alone_sends_nothing(chat: TelegramChat) -> None:
    chat.write("/start")
    _offer(chat, MANY)
    chat.press(1)
    (edited,) = chat.api.called("editMessageReplyMarkup")
    rows = json.loads(edited["reply_markup"])["inline_keyboard"]
    assert [row[0]["text"] for row in rows] == ["job", "✓ study", "money", "Done"]
    assert chat.by_person == []


def test_another_chat_is_another_conversation(chat: TelegramChat) -> None:
    chat.write("Hello")
    other = TelegramPerson(chat.api, 7002, "fi")
    chat.take(other.write_update("Moi"))
    with chat.world.database.read() as session:
        assert {row.language for row in session.query(Conversation)} == {"en", "fi"}
