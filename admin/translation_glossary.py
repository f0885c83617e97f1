"""The glossary of service terms: everybody reads it, coordinators say what it says."""

from collections.abc import Iterable
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse

from admin import audit
from admin.access import Overseer, Reader
from admin.meanwhile import Said, SavedMeanwhile, mark, refuse_overwriting
from admin.pages import pages_of, see_other
from admin.service_side import Editing, Parts
from admin.service_words import words_for
from admin.staff import SignedIn
from knowledge.editing.errors import FieldError, Invalid
from knowledge.translation.glossary import SOURCE, Entry, drop_term, entries, write_term
from knowledge.translation.models import TERM_STATUSES
from knowledge.translation.terms import Term

router = APIRouter(prefix="/admin/glossary", include_in_schema=False)

Line = Annotated[str, Form(max_length=500)]
Code = Annotated[str, Form(max_length=20)]


@router.get("")
def show_glossary(
    request: Request, session: Reader, editing: Parts, language: Annotated[str, Query(max_length=20)] = ""
) -> HTMLResponse:
    return _page(request, session, editing, language)


@router.post("")
def add_term(
    request: Request,
    session: Overseer,
    editing: Parts,
    term: Line = "",
    language: Code = "",
    translation: Line = "",
    forbidden: Annotated[str, Form(max_length=2_500)] = "",
    note: Line = "",
    status: Code = "reviewed",
    seen: Line = "",
) -> Response:
    """Adds a term or says it anew. Forbidden variants are parted by commas."""
    never = tuple(each.strip() for each in forbidden.split(",") if each.strip())
    typed = Term(SOURCE, term.strip(), language, translation.strip(), never, note.strip(), status)
    try:
        with editing.database.write() as database:
            theirs = _said_of(request, session, entries(database, SOURCE, language), typed.term)
            refuse_overwriting(seen, theirs, _said(request, session, typed))
            write_term(database, session.staff.actor, typed, editing.now())
            audit.record(database, session.staff, "write_term", term[:80], language=language)
    except Invalid as error:
        return _page(request, session, editing, language, 422, typed, error.errors, seen=seen)
    except SavedMeanwhile as error:
        return _page(request, session, editing, language, 409, typed, meanwhile=error, seen=error.seen)
    return see_other(f"/admin/glossary?language={language}")


@router.post("/removal")
def remove_term(
    request: Request, session: Overseer, editing: Parts, term: Line = "", language: Code = ""
) -> Response:
    with editing.database.write() as database:
        drop_term(database, session.staff.actor, SOURCE, term, language, editing.now())
        audit.record(database, session.staff, "remove_term", term[:80], language=language)
    return see_other(f"/admin/glossary?language={_known(editing, language)}")


def _page(
    request: Request,
    session: SignedIn,
    editing: Editing,
    language: str,
    status: int = 200,
    typed: Term | None = None,
    errors: tuple[FieldError, ...] = (),
    meanwhile: SavedMeanwhile | None = None,
    seen: str = "",
) -> HTMLResponse:
    """`typed` stands in the form of a new term, with the mark that it carries."""
    language = _known(editing, language)
    with editing.database.read() as database:
        found = entries(database, SOURCE, language)
        words = words_for(request, session, database)
    return pages_of(request).page(
        request,
        "translation/glossary.html",
        session,
        status,
        entries=found,
        language=language,
        source=SOURCE,
        languages=[each for each in editing.languages if each != SOURCE],
        statuses=TERM_STATUSES,
        words=words,
        typed=typed or Term(SOURCE, "", language, "", (), "", "reviewed"),
        errors=errors,
        meanwhile=meanwhile.differences if meanwhile else (),
        seen=seen,
        mark_of=lambda term: mark(_said_of(request, session, found, term)),
        may_write=session.staff.role in ("coordinator", "administrator"),
    )


def _said_of(request: Request, session: SignedIn, known: Iterable[Entry], term: str) -> tuple[Said, ...]:
    """What a coordinator has said of a term; what is shipped is nobody's."""
    own = next((each.term for each in known if each.own and each.term.term == term), None)
    return _said(request, session, own) if own else ()


def _said(request: Request, session: SignedIn, term: Term) -> tuple[Said, ...]:
    say = partial(pages_of(request).words, request, session=session)
    return (
        Said(say("translation.term_said"), term.translation),
        Said(say("translation.never"), ", ".join(term.forbidden)),
        Said(say("translation.note"), term.note),
        Said(say("state"), term.status),
    )


def _known(editing: Editing, language: str) -> str:
    others = [each for each in editing.languages if each != SOURCE]
    return language if language in others else next(iter(others), SOURCE)
