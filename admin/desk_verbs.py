"""What a member of the staff does at the desk, each with its trace in the audit log."""

from dataclasses import dataclass, replace
from datetime import datetime

from fastapi import Request
from sqlalchemy.orm import Session

from admin import audit
from admin.colleagues import cities_of, colleagues, mentioned
from admin.inbox import mark_seen
from admin.staff import SignedIn, Staff
from bot import store
from bot.conversation import Holder, Message
from bot.desk import Desk, NotHolder
from bot.incoming import cleaned
from bot.store import Also
from bot.transfer import Colleague, Receiver


@dataclass(frozen=True, slots=True)
class DeskVerbs:
    """Raises bot.desk.DeskRefusal and bot.store.NotFound; texts raise bot.problems.Problem."""

    desk: Desk
    who: Staff

    @property
    def me(self) -> Colleague:
        return Colleague(self.who.id, self.who.name)

    def take_over(self, conversation_id: str) -> None:
        trace = self.trace("take_over", conversation_id)
        self.desk.take_over(conversation_id, self.who.id, self.who.name, trace)

    def say(self, conversation_id: str, text: str, client_id: str) -> Message:
        trace = self.trace("say", conversation_id)
        return self.desk.say(conversation_id, self.who.id, cleaned(text), client_id, trace)

    def note(self, conversation_id: str, text: str) -> None:
        """Colleagues whom the text names with @ are told."""
        with self.desk.database.read() as session:
            near = cities_of(store.row(session, conversation_id))
            named = mentioned(text, colleagues(session, self.who.id, near))
        details = {"mentioned": ", ".join(each.name for each in named)} if named else {}
        trace = self.trace("note", conversation_id, **details)
        ids = [each.id for each in named]
        self.desk.marks.note(conversation_id, self.me, cleaned(text), trace, ids)

    def transfer(self, conversation_id: str, to: Receiver, reason: str) -> None:
        trace = self.trace("transfer", conversation_id, to=to.name)
        self.desk.transfer(conversation_id, self.me, to, cleaned(reason), trace)

    def take_back(self, conversation_id: str) -> None:
        self.desk.take_back(conversation_id, self.me, self.trace("take_back", conversation_id))

    def assign(self, conversation_id: str, to: Colleague) -> None:
        """For coordinators; to nobody who would not see it. Raises bot.store.NotFound for that too."""
        with self.desk.database.read() as session:
            near = cities_of(store.row(session, conversation_id))
            if to not in (self.me, *colleagues(session, self.who.id, near)):
                raise store.NotFound(conversation_id)
        trace = self.trace("assign", conversation_id, to=to.name)
        self.desk.assign(conversation_id, self.me, to, trace)

    def tag(self, conversation_id: str, name: str) -> None:
        """Raises TooManyTags too."""
        word = " ".join(cleaned(name).split())
        self.desk.marks.tag(conversation_id, word, self.trace("tag", conversation_id))

    def untag(self, conversation_id: str, name: str) -> None:
        self.desk.marks.untag(conversation_id, name, self.trace("untag", conversation_id))

    def follow_up(self, conversation_id: str, due_at: datetime | None) -> None:
        trace = self.trace("follow_up", conversation_id)
        self.desk.marks.follow_up(conversation_id, self.who.id, due_at, trace)

    def interpreter(self, conversation_id: str, language: str | None) -> None:
        trace = self.trace("interpreter", conversation_id, language=language or "")
        self.desk.marks.interpreter(conversation_id, self.me, language, trace)

    def read(self, conversation_id: str) -> None:
        """The conversation has been opened: a mention of it has been seen."""
        if conversation_id in self.desk.marks.of_staff(self.who.id).unseen:
            self.desk.marks.mention_seen(conversation_id, self.who.id)

    def hand_back(self, conversation_id: str) -> None:
        self.desk.hand_back(conversation_id, self.who.id, self.trace("hand_back", conversation_id))

    def close(self, conversation_id: str) -> None:
        self.desk.close(conversation_id, self.who.id, self.trace("close", conversation_id))

    def seen(self, conversation_id: str, seq: int) -> None:
        """Only for the list's unread mark, so without a trace."""
        last = max((message.seq for message in self.desk.case(conversation_id).messages), default=0)
        with self.desk.database.write() as session:
            mark_seen(session, self.who.id, conversation_id, min(seq, last))

    def typing(self, conversation_id: str) -> None:
        row = self.desk.case(conversation_id).row
        if row.holder is not Holder.COUNSELLOR or row.holder_id != self.who.id:
            raise NotHolder(row.holder_name)
        self.desk.typing(conversation_id)

    def trace(self, action: str, conversation_id: str, **details: str) -> Also:
        def record(session: Session) -> None:
            audit.record(session, self.who, action, conversation_id, **details)

        return record


def desk_of(request: Request) -> Desk:
    """As who asks sees it: a counsellor of some cities sees theirs."""
    desk: Desk = request.app.state.desk
    session: SignedIn | None = getattr(request.state, "session", None)
    return replace(desk, scope=session.staff.cities) if session and session.staff.cities else desk
