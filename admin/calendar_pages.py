"""The administrator's page of calendars that are asked every day."""

from typing import Annotated

from fastapi import APIRouter, Form, Path, Request, Response
from fastapi.responses import HTMLResponse

from admin import audit
from admin.access import Administrator
from admin.import_side import Imports, OfImports
from admin.pages import pages_of, see_other
from admin.service_words import words_for
from admin.staff import SignedIn
from admin.wording import wording_of
from knowledge.editing.errors import Invalid
from knowledge.sources.calendars import add_calendar, calendars, remove_calendar
from knowledge.sources.ical import CalendarWishes
from knowledge.vocabulary import SERVICE_LANGUAGES

router = APIRouter(prefix="/admin/calendars", include_in_schema=False)

PATH = "/admin/calendars"
Short = Annotated[str, Form(max_length=80)]


@router.get("")
def show(request: Request, session: Administrator, imports: OfImports) -> HTMLResponse:
    return _page(request, session, imports)


@router.post("")
def add(
    request: Request,
    session: Administrator,
    imports: OfImports,
    address: Annotated[str, Form(max_length=600)] = "",
    provider: Short = "",
    language: Short = "fi",
    municipality: Short = "",
) -> Response:
    """Asked within a quarter of an hour, and then every day. Raises NotFound for no such organisation."""
    wishes = CalendarWishes(provider, language, municipality=municipality or None)
    try:
        with imports.database.write() as database:
            known = add_calendar(database, session.staff.actor, address, wishes, imports.now())
            audit.record(database, session.staff, "add_calendar", known[:80], provider=provider)
    except Invalid as error:
        return _page(request, session, imports, error.errors[0].code, (address, wishes))
    return see_other(PATH)


@router.post("/{calendar_id}/removal")
def remove(
    session: Administrator, imports: OfImports, calendar_id: Annotated[int, Path(ge=1, le=2_000_000_000)]
) -> Response:
    """Its events stay as they are. Raises NotFound."""
    with imports.database.write() as database:
        address = remove_calendar(database, calendar_id)
        audit.record(database, session.staff, "remove_calendar", address[:80])
    return see_other(PATH)


def _page(
    request: Request,
    session: SignedIn,
    imports: Imports,
    problem: str = "",
    typed: tuple[str, CalendarWishes] = ("", CalendarWishes("")),
) -> HTMLResponse:
    with imports.database.read() as database:
        found = calendars(database)
        words = words_for(request, session, database)
    return pages_of(request).page(
        request,
        "imports/calendars.html",
        session,
        422 if problem else 200,
        calendars=found,
        problem=problem,
        address=typed[0],
        wishes=typed[1],
        languages=SERVICE_LANGUAGES,
        places=sorted((place.name(session.staff.language), place.code) for place in imports.places()),
        words=words,
        wording=wording_of(request),
        now=imports.now(),
    )
