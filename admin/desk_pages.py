"""The desk's pages; their forms do without scripts what the scripts do better."""

from typing import Annotated, Literal
from uuid import uuid4

from fastapi import APIRouter, Form, Path, Query, Request, Response
from fastapi.responses import HTMLResponse

from admin.access import AnyStaff, AtDesk, NotAllowed
from admin.case_view import CaseView, case_view
from admin.case_work import WorkView, case_work
from admin.desk_verbs import DeskVerbs, desk_of
from admin.inbox import lists_for, read_inbox
from admin.inbox_filters import Asked, List
from admin.navigation import groups_for
from admin.pages import pages_of, see_other
from admin.presence import note_here
from admin.refusals import refusal
from admin.reply_translation import TranslationView, translation_view
from admin.staff import SignedIn
from admin.wording import wording_of
from bot.incoming import LONGEST
from bot.store import NotFound

router = APIRouter(prefix="/admin", include_in_schema=False)
lost = APIRouter(prefix="/admin", include_in_schema=False)
"""To be included after all other routes of the panel."""

Id = Annotated[str, Path(max_length=64)]
Narrowed = Annotated[Asked, Query()]
Text = Annotated[str, Form(max_length=LONGEST)]
ClientId = Annotated[str, Form(max_length=64)]


@router.get("")
@router.get("/")
def start(session: AnyStaff) -> Response:
    """Leads to the first page that the role opens."""
    if session.staff.must_choose_password:
        return see_other("/admin/password")
    groups = groups_for(session.staff.role)
    if not groups:
        raise NotAllowed
    return see_other(groups[0].items[0].href)


@router.get("/desk")
def show_desk(request: Request, session: AtDesk, asked: Narrowed) -> HTMLResponse:
    return _page(request, session, asked, None)


@router.get("/desk/{conversation_id}")
def show_conversation(request: Request, session: AtDesk, conversation_id: Id, asked: Narrowed) -> Response:
    desk = desk_of(request)
    try:
        case = desk.case(conversation_id)
    except NotFound:
        return refusal(request, 404, "no_conversation")
    DeskVerbs(desk, session.staff).read(conversation_id)
    work = case_work(request, session.staff, case)
    whole = "whole" in request.query_params
    view = case_view(case, wording_of(request), session.staff, desk.clock(), whole=whole)
    translation = translation_view(request, session.staff, case)
    return _page(request, session, asked, view, work, translation)


@router.post("/desk/{conversation_id}/messages")
def say(request: Request, session: AtDesk, conversation_id: Id, text: Text, client_id: ClientId) -> Response:
    DeskVerbs(desk_of(request), session.staff).say(conversation_id, text, client_id)
    return _back(conversation_id, "mine")


@router.post("/desk/{conversation_id}/notes")
def note(request: Request, session: AtDesk, conversation_id: Id, text: Text) -> Response:
    DeskVerbs(desk_of(request), session.staff).note(conversation_id, text)
    return _back(conversation_id, "mine")


@router.post("/desk/{conversation_id}/{verb}")
def act(
    request: Request, session: AtDesk, conversation_id: Id, verb: Literal["takeover", "handback", "closing"]
) -> Response:
    verbs = DeskVerbs(desk_of(request), session.staff)
    match verb:
        case "takeover":
            verbs.take_over(conversation_id)
        case "handback":
            verbs.hand_back(conversation_id)
        case "closing":
            verbs.close(conversation_id)
    return _back(conversation_id, "mine" if verb == "takeover" else "closed")


@lost.get("/{path:path}")
def not_found(request: Request, path: str) -> Response:
    return refusal(request, 404, "not_found")


def _page(
    request: Request,
    session: SignedIn,
    asked: Asked,
    case: CaseView | None,
    work: WorkView | None = None,
    translation: TranslationView | None = None,
) -> HTMLResponse:
    note_here(desk_of(request), session.staff)
    inbox = read_inbox(desk_of(request), wording_of(request), session.staff, asked)
    return pages_of(request).page(
        request,
        "desk.html",
        session,
        inbox=inbox,
        asked=asked,
        lists=lists_for(session.staff),
        case=case,
        work=work,
        translation=translation,
        client_id=str(uuid4()),
        longest=LONGEST,
    )


def _back(conversation_id: str, chosen: List) -> Response:
    return see_other(f"/admin/desk/{conversation_id}?list={chosen}")
