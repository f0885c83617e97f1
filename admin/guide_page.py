"""The pages of guides: the list, one guide shown and saved, and hints while one types."""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Path, Query, Request, Response
from fastapi.responses import HTMLResponse

from admin import audit
from admin.access import Editor, NotAllowed, Reader
from admin.guide_form import fields_of, read_form
from admin.guide_labels import labels_for
from admin.guide_view import guide_page
from admin.pages import pages_of, see_other
from admin.service_side import Editing, Parts, Sent
from admin.staff import SignedIn
from admin.wording import wording_of
from knowledge.editing.errors import FieldError, Invalid
from knowledge.guide import KINDS
from knowledge.guides.content import GuideFacts
from knowledge.guides.listing import STANDINGS, list_guides
from knowledge.guides.merging import GuideConflict
from knowledge.guides.rules import parts
from knowledge.guides.working_copy import open_guide
from knowledge.guides.writing import draft, write
from knowledge.text_quality import hints_on

router = APIRouter(prefix="/admin", include_in_schema=False)

Id = Annotated[str, Path(max_length=80)]
Filter = Annotated[str, Query(max_length=80)]


@router.get("/guides")
def show_guides(
    request: Request,
    session: Reader,
    editing: Parts,
    kind: Filter = "",
    provider: Filter = "",
    state: Filter = "",
) -> HTMLResponse:
    with editing.database.read() as database:
        words = labels_for(request, session, database)
        every = list_guides(database, editing.languages, editing.today())
    lines = [
        line
        for line in every
        if kind in ("", line.kind) and provider in ("", line.provider) and line.is_in(state)
    ]
    return pages_of(request).page(
        request,
        "guides/list.html",
        session,
        words=words,
        wording=wording_of(request),
        now=editing.now(),
        lines=lines,
        states_known=STANDINGS,
        chosen={"kind": kind, "provider": provider, "state": state},
        may_add=session.staff.role != "counsellor" and session.staff.actor.providers != frozenset(),
    )


@router.get("/new-guide")
def show_new(request: Request, session: Editor, editing: Parts) -> HTMLResponse:
    return _new_page(request, session, editing)


@router.post("/guides")
def add(
    request: Request,
    session: Editor,
    editing: Parts,
    title: Annotated[str, Form(max_length=500)] = "",
    kind: Annotated[str, Form(max_length=20)] = KINDS[0],
    provider: Annotated[str, Form(max_length=80)] = "",
    language: Annotated[str, Form(max_length=20)] = "fi",
) -> Response:
    """A draft with nothing but its title."""
    facts = GuideFacts(provider=provider, kind=kind, source_language=language)
    try:
        with editing.database.write() as database:
            copy = draft(database, session.staff.actor, facts, title, editing.now())
            audit.record(database, session.staff, "add_guide", copy.id)
    except Invalid as error:
        return _new_page(request, session, editing, error.errors, title)
    return see_other(f"/admin/guides/{copy.id}")


@router.get("/guides/{guide_id}")
def show(request: Request, session: Reader, editing: Parts, guide_id: Id, show: str = "") -> HTMLResponse:
    return _page(request, session, editing, guide_id, shown=show)


@router.post("/guides/{guide_id}")
def save(request: Request, session: Editor, editing: Parts, guide_id: Id, form: Sent) -> Response:
    """Everything on the page, or nothing: what others have changed to something else is shown beside it."""
    written = read_form(form, editing.catalogue())
    shown = str(form.get("shown", ""))
    try:
        with editing.database.write() as database:
            write(database, session.staff.actor, guide_id, written, editing.now())
            audit.record(database, session.staff, "save_guide", guide_id)
    except GuideConflict as conflict:
        return _conflict_page(request, session, editing, guide_id, conflict, form)
    except Invalid as error:
        return _page(
            request, session, editing, guide_id, 422, written=written, errors=error.errors, shown=shown
        )
    codes = shown.replace(",", "").replace("-", "")
    return see_other(f"/admin/guides/{guide_id}" + (f"?show={shown}" if codes.isalnum() else ""))


@router.post("/guides/{guide_id}/hints")
def read_hints(request: Request, session: Editor, editing: Parts, guide_id: Id, form: Sent) -> HTMLResponse:
    """Hints on what stands in the fields; nothing is stored."""
    content, outdated = read_form(form, editing.catalogue()).content, editing.outdated()
    with editing.database.read() as database:
        words = labels_for(request, session, database, content)
    found = {code: hints_on(parts(text.words), code, outdated) for code, text in content.texts.items()}
    return pages_of(request).page(
        request,
        "services/hints_of_all.html",
        session,
        found=found,
        terms={},
        source=content.facts.source_language,
        words=words,
    )


def _page(
    request: Request, session: SignedIn, editing: Editing, guide_id: str, status: int = 200, **values: Any
) -> HTMLResponse:
    written = values.get("written")
    with editing.database.read() as database:
        content = written.content if written else open_guide(database, guide_id).content
        words = labels_for(request, session, database, content)
        page = guide_page(database, editing, words, session.staff, guide_id, **values)
    return pages_of(request).page(
        request,
        "guides/guide.html",
        session,
        status,
        page=page,
        words=words,
        wording=wording_of(request),
        now=editing.now(),
        view="edit",
    )


def _new_page(
    request: Request,
    session: SignedIn,
    editing: Editing,
    errors: tuple[FieldError, ...] = (),
    title: str = "",
) -> HTMLResponse:
    actor = session.staff.actor
    if actor.providers == frozenset():
        raise NotAllowed
    with editing.database.read() as database:
        words = labels_for(request, session, database)
    return pages_of(request).page(
        request,
        "guides/new.html",
        session,
        422 if errors else 200,
        words=words,
        providers={key: label for key, label in words.providers.items() if actor.owns(key)},
        languages=editing.languages,
        errors=errors,
        title=title,
    )


def _conflict_page(
    request: Request,
    session: SignedIn,
    editing: Editing,
    guide_id: str,
    conflict: GuideConflict,
    form: Sent,
) -> HTMLResponse:
    """What nobody has to choose in is merged already; it is sent again with the choices."""
    with editing.database.read() as database:
        words = labels_for(request, session, database, conflict.merged)
    asked = {f"text.{each.language}.{each.field}" for each in conflict.clashes if each.language}
    states = [
        (key, str(value)) for key, value in form.multi_items() if key == "shown" or key.startswith("ready.")
    ]
    kept = [*fields_of(conflict.merged), *states, ("base", str(conflict.version))]
    return pages_of(request).page(
        request,
        "services/conflict.html",
        session,
        409,
        noun="guides",
        address=f"/admin/guides/{guide_id}",
        conflict=conflict,
        kept=[pair for pair in kept if pair[0] not in asked],
        words=words,
        wording=wording_of(request),
        now=editing.now(),
    )
