"""The desk's work on a case for the panel's own scripts: JSON in, nothing out."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from admin.access import AtDesk
from admin.desk_case_verbs import interpreted, moment, receiver
from admin.desk_verbs import DeskVerbs, desk_of
from admin.wording import wording_of
from bot.incoming import LONGEST

router = APIRouter(prefix="/admin/api/conversations/{conversation_id}", include_in_schema=False)

Id = Annotated[str, Path(max_length=64)]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class TransferBody(_Body):
    """`to` is "counsellor:<staff id>" or "team:<id>"."""

    to: str = Field(max_length=80)
    reason: str = Field(max_length=LONGEST)


class TagBody(_Body):
    tag: str = Field(max_length=80)


class FollowUpBody(_Body):
    """`at` is a day and time; without an offset it is the service's."""

    at: str = Field(max_length=40)


class InterpreterBody(_Body):
    """ "" means that none is needed."""

    language: str = Field(max_length=16)


@router.post("/transfer", status_code=204)
def pass_on(request: Request, session: AtDesk, conversation_id: Id, body: TransferBody) -> Response:
    """409 names who holds it."""
    desk = desk_of(request)
    with desk.database.read() as reading:
        to = receiver(reading, body.to, session.staff.id, conversation_id)
    DeskVerbs(desk, session.staff).transfer(conversation_id, to, body.reason)
    return Response(status_code=204)


@router.delete("/transfer", status_code=204)
def take_back(request: Request, session: AtDesk, conversation_id: Id) -> Response:
    """409 names who has taken it meanwhile."""
    DeskVerbs(desk_of(request), session.staff).take_back(conversation_id)
    return Response(status_code=204)


@router.post("/tags", status_code=204)
def tag(request: Request, session: AtDesk, conversation_id: Id, body: TagBody) -> Response:
    DeskVerbs(desk_of(request), session.staff).tag(conversation_id, body.tag)
    return Response(status_code=204)


@router.delete("/tags", status_code=204)
def untag(
    request: Request, session: AtDesk, conversation_id: Id, tag: Annotated[str, Query(max_length=80)] = ""
) -> Response:
    DeskVerbs(desk_of(request), session.staff).untag(conversation_id, tag)
    return Response(status_code=204)


@router.put("/follow-up", status_code=204)
def follow_up(request: Request, session: AtDesk, conversation_id: Id, body: FollowUpBody) -> Response:
    desk = desk_of(request)
    due = moment(body.at, wording_of(request).zone, desk.clock())
    DeskVerbs(desk, session.staff).follow_up(conversation_id, due)
    return Response(status_code=204)


@router.delete("/follow-up", status_code=204)
def drop_follow_up(request: Request, session: AtDesk, conversation_id: Id) -> Response:
    DeskVerbs(desk_of(request), session.staff).follow_up(conversation_id, None)
    return Response(status_code=204)


@router.put("/interpreter", status_code=204)
def interpreter(request: Request, session: AtDesk, conversation_id: Id, body: InterpreterBody) -> Response:
    DeskVerbs(desk_of(request), session.staff).interpreter(conversation_id, interpreted(body.language))
    return Response(status_code=204)
