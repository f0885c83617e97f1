"""A conversation in which counsellors, a coordinator, the person and the bot act, and what must hold."""

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from bot import store
from bot.conversation import Author, Holder, Inbound, Message
from bot.desk import DeskRefusal
from bot.desk_models import DeskStep
from bot.models import Conversation
from bot.person import HeldByCounsellor, NotWaiting
from bot.transfer import Colleague, Receiver
from tests.bot.conftest import World

STAFF = {"1": Colleague("1", "Aino"), "2": Colleague("2", "Bo")}
COORDINATOR = Colleague("3", "Cleo")
DESK_VERBS = ("take_over", "say", "transfer", "take_back", "assign", "hand_back", "close", "note")
PERSON_VERBS = ("write", "again", "ask", "cancel")


@dataclass
class Story:
    """`accepted` are the messages that were accepted, by their client ids, in order."""

    world: World
    accepted: list[str] = field(default_factory=list)
    id: str = ""

    def __post_init__(self) -> None:
        self.id = self.id or asyncio.run(self.world.runtime.start("en")).id

    def at_desk(self, verb: str, staff_id: str, *, alone: bool = True) -> bool:
        """Whether it was allowed. `alone`, the rules tell that before, and a refusal has changed nothing."""
        before = self.everything() if alone else None
        try:
            self._do(verb, STAFF[staff_id], STAFF["2" if staff_id == "1" else "1"])
            done = True
        except (DeskRefusal, store.NotFound):
            done = False
        if before is not None:
            assert done == allowed(verb, staff_id, before[0]), f"{verb} by {staff_id}"
            assert done or self.everything() == before, f"a refused {verb} changed something"
        return done

    def _do(self, verb: str, me: Colleague, other: Colleague) -> None:
        desk = self.world.desk
        match verb:
            case "take_over":
                desk.take_over(self.id, me.id, me.name)
            case "say":
                client_id = str(uuid4())
                desk.say(self.id, me.id, "from the desk", client_id)
                self.accepted.append(client_id)
            case "transfer":
                desk.transfer(self.id, me, Receiver("counsellor", other.id, other.name), "knows more")
            case "take_back":
                desk.take_back(self.id, me)
            case "assign":
                desk.assign(self.id, COORDINATOR, me)
            case "note":
                desk.marks.note(self.id, me, "a note", mentioned=[other.id])
            case "hand_back":
                desk.hand_back(self.id, me.id)
            case "close":
                desk.close(self.id, me.id)

    def by_person(self, verb: str) -> None:
        match verb:
            case "write":
                self.write(str(uuid4()))
            case "again" if self.accepted:
                self.write(self.accepted[-1])
            case "ask":
                self._queue(self.world.person.ask_for_person)
            case "cancel":
                self._queue(self.world.person.cancel)

    def write(self, client_id: str) -> None:
        inbound = Inbound(self.id, client_id, text=f"words {client_id}")
        answer = asyncio.run(self.world.runtime.receive(inbound))
        assert answer.messages[0].client_id == client_id
        if client_id not in self.accepted:
            self.accepted.append(client_id)

    def _queue(self, verb: Callable[[str], object]) -> None:
        with contextlib.suppress(HeldByCounsellor, NotWaiting):
            verb(self.id)

    def everything(self) -> tuple[dict[str, Any], object, object]:
        """All that a verb of the desk could change."""
        with self.world.database.read() as session:
            conversation = session.get_one(Conversation, self.id)
            row = {name: value for name, value in vars(conversation).items() if not name.startswith("_")}
            steps = session.scalars(select(DeskStep.id).where(DeskStep.conversation_id == self.id)).all()
            return row, store.messages(session, self.id), tuple(steps)

    def check(self, *, in_order: bool = True) -> None:
        """One speaks at a time; nothing accepted is lost, doubled or out of order."""
        standing, messages = self.world.person.news(self.id)
        assert [message.seq for message in messages] == list(range(1, len(messages) + 1))
        kept = [message.client_id for message in messages if message.client_id]
        assert (kept if in_order else sorted(kept)) == (self.accepted if in_order else sorted(self.accepted))
        holder = self._holder_after(messages)
        held = standing.conversation.holder is Holder.COUNSELLOR
        assert standing.conversation.counsellor == (holder if held else None)
        assert held == (holder is not None)

    def _holder_after(self, messages: tuple[Message, ...]) -> str | None:
        """Who holds after the last message, as the person was told; each spoke only while they held."""
        holder: str | None = None
        for message in messages:
            if message.author is Author.SYSTEM and message.name:
                holder = message.name if "answers you now" in message.text else None
            if message.author is Author.BOT:
                assert holder is None, "the bot spoke while a counsellor held"
            if message.author is Author.COUNSELLOR:
                speaker = STAFF[message.staff_id or ""].name
                assert message.name == speaker == holder, "somebody else than the holder spoke"
        return holder


def allowed(verb: str, staff_id: str, row: dict[str, Any]) -> bool:
    """The rules of the desk, said once more without a database."""
    waits: bool = row["holder"] == Holder.WAITING
    held: bool = row["holder"] == Holder.COUNSELLOR
    mine: bool = held and row["holder_id"] == staff_id
    match verb:
        case "take_over":
            return mine or (waits and row["meant_for"] in (None, staff_id))
        case "take_back":
            return mine or (waits and row["passed_by"] == staff_id)
        case "assign":
            return waits or held
        case "note":
            return row["handoff_reason"] is not None
        case _:
            return mine
