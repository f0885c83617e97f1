"""The panel's pages of code lists: what an outside catalogue's codes mean here, and a way to change it."""

from dataclasses import replace
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse
from starlette.datastructures import FormData

from admin import audit
from admin.access import Editor, Overseer
from admin.import_side import Imports, OfImports
from admin.meanwhile import Said, SavedMeanwhile, mark, refuse_overwriting
from admin.pages import pages_of, see_other
from admin.service_side import Sent
from admin.service_words import ServiceWords, words_for
from admin.staff import SignedIn
from admin.wording import wording_of
from knowledge.editing.errors import NotFound
from knowledge.sources.code_table import LISTS, SCOPES, Code, CodeTable, Meaning, with_changes, write_meaning
from knowledge.sources.ptv_codes import ptv_codes

router = APIRouter(prefix="/admin/codes", include_in_schema=False)

CODES_KINDS: Final = ("service_class", "target_group", "life_event", "type", "industry")


@router.get("")
def show_codes(
    request: Request,
    session: Editor,
    imports: OfImports,
    q: Annotated[str, Query(max_length=100)] = "",
    kind: Annotated[str, Query(max_length=20)] = "service_class",
) -> HTMLResponse:
    with imports.database.read() as database:
        table = with_changes(database, ptv_codes())
        words = words_for(request, session, database)
    chosen = [each for each in table.codes.values() if each.kind == kind and _fits(each, q)]
    return pages_of(request).page(
        request,
        "imports/codes.html",
        session,
        codes=chosen,
        table=table,
        kinds=CODES_KINDS,
        kind=kind,
        q=q,
        lists=tuple(LISTS),
        words=words,
    )


@router.get("/{code}")
def show_code(request: Request, session: Editor, imports: OfImports, code: str) -> HTMLResponse:
    """Raises NotFound."""
    return _page(request, session, imports, code)


def _page(
    request: Request,
    session: SignedIn,
    imports: Imports,
    code: str,
    typed: Meaning | None = None,
    meanwhile: SavedMeanwhile | None = None,
) -> HTMLResponse:
    """`typed` stands in the form in the place of what is stored."""
    with imports.database.read() as database:
        table = with_changes(database, ptv_codes())
        words = words_for(request, session, database)
    known = _known(table, code)
    return pages_of(request).page(
        request,
        "imports/code.html",
        session,
        409 if meanwhile else 200,
        code=replace(known, meaning=typed) if typed else known,
        meanwhile=meanwhile.differences if meanwhile else (),
        seen=mark(_said(words, known.meaning)),
        shipped=_known(ptv_codes(), code).meaning,
        inherited=table.meaning(code.rpartition(".")[0]),
        scopes=SCOPES,
        lists=tuple(LISTS),
        words=words,
        wording=wording_of(request),
        now=imports.now(),
        may_write=_may_write(session),
    )


@router.post("/{code}")
def change_code(request: Request, session: Overseer, imports: OfImports, sent: Sent, code: str) -> Response:
    """From the next import on. `shipped` brings the shipped meaning back. Raises NotFound, Invalid."""
    shipped = _known(ptv_codes(), code).meaning
    meaning = shipped if "shipped" in sent else _meaning(sent)
    try:
        with imports.database.write() as database:
            before = with_changes(database, ptv_codes()).codes[code].meaning
            write_meaning(database, ptv_codes(), code, meaning, session.staff.name, imports.now())
            words = words_for(request, session, database)
            refuse_overwriting(str(sent.get("seen") or ""), _said(words, before), _said(words, meaning))
            audit.record(database, session.staff, "change_code", f"ptv {code}", meaning=_told(meaning))
    except SavedMeanwhile as error:
        return _page(request, session, imports, code, meaning, error)
    return see_other(f"/admin/codes/{code}")


def _meaning(sent: FormData) -> Meaning:
    lists = {name: tuple(str(each) for each in sent.getlist(name)) for name in LISTS}
    scope = str(sent.get("scope") or "")
    return Meaning(scope=scope if scope in SCOPES else "", category=str(sent.get("category") or ""), **lists)


def _said(words: ServiceWords, meaning: Meaning) -> tuple[Said, ...]:
    """What the form of a code says."""
    lists = (Said(words.field(name), words.value(name, getattr(meaning, name))) for name in LISTS)
    scope = words.panel.get(f"imports.scope_{meaning.scope or 'none'}", words.language)
    return (
        Said(words.panel.get("imports.scope", words.language), scope),
        Said(words.field("category"), words.value("category", meaning.category)),
        *lists,
    )


def _told(meaning: Meaning) -> str:
    parts = (meaning.scope, meaning.category, *(" ".join(getattr(meaning, name)) for name in LISTS))
    return "; ".join(filter(None, parts))


def _known(table: CodeTable, code: str) -> Code:
    found = table.codes.get(code)
    if found is None:
        raise NotFound(f"{table.source} has no code {code}")
    return found


def _fits(code: Code, words: str) -> bool:
    wanted = words.casefold().strip()
    return any(wanted in text.casefold() for text in (code.code, *code.names.values()))


def _may_write(session: SignedIn) -> bool:
    return session.staff.role in ("coordinator", "administrator")
