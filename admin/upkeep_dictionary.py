"""The page of outdated words: editors read it, coordinators change it."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse

from admin import audit
from admin.access import Editor, Overseer
from admin.pages import pages_of, see_other
from admin.service_side import Editing, Parts
from admin.service_words import words_for
from admin.staff import SignedIn
from knowledge.editing.errors import FieldError, Invalid
from knowledge.upkeep.dictionary import entries, put_word, remove_word

router = APIRouter(prefix="/admin", include_in_schema=False)

Language = Annotated[str, Form(max_length=20)]
Word = Annotated[str, Form(max_length=200)]


@router.get("/outdated-words")
def show_words(request: Request, session: Editor, editing: Parts) -> HTMLResponse:
    return _page(request, session, editing)


@router.post("/outdated-words")
def put(
    request: Request,
    session: Overseer,
    editing: Parts,
    word: Word = "",
    language: Language = "",
    instead: Annotated[str, Form(max_length=500)] = "",
) -> Response:
    """Adds a word, changes what is said instead, or brings a removed one back."""
    try:
        with editing.database.write() as database:
            put_word(database, session.staff.actor, language, word, instead, editing.now())
            audit.record(database, session.staff, "put_word", word[:80], language=language)
    except Invalid as error:
        return _page(request, session, editing, error.errors, (language, word, instead))
    return see_other("/admin/outdated-words")


@router.post("/outdated-words/removal")
def remove(session: Overseer, editing: Parts, word: Word, language: Language = "") -> Response:
    with editing.database.write() as database:
        remove_word(database, session.staff.actor, language, word, editing.now())
        audit.record(database, session.staff, "remove_word", word[:80], language=language)
    return see_other("/admin/outdated-words")


def _page(
    request: Request,
    session: SignedIn,
    editing: Editing,
    errors: tuple[FieldError, ...] = (),
    typed: tuple[str, str, str] = ("fi", "", ""),
) -> HTMLResponse:
    with editing.database.read() as database:
        words = words_for(request, session, database)
        found = entries(database)
    return pages_of(request).page(
        request,
        "upkeep/words.html",
        session,
        422 if errors else 200,
        entries=found,
        words=words,
        errors=errors,
        typed=typed,
        languages=editing.languages,
        may_change=session.staff.role in ("coordinator", "administrator"),
    )
