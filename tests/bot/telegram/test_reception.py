"""What each update of Telegram comes to: every command, every kind of thing that can be sent."""

import json
from collections.abc import Iterator
from typing import Any

import anyio
import pytest

from bot import store
from bot.channels.delivery_models import DeliveryRow
from bot.conversation import Author, Draft, Holder
from bot.models import Conversation
from bot.telegram.commands import PAYLOADS
from dialogues.engine import Button
from knowledge.database import Database
from tests.bot.conftest import SUNDAY, World
from tests.bot.telegram.chat import ABOUT, TelegramChat
from tests.support.telegram_api import BOT, TelegramApi, telegram_api
from tests.support.telegram_person import TelegramPerson

WELCOME = "Hello, I am a bot."


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    """One is enough: what differs between the two is tried at the door."""
    return sqlite_database


@pytest.fixture(scope="module")
def served() -> Iterator[TelegramApi]:
    with telegram_api() as running:
        yield running


@pytest.fixture
def chat(world: World, served: TelegramApi) -> TelegramChat:
    served.sent.clear()
    served.calls.clear()
    served.left.clear()
    return TelegramChat(world, served)


def held(chat: TelegramChat) -> None:
    chat.write("/start")
    _change(chat, holder=Holder.COUNSELLOR.value, holder_name="Maija")


def _change(chat: TelegramChat, **values: object) -> None:
    with chat.world.database.write() as session:
        row = session.get(Conversation, chat.conversation.id)
        for name, value in values.items():
            setattr(row, name, value)


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
    chat.write("/privacy")
    assert "Telegram" in chat.last
    assert chat.last.endswith(f"\n\n{ABOUT}"), "and leads to the page that tells all of it"
    assert chat.by_person == []


def test_deleting_asks_once_and_says_what_was_deleted(chat: TelegramChat) -> None:
    chat.write("Hello")
    chat.write("/delete")
    chat.press(0)
    assert chat.conversation is None
    assert chat.said == []
    assert chat.person.last.text != ""


def test_a_press_that_deleted_is_told_again_when_it_comes_again(chat: TelegramChat) -> None:
    chat.write("Hello")
    chat.write("/delete")
    press = chat.pressed(0)
    chat.take(press)
    told = len(chat.person.seen)
    chat.take(press)
    assert (len(chat.person.seen), chat.said) == (told + 1, [])


def test_a_code_is_given(chat: TelegramChat) -> None:
    chat.write("Hello")
    chat.write("/code")
    assert "[[code" in chat.last  # where it is shown the code stands, in the rows it does not


def web_code(world: World) -> tuple[str, str]:
    """The id of a conversation on the web, and its code."""
    started = anyio.run(world.runtime.start, "en")
    told = world.person.give_code(started.id).messages[-1].text
    return started.id, "".join(filter(str.isdigit, told))


@pytest.mark.parametrize("written", ["{}", "/start {}", "/code {}"])
def test_a_code_from_the_web_opens_its_conversation_here(
    chat: TelegramChat, world: World, written: str
) -> None:
    begun, code = web_code(world)
    chat.write(written.format(code))
    assert chat.conversation.id == begun
    assert code not in "".join(each.text for each in chat.said)


def test_who_has_a_conversation_here_says_which_one_goes_on(chat: TelegramChat, world: World) -> None:
    chat.write("Hello")
    here = chat.conversation.id
    begun, code = web_code(world)
    chat.write(code)
    assert chat.conversation.id == here
    asked = chat.person.last
    keep, instead = (button["callback_data"] for button in asked.buttons)
    chat.take(chat.person.callback_update(asked, keep))
    assert chat.conversation.id == here
    assert chat.person.last.buttons == []
    chat.take(chat.person.callback_update(asked, instead))
    assert chat.conversation.id == begun
    assert "Your earlier conversation is kept" in chat.person.last.text


def test_a_wrong_code_is_told(chat: TelegramChat) -> None:
    chat.write("/code 123 456")
    assert chat.last.startswith("Check the code")


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


@pytest.mark.parametrize("command", ["/menu", "/help", "/back", "/skip", "/restart", "/human"])
def test_while_a_counsellor_speaks_the_service_says_so(chat: TelegramChat, command: str) -> None:
    held(chat)
    chat.write(command)
    assert chat.last.startswith("A counsellor answers you now")
    assert chat.by_person == []


def test_the_language_can_be_chosen_while_a_counsellor_speaks(chat: TelegramChat) -> None:
    held(chat)
    chat.write("/language")
    offered = [button["payload"] for button in chat.said[-1].buttons]
    chat.press(offered.index('/set_language{"language": "sv"}'))
    assert (chat.conversation.language, chat.by_person) == ("sv", [])


def test_words_reach_the_counsellor_and_deleting_works_all_the_same(chat: TelegramChat) -> None:
    held(chat)
    chat.write("Hello Maija")
    assert chat.by_person == ["Hello Maija"]
    chat.write("/delete")
    chat.press(0)
    assert chat.conversation is None


def test_another_chat_is_another_conversation(chat: TelegramChat) -> None:
    chat.write("Hello")
    other = TelegramPerson(chat.api, 7002, "fi")
    chat.take(other.write_update("Moi"))
    with chat.world.database.read() as session:
        assert {row.language for row in session.query(Conversation)} == {"en", "fi"}


def test_who_waits_is_told_that_the_answer_comes_here_and_needs_no_code(
    chat: TelegramChat, world: World
) -> None:
    world.clock.now = SUNDAY
    chat.write("/human")
    assert any("The answer comes here" in each.text for each in chat.said)
    assert not any("[[code" in each.text for each in chat.said)
