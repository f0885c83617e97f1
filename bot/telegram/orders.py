"""What commands and buttons come to: the dialogues answer most, the service itself what must always work."""

import json
from dataclasses import dataclass, replace
from typing import Final

from bot.channels.channel import Arrival
from bot.channels.door import Door
from bot.channels.entry import Entered
from bot.conversation import Holder
from bot.languages import preferred
from bot.telegram.codes import CodeDesk
from bot.telegram.commands import PAYLOADS
from bot.telegram.updates import Command
from dialogues.engine import Button

ERASE: Final = '/delete_conversation{"confirmed": true}'
_SET_LANGUAGE: Final = "/set_language"


@dataclass(frozen=True, slots=True)
class Orders:
    """Raises what the door raises. `about` is the address of the page about the service, "" for none.

    Who has no conversation here begins none by asking what is stored: only by what is to be answered.
    """

    door: Door
    codes: CodeDesk
    about: str = ""

    async def obey(self, command: Command, arrival: Arrival) -> None:
        entered = await self.door.enter(arrival)
        if entered.there is None and entered.seen is None:
            await self._begin(command, arrival)
            return
        match command.name:
            case "start":
                await self._start(command.argument, arrival)
            case "language" if language := self._named(command.argument):
                await self.say(arrival, self._payload(language), entered)
            case "privacy":
                await self.door.tell(arrival, "telegram.privacy", about=self._page())
            case "delete":
                await self._ask_to_delete(arrival)
            case "code" if command.argument:
                await self._open(command.argument, arrival)
            case "code":
                await self.door.give_code(arrival)
            case _:
                await self.say(arrival, PAYLOADS.get(command.name, PAYLOADS["help"]), entered)

    async def _begin(self, command: Command, arrival: Arrival) -> None:
        match command.name:
            case "privacy":
                await self.door.tell_stranger(arrival, "telegram.privacy", about=self._page())
            case "code" if command.argument:
                if not await self.codes.open(arrival, command.argument):
                    await self.door.tell_stranger(arrival, "error.mistyped_code")
            case "delete" | "code":
                await self.door.tell_stranger(arrival, "telegram.nothing_here")
            case "start" | "language" if command.argument:
                await self._start(command.argument, arrival)
            case "start" | "menu" | "back" | "skip" | "restart":
                await self.door.receive(arrival)
            case _:
                await self.say(arrival, PAYLOADS.get(command.name, PAYLOADS["help"]))

    async def say(self, arrival: Arrival, payload: str, entered: Entered | None = None) -> None:
        """A button's words. While a counsellor speaks the bot is silent: then the service answers itself."""
        if payload == ERASE:
            await self.door.erase(arrival)
            return
        entered = entered or await self.door.enter(arrival)
        there = entered.there
        if there is None or there.holder is not Holder.COUNSELLOR:
            await self.door.receive(replace(arrival, payload=payload), entered)
        elif language := _language(payload):
            await self.door.switch(arrival, language)
        elif payload == PAYLOADS["language"]:
            await self.door.tell(arrival, "telegram.choose_language", *self._languages())
        elif payload in PAYLOADS.values():
            await self.door.tell(arrival, "telegram.held")
        else:
            await self.door.receive(replace(arrival, payload=payload))

    async def _start(self, argument: str, arrival: Arrival) -> None:
        """`argument` is that of the link by which the person came: a language, or a conversation's code."""
        language = self._named(argument)
        if any(each.isdecimal() for each in argument):
            await self._open(argument, arrival)
        elif await self.door.there(arrival) is None:
            await self.door.receive(replace(arrival, language=language or arrival.language))
        else:
            await self.say(arrival, self._payload(language) if language else PAYLOADS["start"])

    async def _open(self, code: str, arrival: Arrival) -> None:
        if not await self.codes.open(arrival, code):
            await self.door.tell(arrival, "error.mistyped_code")

    def _page(self) -> str:
        return self.about and f"\n\n{self.about}"

    async def _ask_to_delete(self, arrival: Arrival) -> None:
        there = await self.door.there(arrival)
        language = there.language if there else preferred(arrival.language, self.door.chat.languages)
        yes = Button(self.door.parts.texts.get("telegram.delete_yes", language), ERASE)
        await self.door.tell(arrival, "telegram.delete_ask", yes)

    def _languages(self) -> tuple[Button, ...]:
        texts = self.door.parts.texts
        return tuple(
            Button(texts.name(language), self._payload(language)) for language in self.door.chat.languages
        )

    def _named(self, argument: str) -> str | None:
        """The language, where this service speaks it."""
        wanted = argument.lower().replace("_", "-")
        return wanted if wanted in self.door.chat.languages else None

    def _payload(self, language: str) -> str:
        return self.door.parts.payloads.language(language)


def _language(payload: str) -> str | None:
    """That a payload switches to."""
    intent, brace, values = payload.partition("{")
    if intent != _SET_LANGUAGE or not brace:
        return None
    language = json.loads(brace + values).get("language")
    return language if isinstance(language, str) else None
