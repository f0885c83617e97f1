"""The desk for the panel's own scripts: JSON in, JSON or nothing out."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from admin.access import COOKIE, AtDesk
from admin.case_view import MessageView, message_view, messages_before
from admin.desk_verbs import DeskVerbs, desk_of
from admin.events import Listener, happenings
from admin.inbox import InboxView, read_inbox
from admin.inbox_filters import Asked
from admin.wording import wording_of
from bot.event_streams import EventStream

router = APIRouter(prefix="/admin/api", include_in_schema=False)

Id = Annotated[str, Path(max_length=64)]
Seq = Annotated[int, Field(ge=0, le=2**31 - 1)]
LastEventId = Annotated[int | None, Header(ge=0, le=2**31 - 1, alias="Last-Event-ID")]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class NoteBody(_Body):
    text: str


class MessageBody(_Body):
    client_id: UUID
    text: str


class SeenBody(_Body):
    seq: Seq


@router.get("/inbox")
def inbox(request: Request, session: AtDesk, asked: Annotated[Asked, Query()]) -> InboxView:
    return read_inbox(desk_of(request), wording_of(request), session.staff, asked)


@router.get("/events", response_class=EventStream)
async def events(
    request: Request,
    session: AtDesk,
    conversation: Annotated[str | None, Query(max_length=64)] = None,
    after: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
    last_event_id: LastEventId = None,
) -> EventStream:
    """Events `inbox`, and of one conversation `message`, `case` and `gone`; `Last-Event-ID` resumes."""
    since = after if last_event_id is None else last_event_id
    listener = Listener(
        desk=desk_of(request),
        wording=wording_of(request),
        session=session,
        token=request.cookies[COOKIE],
        conversation_id=conversation,
        after=since,
    )
    return EventStream(happenings(listener))


@router.post("/conversations/{conversation_id}/takeover", status_code=204)
def take_over(request: Request, session: AtDesk, conversation_id: Id) -> Response:
    """409 names who was first."""
    DeskVerbs(desk_of(request), session.staff).take_over(conversation_id)
    return Response(status_code=204)


@router.delete("/conversations/{conversation_id}/takeover", status_code=204)
def hand_back(request: Request, session: AtDesk, conversation_id: Id) -> Response:
    """The bot speaks again."""
    DeskVerbs(desk_of(request), session.staff).hand_back(conversation_id)
    return Response(status_code=204)


@router.post("/conversations/{conversation_id}/closing", status_code=204)
def close(request: Request, session: AtDesk, conversation_id: Id) -> Response:
    DeskVerbs(desk_of(request), session.staff).close(conversation_id)
    return Response(status_code=204)


@router.post("/conversations/{conversation_id}/messages")
def say(request: Request, session: AtDesk, conversation_id: Id, body: MessageBody) -> MessageView:
    """The same `client_id` again is the same message."""
    desk = desk_of(request)
    message = DeskVerbs(desk, session.staff).say(conversation_id, body.text, str(body.client_id))
    return message_view(message, wording_of(request), session.staff.language)


@router.get("/conversations/{conversation_id}/messages")
def earlier(
    request: Request,
    session: AtDesk,
    conversation_id: Id,
    before: Annotated[int, Query(ge=0, le=2**31 - 1)] = 2**31 - 1,
) -> tuple[MessageView, ...]:
    """The last ones before message `before`."""
    case = desk_of(request).case(conversation_id)
    return messages_before(case, before, wording_of(request), session.staff.language)


@router.post("/conversations/{conversation_id}/notes", status_code=204)
def note(request: Request, session: AtDesk, conversation_id: Id, body: NoteBody) -> Response:
    DeskVerbs(desk_of(request), session.staff).note(conversation_id, body.text)
    return Response(status_code=204)


@router.put("/conversations/{conversation_id}/seen", status_code=204)
def seen(request: Request, session: AtDesk, conversation_id: Id, body: SeenBody) -> Response:
    DeskVerbs(desk_of(request), session.staff).seen(conversation_id, body.seq)
    return Response(status_code=204)


@router.post("/conversations/{conversation_id}/typing", status_code=204)
def typing(request: Request, session: AtDesk, conversation_id: Id) -> Response:
    """Tells the person that the counsellor is writing."""
    DeskVerbs(desk_of(request), session.staff).typing(conversation_id)
    return Response(status_code=204)
