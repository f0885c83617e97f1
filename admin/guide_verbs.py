"""What is done with a guide: looked at as in the chat, published, withdrawn, confirmed, brought back."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Form, Path, Query, Request, Response
from fastapi.responses import HTMLResponse

from admin import audit
from admin.access import Editor, Reader
from admin.guide_labels import labels_for
from admin.guide_shown import shown_steps
from admin.guide_view import may_write
from admin.pages import pages_of, see_other
from admin.service_side import Editing, Parts
from admin.staff import SignedIn
from admin.wording import wording_of
from knowledge.editing.providers import provider
from knowledge.guides.listing import title_of
from knowledge.guides.merging import compare
from knowledge.guides.published import as_shown
from knowledge.guides.workflow import archive, confirm_still_right, publish, restore, with_own_words, withdraw
from knowledge.guides.working_copy import GuideCopy, content_at, history, open_guide
from knowledge.guides.writing import roll_back

router = APIRouter(prefix="/admin", include_in_schema=False)

Id = Annotated[str, Path(max_length=80)]
Number = Annotated[int, Query(ge=1, le=10_000_000)]
Seen = Annotated[int, Form(ge=0, le=10_000_000)]


@router.get("/guides/{guide_id}/history")
def show_history(
    request: Request,
    session: Reader,
    editing: Parts,
    guide_id: Id,
    older: Number | None = None,
    newer: Number | None = None,
) -> HTMLResponse:
    """The newest version beside the one before, unless two others are asked for."""
    with editing.database.read() as database:
        copy = open_guide(database, guide_id)
        words = labels_for(request, session, database, copy.content)
        pair = (older or max(1, copy.revision - 1), newer or copy.revision)
        changes = compare(*(content_at(database, guide_id, number) for number in pair))
        revisions = history(database, guide_id)
    owns = may_write(session.staff, copy)
    return pages_of(request).page(
        request,
        "services/history.html",
        session,
        head="guides/head.html",
        address=f"/admin/guides/{guide_id}",
        copy=copy,
        revisions=revisions,
        older=pair[0],
        newer=pair[1],
        changes=changes,
        words=words,
        wording=wording_of(request),
        now=editing.now(),
        name=title_of(copy.content),
        view="history",
        may_write=owns,
        writes=owns,
    )


@router.get("/guides/{guide_id}/preview")
def show_preview(
    request: Request,
    session: Reader,
    editing: Parts,
    guide_id: Id,
    language: Annotated[str, Query(max_length=20)] = "",
) -> HTMLResponse:
    """Every step in one language, as if the saved version were published now."""
    with editing.database.read() as database:
        copy = open_guide(database, guide_id)
        words = labels_for(request, session, database, copy.content)
        names = provider(database, copy.provider).names
    guide = as_shown(copy.id, with_own_words(copy.content), names, copy.review_due)
    code = language if language in editing.languages else copy.content.facts.source_language
    return pages_of(request).page(
        request,
        "guides/preview.html",
        session,
        copy=copy,
        steps=shown_steps(editing, guide, code) if guide.texts else (),
        code=code,
        languages=editing.languages,
        words=words,
        wording=wording_of(request),
        now=editing.now(),
        name=title_of(copy.content),
        view="preview",
        writes=may_write(session.staff, copy),
    )


@router.post("/guides/{guide_id}/rollback")
def add_rollback(
    session: Editor,
    editing: Parts,
    guide_id: Id,
    number: Annotated[int, Form(ge=1, le=10_000_000)],
    seen: Seen,
) -> Response:
    return _do(session, editing, guide_id, "roll_back_guide", roll_back, number, seen)


@router.post("/guides/{guide_id}/publication")
def add_publication(session: Editor, editing: Parts, guide_id: Id, seen: Seen) -> Response:
    return _do(session, editing, guide_id, "publish_guide", publish, seen)


@router.post("/guides/{guide_id}/withdrawal")
def add_withdrawal(session: Editor, editing: Parts, guide_id: Id) -> Response:
    return _do(session, editing, guide_id, "withdraw_guide", withdraw)


@router.post("/guides/{guide_id}/archive")
def add_archive(session: Editor, editing: Parts, guide_id: Id) -> Response:
    return _do(session, editing, guide_id, "archive_guide", archive)


@router.post("/guides/{guide_id}/restoration")
def add_restoration(session: Editor, editing: Parts, guide_id: Id) -> Response:
    return _do(session, editing, guide_id, "restore_guide", restore)


@router.post("/guides/{guide_id}/confirmation")
def add_confirmation(session: Editor, editing: Parts, guide_id: Id) -> Response:
    return _do(session, editing, guide_id, "confirm_guide", confirm_still_right)


def _do(
    who: SignedIn,
    editing: Editing,
    guide_id: str,
    action: str,
    verb: Callable[..., GuideCopy],
    *arguments: int,
) -> Response:
    """In its own transaction with its trace: they stand or fall together."""
    with editing.database.write() as database:
        verb(database, who.staff.actor, guide_id, *arguments, editing.now())
        audit.record(database, who.staff, action, guide_id)
    return see_other(f"/admin/guides/{guide_id}")
