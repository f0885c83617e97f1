"""A person in Telegram and a counsellor whose desk runs in another process: everything as on the web."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import bot
from bot.city import Cities
from bot.conversation import Payloads
from bot.desk import Desk
from bot.feed import Feed
from bot.opening_hours import OpeningHours
from dialogues.conversation.texts import Texts
from knowledge.database import Database
from tests.support.service import service
from tests.support.telegram_api import TOKEN, TelegramApi, telegram_api
from tests.support.telegram_faults import BLOCKED
from tests.support.telegram_person import TelegramPerson

AINO = ("1", "Aino")


def desk_beside(folder: Path) -> Desk:
    """Of another process: its wake-ups reach nobody here."""
    return Desk(
        Database(f"sqlite:///{folder / 'osaamo.db'}"),
        Texts.load(Path(bot.__file__).parent / "texts"),
        Payloads(),
        Feed(),
        lambda: datetime.now(UTC),
        Cities.alone(OpeningHours.parse("Mon-Sun 0-24", "Europe/Helsinki")),
    )


def until(holds: Callable[[], object]) -> None:
    end = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


def told(api: TelegramApi, me: TelegramPerson, does: Callable[[], object]) -> str:
    """What the person is told next, as soon as the last of it is there."""
    before = len(me.seen)
    does()
    api.wait(lambda: len(me.seen) > before)
    time.sleep(0.3)
    return me.last.text


def test_from_the_hand_off_over_blocking_to_the_deletion(tmp_path: Path) -> None:
    with telegram_api() as api:
        me = TelegramPerson(api, language="en")
        settings = {"OSAAMO_TELEGRAM_TOKEN": TOKEN, "OSAAMO_TELEGRAM_API_URL": api.url}
        with service(tmp_path, settings):
            desk = desk_beside(tmp_path)
            assert "guidance bot" in told(api, me, lambda: me.write("/start"))
            assert "counsellor" in told(api, me, lambda: me.write("/human"))
            told(api, me, lambda: me.press(me.last.titles[0]))
            case = desk.inbox()[0].id

            assert "Aino answers you now" in told(api, me, lambda: desk.take_over(case, *AINO))
            said = told(api, me, lambda: desk.say(case, AINO[0], "Hello <b> & welcome.", "one"))
            assert said == "Aino · Counsellor\n\nHello <b> & welcome."
            until(lambda: desk.case(case).delivered == desk.case(case).messages[-1].seq)

            api.fail("sendMessage", BLOCKED, chat=me.chat)
            desk.say(case, AINO[0], "Are you there?", "two")
            until(lambda: desk.case(case).unreachable)
            assert desk.case(case).delivered < desk.case(case).messages[-1].seq
            assert told(api, me, lambda: me.write("Yes")).endswith("Are you there?")
            assert desk.case(case).unreachable is None

            assert "Did it help you?" in told(api, me, lambda: desk.hand_back(case, AINO[0]))
            told(api, me, lambda: me.press("Yes"))
            assert desk.case(case).feedback[0].rating == "yes"
            told(api, me, lambda: me.write("/delete"))
            assert "Deleted on" in told(api, me, lambda: me.press(me.last.titles[0]))
            assert desk.ended() == ()
            desk.database.close()
