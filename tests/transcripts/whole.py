"""Plays a transcript through the whole turn: danger before the engine, other languages and queue after."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path

import bot
from bot.city import Cities
from bot.conversation import Answer, Author, Inbound, Message, Payloads
from bot.effects import Effects
from bot.feed import Feed
from bot.keys import ResumeCodes
from bot.metrics import Metrics
from bot.opening_hours import OpeningHours
from bot.parts import Parts
from bot.pause import Pauses
from bot.runtime import Runtime
from dialogues.conversation.texts import Texts
from dialogues.conversation.titles import title_of_payload
from dialogues.understanding.language_offers import LanguageOffers
from dialogues.understanding.safety import Safety
from knowledge.database import Base, Database
from tests.knowledge.shipped import names
from tests.transcripts.player import PROJECT, UnknownButtonError, engine, merged, shown

MONDAY_NOON = datetime(2026, 11, 23, 10, tzinfo=UTC)


@cache
def safety() -> Safety:
    return Safety.read(PROJECT / "safety")


@cache
def offers() -> LanguageOffers:
    return LanguageOffers.load()


def runtime(folder: Path, offered: Sequence[str] | None = None) -> Runtime:
    """As an installation has it, with an empty database in `folder`; it is always shortly after noon."""
    database = Database(f"sqlite:///{folder / 'whole.db'}")
    Base.metadata.create_all(database.engine)
    texts, words, payloads = Texts.load(Path(bot.__file__).parent / "texts"), Texts.load(), Payloads()
    codes = ResumeCodes(b"a secret of the tests")
    cities = Cities.alone(OpeningHours.parse("Mon-Fri 9-15", "Europe/Helsinki"))
    pauses, moments = Pauses(database), count()
    return Runtime(
        Parts(
            database=database,
            engine=engine(),
            texts=texts,
            feed=Feed(),
            effects=Effects(texts, payloads, cities, codes, pauses),
            pauses=pauses,
            codes=codes,
            payloads=payloads,
            metrics=Metrics(),
            languages=offered or texts.languages,
            signs_of_danger=safety().signs_of_danger,
            offer_language=offers().offer,
            payload_title=lambda payload, language: title_of_payload(payload, language, words, names()),
            clock=lambda: MONDAY_NOON + timedelta(seconds=next(moments)),
        )
    )


class WholePlayer:
    """One conversation, as the lines of a transcript; `! waiting` tells who holds it from then on."""

    def __init__(self, runtime: Runtime, language: str, municipality: str | None = None) -> None:
        self._runtime = runtime
        started = asyncio.run(runtime.start(language, municipality))
        self._id, self._holder, self._turn = started.id, "bot", 0
        self._said: Sequence[Message] = ()
        self.opening = self._lines(started.answer)

    def play(self, line: str) -> list[str]:
        """What follows from `> typed words`, or from `[A]` or `[A] + [B]` pressed."""
        self._turn += 1
        typed = line.removeprefix("> ") if line.startswith("> ") else ""
        payload = None if typed else self._payload(line)
        inbound = Inbound(
            conversation_id=self._id, text=typed, payload=payload, client_id=f"turn {self._turn}"
        )
        return self._lines(asyncio.run(self._runtime.receive(inbound)))

    def _payload(self, line: str) -> str:
        titles = [title.strip().removeprefix("[").removesuffix("]") for title in line.split(" + ")]
        offered = {button.title: button for said in self._said for button in said.buttons}
        unknown = [title for title in titles if title not in offered]
        if unknown:
            raise UnknownButtonError(f"{unknown} not among {list(offered)}")
        return merged([offered[title] for title in titles])

    def _lines(self, answer: Answer) -> list[str]:
        replies = [message for message in answer.messages if message.author is not Author.PERSON]
        self._said = replies or self._said
        changed = [f"! {answer.holder.value}"] if answer.holder != self._holder else []
        self._holder = answer.holder
        return [line for said in replies for line in shown(said)] + changed
