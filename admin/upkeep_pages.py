"""The page "needs you": the list, "still right" for one or many, what is set aside; all can be undone."""

from datetime import date
from typing import Annotated, Final

from fastapi import APIRouter, Form, Path, Query, Request, Response
from fastapi.responses import HTMLResponse

from admin import audit
from admin.access import Editor
from admin.guide_labels import labels_for
from admin.pages import pages_of, see_other
from admin.service_side import Editing, Parts
from admin.staff import SignedIn
from admin.upkeep_view import NeedFilters, needs_page
from admin.wording import wording_of
from knowledge.editing.errors import FieldError, Invalid
from knowledge.guides.listing import list_guides
from knowledge.sources.calendars import failing_calendars
from knowledge.upkeep.confirming import confirm_all, confirmed, take_back
from knowledge.upkeep.examining import examine
from knowledge.upkeep.harm import KINDS
from knowledge.upkeep.setting_aside import set_aside, take_up

router = APIRouter(prefix="/admin", include_in_schema=False)

EXAMINED_AT_ONCE: Final = 50
"""So that what was published a moment ago is judged as it is now; more is left to the background."""

Filters = Annotated[NeedFilters, Query()]
Batch = Annotated[str, Path(max_length=32)]
Kind = Annotated[str, Form(max_length=20)]
Subject = Annotated[str, Form(max_length=600)]


@router.get("/needs-you")
def show_needs(request: Request, session: Editor, editing: Parts, filters: Filters) -> HTMLResponse:
    return _page(request, session, editing, filters)


@router.post("/needs-you/confirmations")
def confirm(
    session: Editor,
    editing: Parts,
    filters: Filters,
    service: Annotated[tuple[str, ...], Form()] = (),
    only: Annotated[str, Form(max_length=80)] = "",
) -> Response:
    """The chosen services, or the `only` one whose button was pressed."""
    chosen = (only,) if only else service
    if not chosen:
        return see_other(filters.address())
    with editing.database.write() as database:
        batch = confirm_all(database, session.staff.actor, chosen, editing.now())
        for service_id in confirmed(database, batch):
            audit.record(database, session.staff, "confirm_service", service_id)
    return see_other(filters.address(page=filters.page, done=batch))


@router.post("/needs-you/confirmations/{batch}/removal")
def undo_confirmation(session: Editor, editing: Parts, filters: Filters, batch: Batch) -> Response:
    with editing.database.write() as database:
        ids = confirmed(database, batch)
        take_back(database, session.staff.actor, batch, editing.now())
        for service_id in ids:
            audit.record(database, session.staff, "undo_confirmation", service_id)
    return see_other(filters.address(page=filters.page))


@router.post("/needs-you/set-aside")
def add_aside(
    request: Request,
    session: Editor,
    editing: Parts,
    filters: Filters,
    kind: Kind,
    subject: Subject,
    until: Annotated[str, Form(max_length=10)],
    reason: Annotated[str, Form(max_length=500)] = "",
) -> Response:
    try:
        with editing.database.write() as database:
            set_aside(database, session.staff.actor, kind, subject, _day(until), editing.now(), reason)
            audit.record(database, session.staff, "set_aside", subject[:80], kind=kind, until=until)
    except Invalid:
        return _page(request, session, editing, filters, "upkeep.wrong_day")
    return see_other(filters.address(page=filters.page, aside=f"{kind} {subject}"))


@router.post("/needs-you/set-aside/removal")
def remove_aside(session: Editor, editing: Parts, filters: Filters, kind: Kind, subject: Subject) -> Response:
    with editing.database.write() as database:
        take_up(database, session.staff.actor, kind, subject, editing.now())
        audit.record(database, session.staff, "take_up", subject[:80], kind=kind)
    return see_other(filters.address(page=filters.page))


def _page(
    request: Request, session: SignedIn, editing: Editing, filters: NeedFilters, problem: str = ""
) -> HTMLResponse:
    examine(editing.database, editing.languages, editing.now(), EXAMINED_AT_ONCE)
    actor = session.staff.actor
    with editing.database.read() as database:
        words = labels_for(request, session, database)
        page = needs_page(database, editing, actor, filters)
        guides = list_guides(database, editing.languages, editing.today())
        failing = failing_calendars(database) if actor.providers is None else ()
    kind, _, subject = filters.aside.partition(" ")
    return pages_of(request).page(
        request,
        "upkeep/needs.html",
        session,
        422 if problem else 200,
        problem=problem,
        page=page,
        guides=[] if filters.kind else [each for each in guides if actor.owns(each.provider) and each.needs],
        calendars=() if filters.kind else failing,
        filters=filters,
        words=words,
        wording=wording_of(request),
        now=editing.now(),
        kinds=KINDS,
        languages=editing.languages,
        providers={key: name for key, name in words.providers.items() if actor.owns(key)},
        aside=(kind, subject) if subject else None,
        knows_all_providers=actor.providers is None,
    )


def _day(typed: str) -> date:
    """Raises Invalid."""
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise Invalid((FieldError("until", "bad_date", typed),)) from None
