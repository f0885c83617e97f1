"""What a row of the desk's lists says besides who and where: for whom, mentions, follow-ups, interpreter."""

from collections.abc import Collection
from datetime import datetime

from admin.interpreters import spoken
from admin.staff import Staff
from admin.wording import Wording
from bot.cases import InboxRow
from bot.conversation import Holder
from bot.marks import StaffMarks


def row_marks(
    row: InboxRow, marks: StaffMarks, wording: Wording, who: Staff, near: Collection[str] = ()
) -> str:
    """One line in the panel's language, "" for a row without marks. `near` are who fits the reader best."""
    language = who.language
    said = {
        "mark_for_me": row.is_meant_for(who.id, marks.teams),
        "mark_fits": row.id in near,
        "mark_mention": row.id in marks.unseen,
        "mark_due": row.id in marks.due,
        "mark_left": row.id in marks.left and row.channel == "web",
        "mark_unreachable": row.id in marks.left and row.channel != "web",
        "mark_quiet": row.id in marks.quiet,
    }
    told = [wording.say(f"casework.{key}", language) for key, holds in said.items() if holds]
    if row.interpreter:
        name = spoken(row.interpreter, wording, language)
        told.append(wording.say("casework.mark_interpreter", language, spoken=name))
    return " · ".join((*told, *(f"#{tag}" for tag in row.tags)))


def waiting_for(
    rows: Collection[InboxRow], staff_id: str, teams: Collection[str], now: datetime
) -> tuple[InboxRow, ...]:
    """Who waits for me first, then who waits for anybody; not who waits for somebody else."""
    open_to_me = [
        row for row in rows if row.holder is Holder.WAITING and not row.is_kept_from(staff_id, teams, now)
    ]
    return tuple(sorted(open_to_me, key=lambda row: not (row.urgent or row.is_meant_for(staff_id, teams))))


def with_due(
    open_rows: Collection[InboxRow], due: Collection[InboxRow], staff_id: str
) -> tuple[InboxRow, ...]:
    """My list: what I hold, and before it what I have to follow up."""
    held = tuple(row for row in open_rows if row.holder_id == staff_id)
    return (*(row for row in due if row.holder_id != staff_id), *held)
