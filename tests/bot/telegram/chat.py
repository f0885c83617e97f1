"""One person's chat with the bot: their updates go through the reception, Telegram is the tests' own."""

import asyncio
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select

import bot.web
import dialogues
from bot.channels.door import Door
from bot.channels.place import Places
from bot.channels.plain import Plain
from bot.conversation import Author
from bot.models import Conversation, StoredMessage
from bot.telegram.boards import Boards
from bot.telegram.codes import CodeDesk
from bot.telegram.connection import Line
from bot.telegram.errands import Errands
from bot.telegram.intake import Intake
from bot.telegram.orders import Orders
from bot.telegram.reception import Reception
from bot.telegram.sending import TelegramChannel
from bot.telegram.typing import Typing
from dialogues.conversation.texts import Texts
from dialogues.conversation.titles import check_pressed
from dialogues.project.reading import load_project
from tests.bot.conftest import World
from tests.support.telegram_api import TOKEN, Shown, TelegramApi
from tests.support.telegram_person import TelegramPerson

PRESSED = partial(check_pressed, project=load_project(Path(dialogues.__file__).parent))
ABOUT = "https://osaamo.example/about-this-service"
PLAIN = Plain(Texts.load(Path(bot.web.__file__).parent / "texts"))


@dataclass
class TelegramChat:
    world: World
    api: TelegramApi
    person: TelegramPerson = field(init=False)

    def __post_init__(self) -> None:
        self.person = TelegramPerson(self.api, language="en")

    def take(self, *updates: dict[str, Any], at_once: bool = False) -> None:
        """Through a reception of its own, as after a restart."""
        asyncio.run(self._take(updates, at_once))

    async def _take(self, updates: tuple[dict[str, Any], ...], at_once: bool) -> None:
        line, errands = Line.to(TOKEN, self.api.url), Errands()
        channel = TelegramChannel(line.bot, PLAIN, errands)
        parts = self.world.parts
        door = Door(
            parts,
            replace(self.world.chat(), check_payload=PRESSED),
            Places.under(parts.codes.secret),
            {"telegram": channel},
            {"telegram": channel.take_away},
        )
        codes = CodeDesk(line.bot, door)
        orders, typing = Orders(door, codes, ABOUT), Typing(line.bot, errands)
        reception = Reception(line.bot, door, codes, orders, errands, Boards(), typing)
        intake = Intake(line.bot, reception.take, self.world.metrics)
        if at_once:
            await asyncio.gather(*(intake.take(each) for each in updates))
        else:
            for each in updates:
                await intake.take(each)
        await errands.rest()
        await line.close()

    def write(self, text: str) -> None:
        self.take(self.person.write_update(text))

    def press(self, index: int, seq: int | None = None) -> None:
        self.take(self.pressed(index, seq))

    def pressed(self, index: int, seq: int | None = None, keyboard: Any = None) -> dict[str, Any]:
        """The update of a press on a button of the message `seq`, of the last one by default."""
        shown = Shown(self.person.chat, 77, "", {}, keyboard, 0)
        return self.person.callback_update(shown, f"{seq or self.said[-1].seq}:{index}")

    @property
    def conversation(self) -> Conversation | None:
        with self.world.database.read() as session:
            return session.scalar(select(Conversation).where(Conversation.channel_key.is_not(None)))

    @property
    def said(self) -> list[StoredMessage]:
        """All that is stored of it, in order."""
        with self.world.database.read() as session:
            return list(session.scalars(select(StoredMessage).order_by(StoredMessage.id)))

    @property
    def last(self) -> str:
        return self.said[-1].text

    @property
    def by_person(self) -> list[str]:
        return [each.payload or each.text for each in self.said if each.author == Author.PERSON]
