"""Whatever counsellors, a person and the bot do in whatever order: one speaks at a time, nothing is lost."""

import asyncio
import contextlib
from collections.abc import Callable
from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.conversation import Author, Holder, Inbound
from bot.desk import DeskRefusal
from bot.person import HeldByCounsellor, NotWaiting
from knowledge.database import Database
from tests.bot.conftest import World

STAFF = {"1": "Aino", "2": "Bo"}
DESK_VERBS = ("take_over", "say", "hand_back", "close")

steps = st.one_of(
    st.tuples(st.sampled_from(DESK_VERBS), st.sampled_from(sorted(STAFF))),
    st.tuples(st.sampled_from(("write", "ask", "cancel", "again")), st.just("")),
    st.tuples(st.just("meanwhile"), st.tuples(st.sampled_from(DESK_VERBS), st.sampled_from(sorted(STAFF)))),
)


class Story:
    """Plays steps and remembers what was accepted."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.accepted: list[str] = []
        self.id = asyncio.run(world.runtime.start("en")).id

    def play(self, step: tuple[str, object]) -> None:
        verb, argument = step
        if verb == "meanwhile":
            self.world.engine.meanwhile = lambda: self.at_desk(*argument)  # type: ignore[misc]
            self.write(str(uuid4()))
        elif verb in DESK_VERBS:
            self.at_desk(verb, str(argument))
        elif verb == "write":
            self.write(str(uuid4()))
        elif verb == "again" and self.accepted:
            self.write(self.accepted[-1])
        elif verb in ("ask", "cancel"):
            self.queue(self.world.person.ask_for_person if verb == "ask" else self.world.person.cancel)

    def write(self, client_id: str) -> None:
        inbound = Inbound(self.id, client_id, text=f"words {client_id}")
        answer = asyncio.run(self.world.runtime.receive(inbound))
        assert answer.messages[0].client_id == client_id
        if client_id not in self.accepted:
            self.accepted.append(client_id)

    def queue(self, verb: Callable[[str], object]) -> None:
        with contextlib.suppress(HeldByCounsellor, NotWaiting):
            verb(self.id)

    def at_desk(self, verb: str, staff_id: str) -> None:
        desk = self.world.desk
        before = self.world.person.standing(self.id).conversation
        try:
            if verb == "take_over":
                desk.take_over(self.id, staff_id, STAFF[staff_id])
            elif verb == "say":
                client_id = str(uuid4())
                desk.say(self.id, staff_id, "from the desk", client_id)
                self.accepted.append(client_id)
            else:
                getattr(desk, verb)(self.id, staff_id)
        except DeskRefusal:
            assert self.world.person.standing(self.id).conversation == before

    def check(self) -> None:
        standing, messages = self.world.person.news(self.id)
        assert [message.seq for message in messages] == list(range(1, len(messages) + 1))
        kept = [message.client_id for message in messages if message.client_id]
        assert sorted(kept) == sorted(self.accepted)
        holder: str | None = None
        for message in messages:
            if message.author is Author.SYSTEM and message.name:
                holder = message.name if "answers you now" in message.text else None
            if message.author is Author.BOT:
                assert holder is None, "the bot spoke while a counsellor held"
            if message.author is Author.COUNSELLOR:
                assert message.name == holder, "somebody else than the holder spoke"
        held = standing.conversation.holder is Holder.COUNSELLOR
        assert standing.conversation.counsellor == (holder if held else None)
        assert held == (holder is not None)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(played=st.lists(steps, min_size=4, max_size=14))
def test_one_speaks_at_a_time_and_nothing_accepted_is_lost(
    database: Database, played: list[tuple[str, object]]
) -> None:
    story = Story(World(database))
    for step in played:
        story.play(step)
    story.check()
