"""Forms of the desk's work on a case: pass on, take back, tags, follow-up, interpreter."""

from typing import Annotated

from fastapi import APIRouter, Form, Path, Request, Response

from admin.access import AtDesk
from admin.desk_case_verbs import interpreted, moment, receiver
from admin.desk_verbs import DeskVerbs, desk_of
from admin.pages import see_other
from admin.wording import wording_of
from bot.incoming import LONGEST

router = APIRouter(prefix="/admin/desk/{conversation_id}", include_in_schema=False)

Id = Annotated[str, Path(max_length=64)]
Reason = Annotated[str, Form(max_length=LONGEST)]
Word = Annotated[str, Form(max_length=80)]


@router.post("/transfer")
def pass_on(request: Request, session: AtDesk, conversation_id: Id, to: Word, reason: Reason) -> Response:
    desk = desk_of(request)
    with desk.database.read() as reading:
        chosen = receiver(reading, to, session.staff.id, conversation_id)
    DeskVerbs(desk, session.staff).transfer(conversation_id, chosen, reason)
    return _back(conversation_id)


@router.post("/transfer/removal")
def take_back(request: Request, session: AtDesk, conversation_id: Id) -> Response:
    DeskVerbs(desk_of(request), session.staff).take_back(conversation_id)
    return _back(conversation_id)


@router.post("/tags")
def tag(request: Request, session: AtDesk, conversation_id: Id, tag: Word) -> Response:
    DeskVerbs(desk_of(request), session.staff).tag(conversation_id, tag)
    return _back(conversation_id)


@router.post("/tags/removal")
def untag(request: Request, session: AtDesk, conversation_id: Id, tag: Word) -> Response:
    DeskVerbs(desk_of(request), session.staff).untag(conversation_id, tag)
    return _back(conversation_id)


@router.post("/follow-up")
def follow_up(request: Request, session: AtDesk, conversation_id: Id, at: Word) -> Response:
    desk = desk_of(request)
    due = moment(at, wording_of(request).zone, desk.clock())
    DeskVerbs(desk, session.staff).follow_up(conversation_id, due)
    return _back(conversation_id)


@router.post("/follow-up/removal")
def drop_follow_up(request: Request, session: AtDesk, conversation_id: Id) -> Response:
    DeskVerbs(desk_of(request), session.staff).follow_up(conversation_id, None)
    return _back(conversation_id)


@router.post("/interpreter")
def interpreter(
    request: Request, session: AtDesk, conversation_id: Id, language: Annotated[str, Form(max_length=16)] = ""
) -> Response:
    DeskVerbs(desk_of(request), session.staff).interpreter(conversation_id, interpreted(language))
    return _back(conversation_id)


def _back(conversation_id: str) -> Response:
    return see_other(f"/admin/desk/{conversation_id}?list=mine")
