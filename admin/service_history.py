"""The history of a service: every version, any two compared, any one brought back."""

from typing import Annotated

from fastapi import APIRouter, Form, Path, Query, Request, Response
from fastapi.responses import HTMLResponse

from admin import audit
from admin.access import Editor, Reader
from admin.pages import pages_of, see_other
from admin.service_side import Parts
from admin.service_view import name_of
from admin.service_words import words_for
from admin.wording import wording_of
from knowledge.editing.working_copy import open_copy
from knowledge.editing.writing import roll_back
from knowledge.revisions import compare, content_at, history

router = APIRouter(prefix="/admin", include_in_schema=False)

Id = Annotated[str, Path(max_length=80)]
Number = Annotated[int, Query(ge=1, le=10_000_000)]


@router.get("/services/{service_id}/history")
def show_history(
    request: Request,
    session: Reader,
    editing: Parts,
    service_id: Id,
    older: Number | None = None,
    newer: Number | None = None,
) -> HTMLResponse:
    """The newest version beside the one before, unless two others are asked for."""
    with editing.database.read() as database:
        words = words_for(request, session, database)
        copy = open_copy(database, service_id)
        pair = (older or max(1, copy.revision - 1), newer or copy.revision)
        changes = compare(*(content_at(database, service_id, number) for number in pair))
        revisions = history(database, service_id)
    owns = session.staff.role != "counsellor" and session.staff.actor.owns(copy.provider)
    return pages_of(request).page(
        request,
        "services/history.html",
        session,
        head="services/head.html",
        address=f"/admin/services/{service_id}",
        copy=copy,
        revisions=revisions,
        older=pair[0],
        newer=pair[1],
        changes=changes,
        words=words,
        wording=wording_of(request),
        now=editing.now(),
        name=name_of(copy),
        view="history",
        may_write=owns,
        writes=owns,
    )


@router.post("/services/{service_id}/rollback")
def add_rollback(
    session: Editor,
    editing: Parts,
    service_id: Id,
    number: Annotated[int, Form(ge=1, le=10_000_000)],
    seen: Annotated[int, Form(ge=0, le=10_000_000)],
) -> Response:
    with editing.database.write() as database:
        roll_back(database, session.staff.actor, service_id, number, seen, editing.now())
        audit.record(database, session.staff, "roll_back_service", service_id, number=str(number))
    return see_other(f"/admin/services/{service_id}")
