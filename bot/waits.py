"""What the service does by itself for who waits: says that nobody has come yet, takes back who was left."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from bot import store
from bot.conversation import Author, Draft, Holder
from bot.duty import read_duty, waiter
from bot.effects import open_handoff
from bot.feed import DESK
from bot.models import Conversation, StoredMessage
from bot.parts import Parts
from bot.presence import states
from bot.transfer import Colleague, mean_for_nobody, record
from dialogues.engine import Button


@dataclass(frozen=True, slots=True)
class Waits:
    """Nobody `untaken` for so long is left without a word, nobody whose counsellor has been gone `silent`."""

    parts: Parts
    untaken: timedelta
    silent: timedelta

    def look_after(self) -> None:
        """Any process may do it at any time: each step is conditional, and happens once."""
        now = self.parts.clock()
        with self.parts.database.read() as session:
            told, back = self._untaken(session, now), self._abandoned(session, now)
        for conversation_id in told:
            self._change(conversation_id, self._tell)
        for conversation_id in back:
            self._change(conversation_id, self._give_back)

    def _untaken(self, session: Session, now: datetime) -> tuple[str, ...]:
        waiting = Conversation.holder == Holder.WAITING, Conversation.waiting_since <= now - self.untaken
        left = [
            each
            for each in session.scalars(select(Conversation).where(*waiting))
            if _is_to_be_told(session, each.id)
        ]
        answers = partial(self.parts.effects.in_hours, read_duty(session, now), now=now)
        return tuple(each.id for each in left if answers(waiter(each, now)))

    def _abandoned(self, session: Session, now: datetime) -> tuple[str, ...]:
        """Held by who has left the desk, and the person has the last word."""
        there = {each.staff_id for each in states(session, now) if each.on_duty}
        silent = select(Conversation).where(*self._held_in_silence(now))
        return tuple(
            each.id
            for each in session.scalars(silent)
            if each.holder_id not in there and _person_wrote_last(session, each)
        )

    def _held_in_silence(self, now: datetime) -> tuple[ColumnElement[bool], ...]:
        return (Conversation.holder == Holder.COUNSELLOR, Conversation.last_message_at <= now - self.silent)

    def _tell(self, session: Session, conversation_id: str, now: datetime) -> bool:
        conversation = store.claim(session, conversation_id, Conversation.holder == Holder.WAITING)
        handoff = open_handoff(session, conversation_id)
        if conversation is None or handoff is None or not _is_to_be_told(session, conversation_id):
            return False
        handoff.person_told_at = now
        if conversation.channel == "web":
            code = self.parts.codes.give(session, conversation)
            self._say(session, conversation, "queue.nobody_yet", now, code=code)
        else:
            self._say(session, conversation, "queue.nobody_yet_here", now)
        return True

    def _give_back(self, session: Session, conversation_id: str, now: datetime) -> bool:
        """The person keeps the wait since their last word."""
        conversation = store.claim(session, conversation_id, *self._held_in_silence(now))
        if conversation is None or not _person_wrote_last(session, conversation):
            return False
        left = Colleague(conversation.holder_id or "", conversation.holder_name or "")
        conversation.holder, conversation.waiting_since = Holder.WAITING, conversation.last_message_at
        conversation.holder_id = conversation.holder_name = None
        mean_for_nobody(conversation)
        record(session, conversation, "returned", left, now)
        self._say(session, conversation, "desk.returned", now, name=left.name)
        return True

    def _say(
        self, session: Session, conversation: Conversation, key: str, now: datetime, **values: str
    ) -> None:
        language, payloads = conversation.language, self.parts.payloads
        meanwhile = {"button.search": payloads.search, "button.cancel_handoff": payloads.cancel}
        say = partial(self.parts.texts.get, language=language)
        buttons = tuple(Button(say(title), payload) for title, payload in meanwhile.items())
        told = Draft(author=Author.SYSTEM, text=say(key, **values), language=language, buttons=buttons)
        store.append(session, conversation, [told], now)

    def _change(self, conversation_id: str, change: Callable[[Session, str, datetime], bool]) -> None:
        try:
            with self.parts.database.write() as session:
                happened = change(session, conversation_id, self.parts.clock())
        except store.NotFound:
            return  # erased meanwhile
        if happened:
            self.parts.feed.wake(conversation_id)
            self.parts.feed.wake(DESK)


def _is_to_be_told(session: Session, conversation_id: str) -> bool:
    """Who asked while the desk was closed knows already, and has the code."""
    handoff = open_handoff(session, conversation_id)
    return handoff is not None and handoff.desk_open and handoff.person_told_at is None


def _person_wrote_last(session: Session, conversation: Conversation) -> bool:
    last = select(StoredMessage.author).where(
        StoredMessage.conversation_id == conversation.id, StoredMessage.seq == conversation.last_seq
    )
    return session.scalar(last) == Author.PERSON.value
