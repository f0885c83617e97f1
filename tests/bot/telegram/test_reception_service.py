"""What the service answers itself in Telegram: codes, deletion, commands while a counsellor speaks."""

import anyio
import pytest

from bot.conversation import Holder
from bot.models import Conversation
from tests.bot.conftest import SUNDAY, World
from tests.bot.telegram.chat import TelegramChat
from tests.support.telegram_person import TelegramPerson


def held(chat: TelegramChat) -> None:
    chat.write("/start")
    _change(chat, holder=Holder.COUNSELLOR.value, holder_name="Maija")


def _change(chat: TelegramChat, **values: object) -> None:
    with chat.world.database.write() as session:
        row = session.get(Conversation, chat.conversation.id)
        for name, value in values.items():
            setattr(row, name, value)


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
def test_a_code_from_the_web_opens_its_conversation_here(chat: TelegramChat, written: str) -> None:
    begun, code = web_code(chat.world)
    chat.write(written.format(code))
    assert chat.conversation.id == begun
    assert code not in "".join(each.text for each in chat.said)


def test_who_has_a_conversation_here_says_which_one_goes_on(chat: TelegramChat) -> None:
    chat.write("Hello")
    here = chat.conversation.id
    begun, code = web_code(chat.world)
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
    chat.write("/start")
    chat.write("/code 123 456")
    assert chat.last.startswith("Check the code")


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


def test_who_waits_is_told_that_the_answer_comes_here_and_needs_no_code(chat: TelegramChat) -> None:
    chat.world.clock.now = SUNDAY
    chat.write("/human")
    assert any("The answer comes here" in each.text for each in chat.said)
    assert not any("[[code" in each.text for each in chat.said)


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("/delete", "nothing is stored"),
        ("/code", "nothing is stored"),
        ("/code 123 456", "Check the code"),
        ("/privacy", "In Telegram you delete the chat yourself"),
    ],
)
def test_who_has_no_conversation_begins_none_by_asking_what_is_stored(
    chat: TelegramChat, command: str, told: str
) -> None:
    chat.write(command)
    (shown,) = chat.person.seen
    assert told in shown.text
    assert (chat.conversation, chat.said) == (None, [])


def test_who_has_no_conversation_is_answered_in_the_language_of_the_client(chat: TelegramChat) -> None:
    TelegramPerson(chat.api, 7003, "sv").write("/delete")
    chat.take(chat.api.pending.pop())
    (shown,) = chat.api.shown(7003)
    assert "inget är sparat" in shown.text


@pytest.mark.parametrize("command", ["/menu", "/back", "/skip", "/restart", "/start"])
def test_where_there_is_nothing_to_go_back_to_the_conversation_begins(
    chat: TelegramChat, command: str
) -> None:
    chat.write(command)
    assert [each.text for each in chat.said] == ["Hello, I am a bot."]


def test_asking_for_a_person_begins_and_asks(chat: TelegramChat) -> None:
    chat.write("/human")
    assert chat.by_person == ["/ask_human"]


def test_a_language_that_is_named_at_first_is_that_of_the_beginning(chat: TelegramChat) -> None:
    chat.write("/language sv")
    assert (chat.conversation.language, chat.by_person) == ("sv", [])
