"""The desk's lists: who waits, who is mine, all that is open, what has ended."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, get_args

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from admin.models import SeenRow
from admin.row_marks import row_marks, waiting_for, with_due
from admin.staff import Staff
from admin.wording import Wording, elapsed
from bot.cases import InboxRow
from bot.conversation import Author, Holder
from bot.desk import Desk
from bot.models import StoredMessage

List = Literal["waiting", "mine", "mentions", "open", "closed"]
LISTS: Final[tuple[List, ...]] = get_args(List)


@dataclass(frozen=True, slots=True)
class RowView:
    """A conversation in a list, in words. `since` is when the wait began (ISO 8601), "" without one."""

    id: str
    place: str
    language: str
    reason: str
    needs: str
    status: str
    urgent: str
    since: str
    clock: str
    unread: int
    marks: str


@dataclass(frozen=True, slots=True)
class InboxView:
    list: List
    counts: Mapping[str, int]
    rows: tuple[RowView, ...]


def read_inbox(desk: Desk, wording: Wording, who: Staff, chosen: List) -> InboxView:
    """One list with its rows in the panel's language, and how many each list of open ones holds."""
    now, everyone, marks = desk.clock(), desk.inbox(), desk.marks.of_staff(who.id)
    open_lists: dict[str, tuple[InboxRow, ...]] = {
        "waiting": waiting_for(everyone, who.id, marks.teams, now),
        "mine": with_due(everyone, desk.rows(marks.due), who.id),
        "open": everyone,
    }
    match chosen:
        case "closed":
            rows = desk.ended()
        case "mentions":
            rows = desk.rows(marks.mentioned)
        case _:
            rows = open_lists[chosen]
    with desk.database.read() as session:
        unread = count_unread(session, who.id, [row.id for row in open_lists["mine"]])
    return InboxView(
        list=chosen,
        counts={**{name: len(found) for name, found in open_lists.items()}, "mentions": len(marks.unseen)},
        rows=tuple(
            row_view(row, wording, who, now, unread.get(row.id, 0), row_marks(row, marks, wording, who))
            for row in rows
        ),
    )


def row_view(
    row: InboxRow, wording: Wording, who: Staff, now: datetime, unread: int = 0, marks: str = ""
) -> RowView:
    language, since = who.language, row.waiting_since
    return RowView(
        id=row.id,
        place=wording.place(row.profile, language) or wording.say("place_unknown", language),
        language=wording.language(row.language, language),
        reason=wording.say(f"reason.{row.reason}", language) if row.reason else "",
        needs=wording.needs(row.profile, language),
        status=_status(row, wording, who),
        urgent=wording.say("urgent", language) if row.urgent else "",
        since=since.isoformat() if since else "",
        clock=elapsed(since, now) if since else wording.moment(row.last_message_at, now, language),
        unread=unread,
        marks=marks,
    )


def _status(row: InboxRow, wording: Wording, who: Staff) -> str:
    if row.holder is Holder.COUNSELLOR:
        return wording.say("with_me", who.language) if row.holder_id == who.id else row.holder_name or ""
    return wording.say(f"holder.{row.holder}", who.language)


def count_unread(session: Session, staff_id: str, conversations: Collection[str]) -> dict[str, int]:
    """Conversation -> how many messages of its person this member of the staff has not read yet."""
    counted = session.execute(
        select(StoredMessage.conversation_id, func.count())
        .outerjoin(
            SeenRow,
            (SeenRow.conversation_id == StoredMessage.conversation_id) & (SeenRow.staff_id == staff_id),
        )
        .where(
            StoredMessage.conversation_id.in_(conversations),
            StoredMessage.author == Author.PERSON,
            StoredMessage.seq > func.coalesce(SeenRow.seq, 0),
        )
        .group_by(StoredMessage.conversation_id)
    )
    return {conversation: number for conversation, number in counted}  # noqa: C416 - typed rows


def mark_seen(session: Session, staff_id: str, conversation_id: str, seq: int) -> None:
    """Remembers what has been read; an earlier message never takes it back."""
    seen = session.get(SeenRow, (staff_id, conversation_id))
    if seen is None:
        session.add(SeenRow(staff_id=staff_id, conversation_id=conversation_id, seq=seq))
    else:
        seen.seq = max(seen.seq, seq)
