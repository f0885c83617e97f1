"""The desk's lists: who waits, who is mine, all that is open, what has ended."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from admin.inbox_filters import LISTS, Asked, FilterView, List, filter_views
from admin.models import SeenRow
from admin.row_marks import row_marks, waiting_for, with_due
from admin.staff import Staff
from admin.wording import Wording, elapsed
from bot.cases import InboxRow
from bot.conversation import Author, Holder
from bot.desk import Desk
from bot.marks import StaffMarks
from bot.models import StoredMessage
from bot.routing import Reach
from bot.team_models import TeamMemberRow

LONGEST_LIST: Final = 200
"""Rows of a list on a page; who looks for more narrows it."""
FEW_WORDS: Final = 5


@dataclass(frozen=True, slots=True)
class RowView:
    """A conversation in a list, in words. `since` is when the wait began (ISO 8601), "" without one.

    `channel` is a code, `channel_name` its word.
    """

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
    channel: str
    channel_name: str


@dataclass(frozen=True, slots=True)
class InboxView:
    """`counts` are those of whole lists, `all` how many the chosen one holds.

    `found` how many of these meet the conditions.
    """

    list: List
    query: str
    counts: Mapping[str, int]
    all: int
    found: int
    rows: tuple[RowView, ...]
    filters: tuple[FilterView, ...]


def lists_for(who: Staff) -> tuple[List, ...]:
    """Everything that is open is the business of those who see to it that nobody is left waiting."""
    oversees = who.role in ("coordinator", "administrator")
    return tuple(name for name in LISTS if oversees or name != "open")


def read_inbox(desk: Desk, wording: Wording, who: Staff, asked: Asked) -> InboxView:
    """One list with its rows in the panel's language, and how many each list of open ones holds."""
    chosen = asked.list if asked.list in lists_for(who) else "team"
    now, everyone, marks = desk.clock(), desk.inbox(), desk.marks.of_staff(who.id)
    with desk.database.read() as session:
        mates = _mates(session, marks.teams)
    open_lists: dict[str, tuple[InboxRow, ...]] = {
        "waiting": waiting_for(everyone, who.id, marks.teams, now),
        "mine": with_due(everyone, desk.rows(marks.due), who.id),
        "team": _with_colleagues(everyone, who.id, marks.teams, mates),
        "open": everyone,
    }
    near: frozenset[str] = frozenset()
    match chosen:
        case "waiting":
            fits = desk.waiting_for(who.id)
            rows = tuple(each.row for each in fits)
            near = frozenset(each.row.id for each in fits if each.fit.reach is Reach.TEAM)
        case "closed":
            rows = desk.ended()
        case "mentions":
            rows = desk.rows(marks.mentioned)
        case _:
            rows = open_lists[chosen]
    with desk.database.read() as session:
        unread = count_unread(session, who.id, [row.id for row in open_lists["mine"]])
    found = [row for row in rows if asked.fits(row)]
    return InboxView(
        list=chosen,
        query=asked.query(list=chosen),
        counts={
            **{name: len(open_lists[name]) for name in lists_for(who) if name in open_lists},
            "mentions": len(marks.unseen),
        },
        all=len(rows),
        found=len(found),
        rows=tuple(
            row_view(
                row, wording, who, now, unread.get(row.id, 0), _told(row, desk, marks, wording, who, near)
            )
            for row in found[:LONGEST_LIST]
        ),
        filters=filter_views(asked, rows, wording, who.language),
    )


def _told(
    row: InboxRow, desk: Desk, marks: StaffMarks, wording: Wording, who: Staff, near: Collection[str]
) -> str:
    """Its marks, with its city before them where the reader sees several."""
    several = len(desk.cities.several) > 1 and len(who.cities) != 1
    city = desk.cities.of(row.city).name if several and row.city else ""
    return " · ".join(filter(None, (city, row_marks(row, marks, wording, who, near))))


def _mates(session: Session, teams: Collection[str]) -> frozenset[str]:
    """Who is in these teams."""
    members = select(TeamMemberRow.staff_id).where(TeamMemberRow.team_id.in_(teams))
    return frozenset(session.scalars(members)) if teams else frozenset()


def _with_colleagues(
    rows: Iterable[InboxRow], staff_id: str, teams: Collection[str], mates: Collection[str]
) -> tuple[InboxRow, ...]:
    """What my teams' members hold and what waits for my teams; without teams, what all others hold."""
    return tuple(
        row
        for row in rows
        if row.meant_for_team in teams
        or (row.holder_id not in (None, staff_id) and (not teams or row.holder_id in mates))
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
        needs=few_words(wording.needs(row.profile, language)),
        status=_status(row, wording, who),
        urgent=wording.say("urgent", language) if row.urgent else "",
        since=since.isoformat() if since else "",
        clock=elapsed(since, now) if since else wording.moment(row.last_message_at, now, language),
        unread=unread,
        marks=marks,
        channel=row.channel,
        channel_name=wording.say(f"channel.{row.channel}", language),
    )


def few_words(text: str) -> str:
    """The first five words."""
    words = text.split()
    return text if len(words) <= FEW_WORDS else f"{' '.join(words[:FEW_WORDS]).rstrip(',;')} …"


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
