"""The counsellors' work: each verb is one transaction, fenced by who holds the conversation."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session

from bot import privacy, store
from bot.cases import Case, InboxRow, read_case, read_ended, read_inbox
from bot.conversation import Author, Draft, Holder, Message, Payloads
from bot.effects import open_handoff
from bot.feed import COUNSELLOR_TYPES, DESK, Feed
from bot.models import Conversation, Note
from dialogues.conversation.texts import Texts
from dialogues.engine import Button
from knowledge.database import Database

Also = Callable[[Session], None]
"""What the caller stores in the transaction of a verb: its trace stands or falls with the action."""


def nothing_more(session: Session) -> None:
    """The default of every verb."""


class DeskRefusal(Exception):  # noqa: N818
    """The desk may not do this now; nothing was changed."""


class HeldBy(DeskRefusal):
    """Somebody was first: `name` holds the conversation, under the staff id `staff_id`."""

    def __init__(self, name: str, staff_id: str) -> None:
        super().__init__(f"{name} holds the conversation")
        self.name = name
        self.staff_id = staff_id


class NotWaiting(DeskRefusal):
    """The person no longer waits for a human."""


class NotHolder(DeskRefusal):
    """Only who holds the conversation may do this; `name` is who does, None for nobody at the desk."""

    def __init__(self, name: str | None) -> None:
        super().__init__("only who holds the conversation may do this")
        self.name = name


@dataclass(frozen=True, slots=True)
class Desk:
    """All verbs raise store.NotFound for an unknown conversation."""

    database: Database
    texts: Texts
    payloads: Payloads
    feed: Feed
    clock: Callable[[], datetime]

    def inbox(self) -> tuple[InboxRow, ...]:
        """Who waits, the most urgent and then the longest waiting first; after them who is being served."""
        with self.database.read() as session:
            return read_inbox(session)

    def ended(self, limit: int = 100) -> tuple[InboxRow, ...]:
        """What counsellors have closed or handed back, the latest first."""
        with self.database.read() as session:
            return read_ended(session, limit)

    def case(self, conversation_id: str) -> Case:
        """The whole picture of one conversation, without what the person left out."""
        with self.database.read() as session:
            return read_case(session, conversation_id)

    def take_over(self, conversation_id: str, staff_id: str, name: str, also: Also = nothing_more) -> None:
        """Raises HeldBy and NotWaiting. Taking what one holds already changes nothing."""
        with self.database.write() as session:
            waiting = Conversation.holder == Holder.WAITING
            conversation = store.claim(session, conversation_id, waiting)
            if conversation is None:
                self._explain(session, conversation_id, staff_id)
                return
            conversation.holder = Holder.COUNSELLOR
            conversation.holder_id = staff_id
            conversation.holder_name = name
            conversation.waiting_since = None
            handoff = open_handoff(session, conversation_id)
            if handoff is not None:
                handoff.taken_at = self.clock()
            self._tell(session, conversation, "desk.taken", name)
            also(session)
        self._wake(conversation_id)

    def say(
        self, conversation_id: str, staff_id: str, text: str, client_id: str, also: Also = nothing_more
    ) -> Message:
        """The same `client_id` again: the same message. Raises NotHolder."""
        with self.database.write() as session:
            conversation = self._held(session, conversation_id, staff_id)
            earlier = store.said_before(session, conversation_id, client_id)
            if earlier is not None:
                return store.message(earlier)
            draft = Draft(
                author=Author.COUNSELLOR,
                name=conversation.holder_name,
                text=self._masked(text, conversation.language),
                language=conversation.language,
                client_id=client_id,
                staff_id=staff_id,
            )
            (message,) = store.append(session, conversation, [draft], self.clock())
            also(session)
        self._wake(conversation_id)
        return message

    def typing(self, conversation_id: str) -> None:
        """Tells the person that the counsellor is writing."""
        self.feed.wake(conversation_id, COUNSELLOR_TYPES)

    def note(
        self, conversation_id: str, staff_id: str, name: str, text: str, also: Also = nothing_more
    ) -> None:
        """A private note: the person never sees it in the chat."""
        with self.database.write() as session:
            conversation = store.row(session, conversation_id)
            if conversation.handoff_reason is None:
                raise store.NotFound(conversation_id)
            masked = self._masked(text, conversation.language)
            session.add(
                Note(
                    conversation_id=conversation_id,
                    staff_id=staff_id,
                    name=name,
                    text=masked,
                    at=self.clock(),
                )
            )
            also(session)
        self._wake(conversation_id)

    def hand_back(self, conversation_id: str, staff_id: str, also: Also = nothing_more) -> None:
        """The bot speaks again. Raises NotHolder."""
        self._let_go(conversation_id, staff_id, Holder.BOT, "desk.handed_back", also)

    def close(self, conversation_id: str, staff_id: str, also: Also = nothing_more) -> None:
        """Ends it until the person writes again. Raises NotHolder."""
        self._let_go(conversation_id, staff_id, Holder.CLOSED, "desk.closed", also)

    def _let_go(self, conversation_id: str, staff_id: str, holder: Holder, key: str, also: Also) -> None:
        with self.database.write() as session:
            conversation = self._held(session, conversation_id, staff_id)
            name = conversation.holder_name or ""
            conversation.holder = holder
            conversation.holder_id = conversation.holder_name = None
            conversation.urgent = False
            handoff = open_handoff(session, conversation_id)
            if handoff is not None:
                handoff.closed_at = self.clock()
            self._tell(session, conversation, key, name, ("yes", "partly", "no"))
            conversation.let_go_seq = conversation.last_seq
            also(session)
        self._wake(conversation_id)

    def _held(self, session: Session, conversation_id: str, staff_id: str) -> Conversation:
        mine = (Conversation.holder == Holder.COUNSELLOR, Conversation.holder_id == staff_id)
        conversation = store.claim(session, conversation_id, *mine)
        if conversation is None:
            raise NotHolder(store.row(session, conversation_id).holder_name)
        return conversation

    def _explain(self, session: Session, conversation_id: str, staff_id: str) -> None:
        """Why a take-over found nobody waiting."""
        conversation = store.row(session, conversation_id)
        if conversation.holder != Holder.COUNSELLOR:
            raise NotWaiting(conversation_id)
        if conversation.holder_id != staff_id:
            raise HeldBy(conversation.holder_name or "", conversation.holder_id or "")

    def _tell(
        self,
        session: Session,
        conversation: Conversation,
        key: str,
        name: str,
        ratings: tuple[str, ...] = (),
    ) -> None:
        say = partial(self.texts.get, language=conversation.language)
        told = Draft(
            author=Author.SYSTEM,
            name=name,
            text=say(key, name=name),
            language=conversation.language,
            buttons=tuple(Button(say(f"button.{each}"), self.payloads.rating(each)) for each in ratings),
        )
        store.append(session, conversation, [told], self.clock())

    def _masked(self, text: str, language: str) -> str:
        return privacy.mask_identity(text, privacy.markers(self.texts, language))

    def _wake(self, conversation_id: str) -> None:
        self.feed.wake(conversation_id)
        self.feed.wake(DESK)
