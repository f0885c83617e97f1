"""The page of synonyms: editors write what people mean, and try what is found before and after."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Form, Path, Query, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field

from admin import audit
from admin.access import Editor
from admin.meanwhile import Said, SavedMeanwhile, mark, refuse_overwriting
from admin.pages import pages_of, see_other
from admin.service_side import Editing, Parts
from admin.service_words import words_for
from admin.staff import SignedIn
from admin.wording import wording_of
from knowledge.editing.listing import names_of
from knowledge.search import Hit, search
from knowledge.synonyms import Synonym
from knowledge.synonyms_table import (
    OwnSynonym,
    SynonymError,
    listed,
    own_synonyms,
    remove_synonym,
    save_synonym,
    shipped_synonyms,
)

router = APIRouter(prefix="/admin", include_in_schema=False)

HITS = 5


class Typed(BaseModel):
    """A synonym as it stands in the form, and the question to try it with.

    `seen` marks what an editor had said of it when the form was opened.
    """

    language: str = Field("fi", max_length=20)
    said: str = Field("", max_length=400)
    words: str = Field("", max_length=400)
    services: str = Field("", max_length=400)
    query: str = Field("", max_length=400)
    seen: str = Field("", max_length=64)

    @property
    def synonym(self) -> Synonym:
        return Synonym(self.language, self.said.strip(), listed(self.words), listed(self.services))


@dataclass(frozen=True, slots=True)
class Trial:
    """What a question finds now, and what it would find with the synonym that is typed."""

    query: str
    before: tuple[Hit, ...]
    after: tuple[Hit, ...]


@router.get("/synonyms")
def show_synonyms(
    request: Request, session: Editor, editing: Parts, typed: Annotated[Typed, Query()]
) -> HTMLResponse:
    """With a question in the address it is tried; nothing is saved."""
    return _page(request, session, editing, typed)


@router.post("/synonyms")
def put_synonym(
    request: Request, session: Editor, editing: Parts, typed: Annotated[Typed, Form()]
) -> Response:
    """Adds one, or changes the one that says the same; without a meaning it switches a shipped one off."""
    try:
        with editing.database.write() as database:
            theirs = _said_of(request, session, own_synonyms(database), typed.synonym)
            refuse_overwriting(typed.seen, theirs, _said(request, session, typed.synonym))
            save_synonym(database, typed.synonym, session.staff.name, editing.now())
            audit.record(database, session.staff, "put_synonym", typed.said[:80], language=typed.language)
    except SynonymError as error:
        return _page(request, session, editing, typed, error.code)
    except SavedMeanwhile as error:
        typed = typed.model_copy(update={"seen": error.seen})
        return _page(request, session, editing, typed, meanwhile=error)
    return see_other("/admin/synonyms")


@router.post("/synonyms/{synonym_id}/removal")
def remove(
    session: Editor, editing: Parts, synonym_id: Annotated[int, Path(ge=1, le=2_000_000_000)]
) -> Response:
    with editing.database.write() as database:
        if remove_synonym(database, synonym_id):
            audit.record(database, session.staff, "remove_synonym", str(synonym_id))
    return see_other("/admin/synonyms")


def _page(
    request: Request,
    session: SignedIn,
    editing: Editing,
    typed: Typed,
    problem: str = "",
    meanwhile: SavedMeanwhile | None = None,
) -> HTMLResponse:
    with editing.database.read() as database:
        words = words_for(request, session, database)
        own = own_synonyms(database)
    changed = {each.synonym.key for each in own}
    shipped = [each for each in shipped_synonyms() if each.key not in changed]
    return pages_of(request).page(
        request,
        "synonyms.html",
        session,
        409 if meanwhile else 422 if problem else 200,
        words=words,
        wording=wording_of(request),
        now=editing.now(),
        typed=typed,
        trial=_trial(editing, typed),
        problem=problem,
        meanwhile=meanwhile.differences if meanwhile else (),
        mark_of=lambda synonym: mark(_said_of(request, session, own, synonym)),
        own=own,
        shipped=shipped,
        titles=_titles(editing, (*(each.synonym for each in own), *shipped), session.staff.language),
        languages=editing.languages,
    )


def _said_of(
    request: Request, session: SignedIn, known: Iterable[OwnSynonym], synonym: Synonym
) -> tuple[Said, ...]:
    """What an editor has said of the same words; what is shipped is nobody's."""
    same = next((each.synonym for each in known if each.synonym.key == synonym.key), None)
    return _said(request, session, same) if same else ()


def _said(request: Request, session: SignedIn, synonym: Synonym) -> tuple[Said, ...]:
    say = partial(pages_of(request).words, request, session=session)
    return (
        Said(say("synonyms.words"), ", ".join(synonym.words)),
        Said(say("synonyms.services"), ", ".join(synonym.services)),
    )


def _titles(editing: Editing, synonyms: Iterable[Synonym], language: str) -> Mapping[str, str]:
    """Of the services that synonyms lead to, by id, as far as the chat shows them."""
    known = editing.catalogue().by_id
    wanted = {service for synonym in synonyms for service in synonym.services if service in known}
    return names_of(
        {key: {code: text.name for code, text in known[key].texts.items()} for key in wanted}, language
    )


def _trial(editing: Editing, typed: Typed) -> Trial | None:
    query = (typed.query or typed.said).strip()
    if not query:
        return None
    catalogue, today = editing.catalogue(), editing.today()
    tried = replace(catalogue, synonyms=catalogue.synonyms.plus(typed.synonym))
    before, after = (
        search(each, query, typed.language, limit=HITS, today=today) for each in (catalogue, tried)
    )
    return Trial(query, before, after)
