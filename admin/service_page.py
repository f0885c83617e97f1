"""The page of a service: shown, saved, proposed, and hints while one types."""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Path, Request, Response
from fastapi.responses import HTMLResponse

from admin import audit
from admin.access import Editor, NotAllowed, Reader
from admin.pages import pages_of, see_other
from admin.service_form import read_form
from admin.service_glossary import glossary_for
from admin.service_saving import PageConflict, Saving, changed_texts, facts_before
from admin.service_side import Editing, Parts, Sent
from admin.service_view import service_page
from admin.service_words import words_for
from admin.staff import SignedIn
from admin.translation_side import translating_of
from admin.wording import wording_of
from knowledge.editing.content import Facts, Words, normal
from knowledge.editing.errors import FieldError, Invalid
from knowledge.editing.proposals import propose
from knowledge.editing.validation import require
from knowledge.editing.writing import draft
from knowledge.text_quality import hints

router = APIRouter(prefix="/admin", include_in_schema=False)

Id = Annotated[str, Path(max_length=80)]


@router.get("/new-service")
def show_new(request: Request, session: Editor, editing: Parts) -> HTMLResponse:
    return _new_page(request, session, editing)


@router.post("/services")
def add(
    request: Request,
    session: Editor,
    editing: Parts,
    name: Annotated[str, Form(max_length=500)] = "",
    provider: Annotated[str, Form(max_length=80)] = "",
    language: Annotated[str, Form(max_length=20)] = "",
) -> Response:
    """A draft with nothing but its name."""
    facts = Facts(provider=provider, source_language=language or "fi")
    try:
        with editing.database.write() as database:
            require(() if name.strip() else (FieldError("name", "missing"),))
            texts = {facts.source_language: Words(name)}
            copy = draft(database, session.staff.actor, facts, texts, editing.now())
            audit.record(database, session.staff, "add_service", copy.id)
    except Invalid as error:
        return _new_page(request, session, editing, error.errors, name)
    return see_other(f"/admin/services/{copy.id}")


@router.get("/services/{service_id}")
def show(request: Request, session: Reader, editing: Parts, service_id: Id, show: str = "") -> HTMLResponse:
    return _page(request, session, editing, service_id, shown=show)


@router.post("/services/{service_id}")
def save(request: Request, session: Editor, editing: Parts, service_id: Id, form: Sent) -> Response:
    """Everything on the page, or nothing: what somebody else has saved meanwhile is shown beside it."""
    written = read_form(form, editing.catalogue().municipalities)
    try:
        with editing.database.write() as database:
            Saving(database, session.staff.actor, service_id, editing.now()).save(written)
            audit.record(database, session.staff, "save_service", service_id)
    except PageConflict as conflict:
        return _conflict_page(request, session, editing, service_id, conflict, form)
    except Invalid as error:
        return _page(request, session, editing, service_id, 422, written=written, errors=error.errors)
    shown = form.get("shown", "")
    return see_other(f"/admin/services/{service_id}" + (f"?show={shown}" if _are_codes(shown) else ""))


@router.post("/services/{service_id}/proposals")
def add_proposal(request: Request, session: Editor, editing: Parts, service_id: Id, form: Sent) -> Response:
    """What was changed on the page goes to the service's owner."""
    written = read_form(form, editing.catalogue().municipalities)
    comment = str(form.get("comment", ""))[:2_000]
    try:
        with editing.database.write() as database:
            require(written.errors)
            changed = changed_texts(database, service_id, written)
            before = normal(facts_before(database, service_id, written))
            facts = written.facts if written.facts != before else None
            actor, now = session.staff.actor, editing.now()
            propose(database, actor, service_id, now, facts=facts, texts=changed, comment=comment)
            audit.record(database, session.staff, "propose", service_id)
    except Invalid as error:
        return _page(request, session, editing, service_id, 422, written=written, errors=error.errors)
    return see_other("/admin/proposals")


@router.post("/services/{service_id}/hints")
def read_hints(request: Request, session: Editor, editing: Parts, service_id: Id, form: Sent) -> HTMLResponse:
    """Hints on what stands in the fields; nothing is stored."""
    written = read_form(form, editing.catalogue().municipalities)
    outdated, source = editing.outdated(), written.facts.source_language
    found = {code: hints(said, code, outdated) for code, said in written.texts.items()}
    with editing.database.read() as database:
        glossary = glossary_for(database, source, written.texts.get(source), written.texts)
        terms = {code: glossary.hints(said, code) for code, said in written.texts.items()}
        words = words_for(request, session, database)
    return pages_of(request).page(
        request,
        "services/hints_of_all.html",
        session,
        found=found,
        terms=terms,
        source=source,
        words=words,
    )


def _page(
    request: Request,
    session: SignedIn,
    editing: Editing,
    service_id: str,
    status: int = 200,
    **values: Any,
) -> HTMLResponse:
    with editing.database.read() as database:
        words = words_for(request, session, database)
        page = service_page(database, editing, words, session.staff, service_id, **values)
    return pages_of(request).page(
        request,
        "services/service.html",
        session,
        status,
        page=page,
        words=words,
        wording=wording_of(request),
        now=editing.now(),
        view="edit",
        machine=translating_of(request).server is not None,
    )


def _new_page(
    request: Request,
    session: SignedIn,
    editing: Editing,
    errors: tuple[FieldError, ...] = (),
    name: str = "",
) -> HTMLResponse:
    actor = session.staff.actor
    if actor.providers == frozenset():
        raise NotAllowed
    with editing.database.read() as database:
        words = words_for(request, session, database)
    own = {key: label for key, label in words.providers.items() if actor.owns(key)}
    status = 422 if errors else 200
    return pages_of(request).page(
        request,
        "services/new.html",
        session,
        status,
        words=words,
        providers=own,
        languages=editing.languages,
        errors=errors,
        name=name,
    )


def _conflict_page(
    request: Request,
    session: SignedIn,
    editing: Editing,
    service_id: str,
    conflict: PageConflict,
    form: Sent,
) -> HTMLResponse:
    with editing.database.read() as database:
        words = words_for(request, session, database)
    return pages_of(request).page(
        request,
        "services/conflict.html",
        session,
        409,
        noun="services",
        address=f"/admin/services/{service_id}",
        conflict=conflict,
        kept=_kept(form, conflict),
        words=words,
        wording=wording_of(request),
        now=editing.now(),
    )


def _kept(form: Sent, conflict: PageConflict) -> list[tuple[str, str]]:
    """The fields that nobody has to choose in, with today's versions of the parts that clashed."""
    bases = {f"base.{part or 'facts'}": str(version) for part, version in conflict.versions.items()}
    asked = {f"text.{each.language}.{each.field}" for each in conflict.clashes if each.language}
    return [
        (key, bases.get(key, value))
        for key, value in form.multi_items()
        if isinstance(value, str) and key not in asked | {"csrf_token"} and not key.startswith("choice.")
    ]


def _are_codes(shown: object) -> bool:
    return isinstance(shown, str) and bool(shown) and shown.replace(",", "").replace("-", "").isalnum()
