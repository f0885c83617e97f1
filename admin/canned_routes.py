"""Canned replies in the reply box: for the panel's own scripts, and as a page for who has none."""

from typing import Annotated
from uuid import uuid4

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import HTMLResponse

from admin.access import AtDesk
from admin.canning import CannedView, canned_views
from admin.pages import pages_of
from bot.incoming import LONGEST

router = APIRouter(include_in_schema=False)

Id = Annotated[str, Path(max_length=64)]
Words = Annotated[str, Query(max_length=200)]


@router.get("/admin/api/conversations/{conversation_id}/canned-replies")
def find(request: Request, session: AtDesk, conversation_id: Id, q: Words = "") -> list[CannedView]:
    """Filled for this conversation; those of its topic first."""
    return list(canned_views(request, session.staff, conversation_id, q))


@router.get("/admin/desk/{conversation_id}/canned-replies")
def show(
    request: Request,
    session: AtDesk,
    conversation_id: Id,
    reply: Annotated[str, Query(max_length=64)] = "",
) -> HTMLResponse:
    """All of them to choose from; the chosen one can be written over and sent."""
    found = canned_views(request, session.staff, conversation_id, "")
    return pages_of(request).page(
        request,
        "canned_insert.html",
        session,
        conversation_id=conversation_id,
        replies=found,
        chosen=next((each for each in found if each.id == reply), None),
        client_id=str(uuid4()),
        longest=LONGEST,
    )
