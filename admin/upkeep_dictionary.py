"""The page of outdated words: editors read it, coordinators change it."""

from collections.abc import Iterable
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse

from admin import audit
from admin.access import Editor, Overseer
from admin.meanwhile import Said, SavedMeanwhile, mark, refuse_overwriting
from admin.pages import pages_of, see_other
from admin.service_side import Editing, Parts
from admin.service_words import words_for
from admin.staff import SignedIn
from knowledge.editing.errors import FieldError, Invalid
from knowledge.upkeep.dictionary import Entry, entries, put_word, remove_word

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
    seen: Annotated[str, Form(max_length=64)] = "",
) -> Response:
    """Adds a word, changes what is said instead, or brings a removed one back."""
    try:
        with editing.database.write() as database:
            theirs = _said_of(request, session, entries(database), language, word)
            refuse_overwriting(seen, theirs, _said(request, session, instead.strip()))
            put_word(database, session.staff.actor, language, word, instead, editing.now())
            audit.record(database, session.staff, "put_word", word[:80], language=language)
    except Invalid as error:
        return _page(request, session, editing, error.errors, (language, word, instead), seen=seen)
    except SavedMeanwhile as error:
        typed = (language, word, instead)
        return _page(request, session, editing, typed=typed, meanwhile=error, seen=error.seen)
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
    meanwhile: SavedMeanwhile | None = None,
    seen: str = "",
) -> HTMLResponse:
    """`typed` stands in the form of a new word, with the mark that it carries."""
    with editing.database.read() as database:
        words = words_for(request, session, database)
        found = entries(database)
    return pages_of(request).page(
        request,
        "upkeep/words.html",
        session,
        409 if meanwhile else 422 if errors else 200,
        entries=found,
        words=words,
        errors=errors,
        typed=typed,
        meanwhile=meanwhile.differences if meanwhile else (),
        seen=seen,
        mark_of=lambda each: mark(_said_of(request, session, found, each.language, each.word)),
        languages=editing.languages,
        may_change=session.staff.role in ("coordinator", "administrator"),
    )


def _said_of(
    request: Request, session: SignedIn, known: Iterable[Entry], language: str, word: str
) -> tuple[Said, ...]:
    """What a coordinator has said of a word; what is shipped is nobody's."""
    same = (language, " ".join(word.casefold().split()))
    changed = (each for each in known if each.changed_by_name and not each.removed)
    own = next((each for each in changed if (each.language, each.word) == same), None)
    return _said(request, session, own.instead) if own else ()


def _said(request: Request, session: SignedIn, instead: str) -> tuple[Said, ...]:
    say = partial(pages_of(request).words, request, session=session)
    return (Said(say("upkeep.field_instead"), instead),)
