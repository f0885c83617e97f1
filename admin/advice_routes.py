"""Recommending a service into the chat: for the panel's own scripts, and as a page for who has none."""

from typing import Annotated
from uuid import UUID, uuid4

from fastapi import APIRouter, Form, Path, Query, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ConfigDict, Field

from admin.access import AtDesk
from admin.advising import OfferView, offers, recommend
from admin.case_view import MessageView, message_view
from admin.pages import pages_of, see_other
from admin.wording import wording_of
from bot.incoming import LONGEST

router = APIRouter(include_in_schema=False)

API = "/admin/api/conversations/{conversation_id}/recommendations"
PAGE = "/admin/desk/{conversation_id}/recommendations"
Id = Annotated[str, Path(max_length=64)]
Words = Annotated[str, Query(max_length=200)]


class RecommendationBody(BaseModel):
    """`text` is the counsellor's own sentence, "" for the usual one."""

    model_config = ConfigDict(extra="forbid")

    client_id: UUID
    service_id: str = Field(max_length=120)
    text: str = Field("", max_length=LONGEST)


@router.get(API)
def find(request: Request, session: AtDesk, conversation_id: Id, q: Words = "") -> list[OfferView]:
    """What fits this person first; without words what the profile asks for."""
    return list(offers(request, session.staff, conversation_id, q))


@router.post(API)
def send(request: Request, session: AtDesk, conversation_id: Id, body: RecommendationBody) -> MessageView:
    """The same `client_id` again is the same message."""
    message = recommend(
        request, session.staff, conversation_id, body.service_id, body.text, str(body.client_id)
    )
    return message_view(message, wording_of(request), session.staff.language)


@router.get(PAGE)
def show(request: Request, session: AtDesk, conversation_id: Id, q: Words = "") -> HTMLResponse:
    return pages_of(request).page(
        request,
        "recommendations.html",
        session,
        conversation_id=conversation_id,
        query=q,
        offers=offers(request, session.staff, conversation_id, q),
        client_id=str(uuid4()),
        longest=LONGEST,
    )


@router.post(PAGE)
def send_form(
    request: Request,
    session: AtDesk,
    conversation_id: Id,
    service_id: Annotated[str, Form(max_length=120)],
    client_id: Annotated[str, Form(max_length=64)],
    text: Annotated[str, Form(max_length=LONGEST)] = "",
) -> Response:
    recommend(request, session.staff, conversation_id, service_id, text, client_id)
    return see_other(f"/admin/desk/{conversation_id}?list=mine")
