"""The history of an event: every version, any two compared, any one brought back."""

from typing import Annotated

from fastapi import APIRouter, Form, Path, Query, Request, Response
from fastapi.responses import HTMLResponse

from admin import audit
from admin.access import Editor, Reader
from admin.event_labels import event_labels
from admin.event_view import may_write
from admin.pages import pages_of, see_other
from admin.refusals import refusal
from admin.service_side import Parts
from admin.wording import wording_of
from knowledge.editing.errors import Conflict, EditingError, NotAllowedNow, NotFound
from knowledge.events.editing import roll_back
from knowledge.events.working_copy import changes, content_at, history, open_event

router = APIRouter(prefix="/admin/events", include_in_schema=False)

MOST = 10_000_000
Id = Annotated[str, Path(max_length=80)]
Number = Annotated[int, Query(ge=1, le=MOST)]
Revision = Annotated[int, Form(ge=1, le=MOST)]


@router.get("/{event_id}/history")
def show_history(
    request: Request,
    session: Reader,
    editing: Parts,
    event_id: Id,
    older: Number | None = None,
    newer: Number | None = None,
) -> Response:
    """The newest version beside the one before, unless two others are asked for."""
    try:
        with editing.database.read() as database:
            copy = open_event(database, event_id)
            labels = event_labels(request, session, database)
            pair = (older or max(1, copy.revision - 1), newer or copy.revision)
            found = changes(*(content_at(database, event_id, number) for number in pair))
            revisions = history(database, event_id)
    except NotFound:
        return refusal(request, 404, "not_found")
    page: HTMLResponse = pages_of(request).page(
        request,
        "services/history.html",
        session,
        head="events/head.html",
        address=f"/admin/events/{event_id}",
        copy=copy,
        revisions=revisions,
        older=pair[0],
        newer=pair[1],
        changes=found,
        words=labels,
        labels=labels,
        wording=wording_of(request),
        now=editing.now(),
        view="history",
        may_write=may_write(session.staff, copy),
    )
    return page


@router.post("/{event_id}/rollback")
def add_rollback(
    request: Request, session: Editor, editing: Parts, event_id: Id, number: Revision, seen: Revision
) -> Response:
    """The working copy alone: people see it when it is published."""
    try:
        with editing.database.write() as database:
            roll_back(database, session.staff.actor, event_id, number, seen, editing.now())
            audit.record(database, session.staff, "roll_back_event", event_id, number=str(number))
    except NotFound:
        return refusal(request, 404, "not_found")
    except Conflict:
        return refusal(request, 409, "events.changed_meanwhile")
    except NotAllowedNow:
        return refusal(request, 409, "not_allowed_now")
    except EditingError:
        return refusal(request, 403, "not_allowed")
    return see_other(f"/admin/events/{event_id}")
