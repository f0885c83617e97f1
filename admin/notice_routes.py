"""What a counsellor's browser may be told of while its tab is not seen: only kinds and languages."""

from collections.abc import Iterator
from typing import Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel

from admin.access import AtDesk
from admin.desk_verbs import desk_of
from admin.inbox import count_unread
from admin.staff import Staff
from admin.wording import Wording, wording_of
from bot.conversation import Holder
from bot.desk import Desk
from bot.duty import to_tell

router = APIRouter(prefix="/admin/api", include_in_schema=False)


class News(BaseModel):
    """`key` is new whenever there is something new; `list` is the desk's list where it stands."""

    key: str
    kind: Literal["waiting", "message", "mention"]
    language: str
    list: Literal["waiting", "mine", "mentions"]


class NewsView(BaseModel):
    news: list[News]


@router.get("/notices")
def show_news(request: Request, session: AtDesk) -> NewsView:
    return NewsView(news=list(_news(desk_of(request), wording_of(request), session.staff)))


def _news(desk: Desk, wording: Wording, who: Staff) -> Iterator[News]:
    """Who waits and fits me, what is new in mine, where I am named."""
    rows, marks = desk.inbox(), desk.marks.of_staff(who.id)
    by_id = {row.id: row for row in (*rows, *desk.rows(marks.unseen))}
    mine = [row.id for row in rows if row.holder is Holder.COUNSELLOR and row.holder_id == who.id]
    with desk.database.read() as session:
        fitting = to_tell(session, rows, who.id, desk.clock())
        unread = count_unread(session, who.id, mine)

    def spoken(conversation_id: str) -> str:
        return wording.language(by_id[conversation_id].language, who.language)

    for each in fitting:
        since = by_id[each].waiting_since
        yield News(key=f"{each} {since}", kind="waiting", language=spoken(each), list="waiting")
    for each, count in unread.items():
        yield News(key=f"{each} {count}", kind="message", language=spoken(each), list="mine")
    for each in sorted(marks.unseen & by_id.keys()):
        yield News(key=f"{each} @", kind="mention", language=spoken(each), list="mentions")
