"""Answers changed with the person and new results: for the panel's own scripts, and by forms."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Path, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from admin.access import AtDesk
from admin.advising import advice_of
from admin.answers import coded
from admin.case_view import MessageView, message_view
from admin.desk_verbs import DeskVerbs
from admin.pages import see_other
from admin.staff import Staff
from admin.wording import wording_of
from bot.conversation import Message
from bot.together import Together

router = APIRouter(include_in_schema=False)

API = "/admin/api/conversations/{conversation_id}"
PAGE = "/admin/desk/{conversation_id}"
Id = Annotated[str, Path(max_length=64)]
Slot = Annotated[str, Path(max_length=40)]
Code = Annotated[str, Field(max_length=80)]
Codes = Annotated[list[Code], Field(max_length=30)]


class AnswerBody(BaseModel):
    """`seen` are the codes that stood there when the page was made."""

    model_config = ConfigDict(extra="forbid")

    codes: Codes
    seen: Codes


class ResultsBody(BaseModel):
    model_config = ConfigDict(extra="forbid")

    client_id: UUID


@router.put(f"{API}/answers/{{slot}}", status_code=204)
def change(request: Request, session: AtDesk, conversation_id: Id, slot: Slot, body: AnswerBody) -> Response:
    """409 when the answer has changed meanwhile."""
    _change(request, session.staff, conversation_id, slot, body.codes, body.seen)
    return Response(status_code=204)


@router.post(f"{PAGE}/answers/{{slot}}")
def change_form(
    request: Request,
    session: AtDesk,
    conversation_id: Id,
    slot: Slot,
    codes: Annotated[list[str], Form()] = [],  # noqa: B006
    seen: Annotated[list[str], Form()] = [],  # noqa: B006
) -> Response:
    _change(request, session.staff, conversation_id, slot, codes, seen)
    return see_other(f"/admin/desk/{conversation_id}?list=mine")


@router.post(f"{API}/results")
def results(request: Request, session: AtDesk, conversation_id: Id, body: ResultsBody) -> MessageView:
    """The same `client_id` again is the same message."""
    message = _show(request, session.staff, conversation_id, str(body.client_id))
    return message_view(message, wording_of(request), session.staff.language)


@router.post(f"{PAGE}/results")
def results_form(
    request: Request, session: AtDesk, conversation_id: Id, client_id: Annotated[str, Form(max_length=64)]
) -> Response:
    _show(request, session.staff, conversation_id, client_id)
    return see_other(f"/admin/desk/{conversation_id}?list=mine")


def _change(
    request: Request, who: Staff, conversation_id: str, slot: str, codes: list[str], seen: list[str]
) -> None:
    together = _together(request)
    chosen = coded(slot, tuple(codes), together.advice.catalogue.municipalities)
    trace = DeskVerbs(together.advice.desk, who).trace("change_answer", conversation_id, question=slot)
    together.change(conversation_id, who.id, slot, chosen, seen, trace)


def _show(request: Request, who: Staff, conversation_id: str, client_id: str) -> Message:
    together = _together(request)
    trace = DeskVerbs(together.advice.desk, who).trace("show_results", conversation_id)
    return together.show_results(conversation_id, who.id, client_id, trace)


def _together(request: Request) -> Together:
    return Together(advice_of(request), wording_of(request).names)
