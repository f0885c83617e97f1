"""What the desk keeps on a conversation for itself: notes, mentions, tags, follow-ups, an interpreter."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.orm import Session

from bot import privacy, store
from bot.conversation import Holder
from bot.desk_models import FollowUp, Mention, Tag
from bot.feed import DESK, Feed
from bot.here import who_has_left
from bot.models import Conversation, Note
from bot.store import Also, nothing_more
from bot.transfer import Colleague, record, teams_of
from dialogues.conversation.texts import Texts
from knowledge.database import Database

MOST_TAGS: Final = 12
SUGGESTED: Final = 40


class TooManyTags(Exception):  # noqa: N818
    """The conversation has as many tags as it may have."""


@dataclass(frozen=True, slots=True)
class StaffMarks:
    """What concerns one member of the staff, by conversation.

    `mentioned`: a colleague's note names them; `unseen`: and they have not opened it since. `due`: since
    when a follow-up of theirs is due. `teams` are those they are in. `left` are all who wait and have gone
    from their page; `quiet` what they hold and where nobody has written for long.
    """

    mentioned: frozenset[str]
    unseen: frozenset[str]
    due: Mapping[str, datetime]
    teams: frozenset[str]
    left: frozenset[str] = frozenset()
    quiet: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Marks:
    """All verbs raise store.NotFound for what the desk may not see."""

    database: Database
    texts: Texts
    feed: Feed
    clock: Callable[[], datetime]
    silent: timedelta

    def note(
        self,
        conversation_id: str,
        by: Colleague,
        text: str,
        also: Also = nothing_more,
        mentioned: Collection[str] = (),
    ) -> None:
        """A private note: the person never sees it in the chat. `mentioned` are staff ids."""
        with self.database.write() as session:
            conversation = at_desk(session, conversation_id)
            markers = privacy.markers(self.texts, conversation.language)
            note = Note(
                conversation_id=conversation_id,
                staff_id=by.id,
                name=by.name,
                text=privacy.mask_identity(text, markers),
                at=self.clock(),
            )
            session.add(note)
            session.flush()
            session.add_all(
                Mention(note_id=note.id, staff_id=each, conversation_id=conversation_id)
                for each in set(mentioned)
            )
            also(session)
        self._wake(conversation_id)

    def tag(self, conversation_id: str, name: str, also: Also = nothing_more) -> None:
        """The same tag again changes nothing. `name` is one line. Raises TooManyTags."""
        with self.database.write() as session:
            conversation = at_desk(session, conversation_id)
            word = privacy.mask(name, privacy.markers(self.texts, conversation.language))[:40]
            if session.get(Tag, (conversation_id, word)) is not None:
                return
            if len(tags_of(session, [conversation_id]).get(conversation_id, ())) >= MOST_TAGS:
                raise TooManyTags(conversation_id)
            session.add(Tag(conversation_id=conversation_id, name=word, at=self.clock()))
            also(session)
        self._wake(conversation_id)

    def untag(self, conversation_id: str, name: str, also: Also = nothing_more) -> None:
        with self.database.write() as session:
            at_desk(session, conversation_id)
            tag = session.get(Tag, (conversation_id, name))
            if tag is None:
                return
            session.delete(tag)
            also(session)
        self._wake(conversation_id)

    def used_tags(self) -> tuple[str, ...]:
        """Those in use, the most used first."""
        often = func.count().desc()
        with self.database.read() as session:
            return tuple(
                session.scalars(
                    select(Tag.name).group_by(Tag.name).order_by(often, Tag.name).limit(SUGGESTED)
                )
            )

    def follow_up(
        self, conversation_id: str, staff_id: str, due_at: datetime | None, also: Also = nothing_more
    ) -> None:
        """When the conversation comes back to this counsellor's list; None takes that off."""
        with self.database.write() as session:
            at_desk(session, conversation_id)
            known = session.get(FollowUp, (conversation_id, staff_id))
            if known is not None and due_at is None:
                session.delete(known)
            elif known is not None and due_at is not None:
                known.due_at = due_at
            elif due_at is not None:
                session.add(FollowUp(conversation_id=conversation_id, staff_id=staff_id, due_at=due_at))
            also(session)
        self._wake(conversation_id)

    def interpreter(
        self, conversation_id: str, by: Colleague, language: str | None, also: Also = nothing_more
    ) -> None:
        """Which language an interpreter is needed for; None for no interpreter."""
        with self.database.write() as session:
            conversation = at_desk(session, conversation_id)
            if conversation.interpreter == language:
                return
            conversation.interpreter = language
            record(session, conversation, "interpreter", by, self.clock(), language)
            also(session)
        self._wake(conversation_id)

    def of_staff(self, staff_id: str) -> StaffMarks:
        with self.database.read() as session:
            return staff_marks(session, staff_id, self.clock(), self.silent)

    def mention_seen(self, conversation_id: str, staff_id: str) -> None:
        """The mentioned one has opened the conversation."""
        unseen = (Mention.conversation_id == conversation_id, Mention.staff_id == staff_id)
        with self.database.write() as session:
            session.execute(
                update(Mention).where(*unseen, Mention.seen_at.is_(None)).values(seen_at=self.clock())
            )
        self.feed.wake(DESK)

    def _wake(self, conversation_id: str) -> None:
        self.feed.wake(conversation_id)
        self.feed.wake(DESK)


def at_desk(session: Session, conversation_id: str) -> Conversation:
    """The row, held for this transaction. Raises store.NotFound for what was never handed off."""
    conversation = store.claimed(session, conversation_id)
    if conversation.handoff_reason is None:
        raise store.NotFound(conversation_id)
    return conversation


def tags_of(session: Session, conversations: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Conversation -> its tags, in the order of the alphabet."""
    found: dict[str, tuple[str, ...]] = {}
    chosen = select(Tag).where(Tag.conversation_id.in_(conversations)).order_by(Tag.name)
    for tag in session.scalars(chosen):
        found[tag.conversation_id] = (*found.get(tag.conversation_id, ()), tag.name)
    return found


def forget_marks(session: Session, conversation: Conversation) -> None:
    """Of an earlier hand-off: they may tell what the person leaves out now."""
    conversation.interpreter = None
    session.execute(delete(Tag).where(Tag.conversation_id == conversation.id))


def staff_marks(session: Session, staff_id: str, now: datetime, silent: timedelta) -> StaffMarks:
    mine = Mention.staff_id == staff_id
    due = select(FollowUp.conversation_id, FollowUp.due_at).where(
        FollowUp.staff_id == staff_id, FollowUp.due_at <= now
    )
    return StaffMarks(
        mentioned=frozenset(session.scalars(select(Mention.conversation_id).where(mine))),
        unseen=frozenset(
            session.scalars(select(Mention.conversation_id).where(mine, Mention.seen_at.is_(None)))
        ),
        due={row.conversation_id: row.due_at for row in session.execute(due)},
        teams=frozenset(session.scalars(teams_of(staff_id))),
        left=who_has_left(session, now),
        quiet=frozenset(session.scalars(_held_in_silence(staff_id, now - silent))),
    )


def _held_in_silence(staff_id: str, since: datetime) -> Select[str]:
    held = Conversation.holder == Holder.COUNSELLOR, Conversation.holder_id == staff_id
    return select(Conversation.id).where(*held, Conversation.last_message_at <= since)
