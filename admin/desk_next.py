"""The next conversation that fits: taken at once, or the one after it when somebody was first."""

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from admin.access import AtDesk
from admin.desk_verbs import DeskVerbs, desk_of
from admin.pages import see_other
from admin.refusals import refusal
from admin.staff import Staff
from bot.desk import Desk, DeskRefusal
from bot.store import NotFound

router = APIRouter(prefix="/admin", include_in_schema=False)


class NextView(BaseModel):
    """The conversation that was taken."""

    id: str


@router.post("/desk/next")
def take_by_form(request: Request, session: AtDesk) -> Response:
    taken = take_next(desk_of(request), session.staff)
    return see_other(f"/admin/desk/{taken}?list=mine" if taken else "/admin/desk?list=waiting")


@router.post("/api/next", response_model=NextView)
def take(request: Request, session: AtDesk) -> Response | NextView:
    """404 when nobody waits for this member of the staff."""
    taken = take_next(desk_of(request), session.staff)
    return NextView(id=taken) if taken else refusal(request, 404, "nobody_waits")


def take_next(desk: Desk, who: Staff) -> str | None:
    """The best of those who fit me now that nobody else takes meanwhile."""
    for conversation_id in desk.next_for(who.id):
        try:
            DeskVerbs(desk, who).take_over(conversation_id)
        except (DeskRefusal, NotFound):
            continue
        return conversation_id
    return None
