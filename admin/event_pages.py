"""The pages of events: a list, one event on one page, and what is done with it."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Path, Query, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field

from admin import audit
from admin.access import Editor, NotAllowed, Reader
from admin.event_form import Typed, base_of, read_event
from admin.event_labels import event_labels
from admin.event_view import event_page
from admin.pages import pages_of, see_other
from admin.refusals import refusal
from admin.service_side import Editing, Parts, Sent
from admin.staff import SignedIn
from admin.wording import wording_of
from knowledge.editing.errors import (
    Conflict,
    EditingError,
    FieldError,
    FourEyesNeeded,
    Invalid,
    NotAllowedNow,
    NotFound,
    NotYours,
)
from knowledge.editing.validation import require
from knowledge.events.content import EventContent, EventFacts, EventTongue, EventWords
from knowledge.events.editing import archive, draft, duplicate, publish, restore, save, withdraw
from knowledge.events.listing import WHEN, WantedEvents, list_events
from knowledge.events.working_copy import EventCopy, content_at

router = APIRouter(prefix="/admin", include_in_schema=False)

PATH: Final = "/admin/events"
VERBS: Final[Mapping[str, Callable[..., EventCopy]]] = {
    "publication": publish,
    "withdrawal": withdraw,
    "archive": archive,
    "restoration": restore,
    "duplicate": duplicate,
}

Id = Annotated[str, Path(max_length=80)]


class Filters(BaseModel):
    """What stands in the address."""

    when: str = Field("upcoming", max_length=20)
    provider: str = Field("", max_length=80)
    municipality: str = Field("", max_length=3)
    q: str = Field("", max_length=100)
    page: int = Field(1, ge=1, le=100_000)

    def wanted(self) -> WantedEvents:
        when = self.when if self.when in WHEN else "upcoming"
        return WantedEvents(when, self.provider, self.municipality, self.q, self.page)

    def address(self, page: int) -> str:
        return f"{PATH}?{urlencode({**self.model_dump(exclude_defaults=True), 'page': page})}"


@router.get("/events")
def show_events(
    request: Request, session: Reader, editing: Parts, filters: Annotated[Filters, Query()]
) -> HTMLResponse:
    return _list(request, session, editing, filters)


@router.post("/events")
def add(
    request: Request,
    session: Editor,
    editing: Parts,
    name: Annotated[str, Form(max_length=200)] = "",
    provider: Annotated[str, Form(max_length=80)] = "",
    language: Annotated[str, Form(max_length=20)] = "fi",
) -> Response:
    """A draft with nothing but its name."""
    facts = EventFacts(provider=provider, source_language=language, audience=("person",))
    content = EventContent(facts, {language: EventTongue(EventWords(name))})
    try:
        require(() if name.strip() else (FieldError("name", "missing"),))
        with editing.database.write() as database:
            copy = draft(database, session.staff.actor, content, editing.now())
            audit.record(database, session.staff, "add_event", copy.id)
    except Invalid as error:
        return _list(request, session, editing, Filters.model_validate({}), error.errors, name)
    except (NotYours, NotFound) as error:
        raise NotAllowed from error
    return see_other(f"{PATH}/{copy.id}")


@router.get("/events/{event_id}")
def show(request: Request, session: Reader, editing: Parts, event_id: Id) -> Response:
    try:
        return _page(request, session, editing, event_id)
    except NotFound as error:
        return _refused(request, error)


@router.post("/events/{event_id}")
def put(request: Request, session: Editor, editing: Parts, event_id: Id, form: Sent) -> Response:
    """What somebody else has saved meanwhile stays, or is shown where both have changed the same."""
    typed = None
    try:
        with editing.database.write() as database:
            typed = read_event(form, content_at(database, event_id, base_of(form)))
            save(database, session.staff.actor, event_id, typed.content, typed.base, editing.now())
            require(typed.errors)
            audit.record(database, session.staff, "save_event", event_id)
    except (Conflict, Invalid) as error:
        return _page(request, session, editing, event_id, error, typed)
    except EditingError as error:
        return _refused(request, error)
    return see_other(f"{PATH}/{event_id}")


@router.post("/events/{event_id}/{noun}")
def do(request: Request, session: Editor, editing: Parts, event_id: Id, noun: str) -> Response:
    """One of `VERBS`, with its trace."""
    if noun not in VERBS:
        return refusal(request, 404, "not_found")
    try:
        with editing.database.write() as database:
            copy = VERBS[noun](database, session.staff.actor, event_id, editing.now())
            audit.record(database, session.staff, f"{noun}_event", event_id)
    except Invalid as error:
        return _page(request, session, editing, event_id, error)
    except EditingError as error:
        return _refused(request, error)
    return see_other(f"{PATH}/{copy.id}")


def _refused(request: Request, error: EditingError) -> Response:
    match error:
        case NotFound():
            return refusal(request, 404, "not_found")
        case NotYours():
            return refusal(request, 403, "not_allowed")
        case FourEyesNeeded():
            return refusal(request, 409, "four_eyes")
        case NotAllowedNow():
            return refusal(request, 409, "not_allowed_now")
        case _:
            raise error


def _list(
    request: Request,
    session: SignedIn,
    editing: Editing,
    filters: Filters,
    errors: tuple[FieldError, ...] = (),
    name: str = "",
) -> HTMLResponse:
    with editing.database.read() as database:
        labels = event_labels(request, session, database)
        listing = list_events(database, filters.wanted(), editing.now())
    actor, places = session.staff.actor, editing.catalogue().municipalities
    named = sorted((place.name(labels.services.language), place.code) for place in places)
    writes = session.staff.role != "counsellor"
    return pages_of(request).page(
        request,
        "events/list.html",
        session,
        422 if errors else 200,
        listing=listing,
        filters=filters,
        kinds_of_time=WHEN,
        labels=labels,
        places=named,
        own=[pair for pair in labels.services.providers.items() if writes and actor.owns(pair[0])],
        languages=editing.languages,
        errors=errors,
        name=name,
    )


def _page(
    request: Request,
    session: SignedIn,
    editing: Editing,
    event_id: str,
    error: Conflict | Invalid | None = None,
    typed: Typed | None = None,
) -> HTMLResponse:
    with editing.database.read() as database:
        labels = event_labels(request, session, database)
        page = event_page(database, editing, labels, session.staff, event_id, error, typed)
    status = {Conflict: 409, Invalid: 422}.get(type(error), 200) if error else 200
    values: dict[str, Any] = {"page": page, "labels": labels, "wording": wording_of(request)}
    return pages_of(request).page(request, "events/event.html", session, status, now=editing.now(), **values)
