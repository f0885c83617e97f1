"""Changes proposed to a provider's services: its editors accept or decline them."""

from typing import Annotated

from fastapi import APIRouter, Form, Path, Request, Response
from fastapi.responses import HTMLResponse

from admin import audit
from admin.access import Editor
from admin.pages import pages_of, see_other
from admin.service_side import Editing, Parts
from admin.service_words import words_for
from admin.staff import SignedIn
from admin.wording import wording_of
from knowledge.editing.errors import Conflict
from knowledge.editing.proposals import accept, decline, proposals, proposals_by

router = APIRouter(prefix="/admin", include_in_schema=False)

Id = Annotated[int, Path(ge=1, le=2_000_000_000)]
Answer = Annotated[str, Form(max_length=2_000)]


@router.get("/proposals")
def show_proposals(request: Request, session: Editor, editing: Parts) -> HTMLResponse:
    return _page(request, session, editing)


@router.post("/proposals/{proposal_id}/acceptance")
def add_acceptance(
    request: Request,
    session: Editor,
    editing: Parts,
    proposal_id: Id,
    answer: Answer = "",
    over_newer: Annotated[str, Form(max_length=3)] = "",
) -> Response:
    """Into the working copy. Where the service has changed since, both versions are shown first."""
    seen, actor = over_newer == "yes", session.staff.actor
    try:
        with editing.database.write() as database:
            copy = accept(database, actor, proposal_id, editing.now(), answer=answer, over_newer=seen)
            audit.record(database, session.staff, "accept_proposal", copy.id)
    except Conflict as conflict:
        return _page(request, session, editing, 409, proposal_id, conflict)
    return see_other(f"/admin/services/{copy.id}")


@router.post("/proposals/{proposal_id}/rejection")
def add_rejection(session: Editor, editing: Parts, proposal_id: Id, answer: Answer = "") -> Response:
    with editing.database.write() as database:
        decline(database, session.staff.actor, proposal_id, editing.now(), answer)
        audit.record(database, session.staff, "decline_proposal", str(proposal_id))
    return see_other("/admin/proposals")


def _page(
    request: Request,
    session: SignedIn,
    editing: Editing,
    status: int = 200,
    newer_id: int = 0,
    newer: Conflict | None = None,
) -> HTMLResponse:
    """`newer` are the clashes of the proposal `newer_id`."""
    actor = session.staff.actor
    with editing.database.read() as database:
        words = words_for(request, session, database)
        waiting, own = proposals(database, actor), proposals_by(database, actor)
    return pages_of(request).page(
        request,
        "services/proposals.html",
        session,
        status,
        waiting=waiting,
        own=own,
        newer_id=newer_id,
        newer=newer,
        words=words,
        wording=wording_of(request),
        now=editing.now(),
    )
