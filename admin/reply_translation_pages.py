"""Translating at the desk: a page with both texts before anything is sent, the switch, and reading."""

from typing import Annotated
from uuid import uuid4

from fastapi import APIRouter, Form, Path, Request, Response
from fastapi.responses import HTMLResponse

from admin.access import AtDesk
from admin.desk_case_verbs import Refused
from admin.desk_verbs import DeskVerbs, desk_of
from admin.pages import pages_of, see_other
from admin.reply_translation import interpreter_of, preview, read
from bot.conversation import Original
from bot.incoming import LONGEST, cleaned
from bot.translating import say_translated, switch

router = APIRouter(prefix="/admin/desk/{conversation_id}", include_in_schema=False)

Id = Annotated[str, Path(max_length=64)]
Text = Annotated[str, Form(max_length=LONGEST)]
ClientId = Annotated[str, Form(max_length=64)]


@router.post("/translation")
def show_preview(request: Request, session: AtDesk, conversation_id: Id, text: Text) -> HTMLResponse:
    """Both texts; where the server does not answer, the reply can be sent as it is."""
    return pages_of(request).page(
        request,
        "translated_reply.html",
        session,
        conversation_id=conversation_id,
        preview=preview(request, session.staff, conversation_id, text),
        client_id=str(uuid4()),
        longest=LONGEST,
    )


@router.post("/translated-messages")
def send(
    request: Request, session: AtDesk, conversation_id: Id, text: Text, original: Text, client_id: ClientId
) -> Response:
    """The same `client_id` again is the same message."""
    desk, interpreter = desk_of(request), interpreter_of(request)
    if interpreter is None:
        raise Refused("no_translation")
    written = Original(cleaned(original), session.staff.language, interpreter.name)
    trace = DeskVerbs(desk, session.staff).trace("say", conversation_id, translated_by=interpreter.name)
    say_translated(desk, conversation_id, session.staff.id, cleaned(text), written, client_id, trace)
    return _back(conversation_id)


@router.post("/translating")
def set_switch(
    request: Request, session: AtDesk, conversation_id: Id, on: Annotated[str, Form(max_length=3)] = ""
) -> Response:
    """ "yes" has every reply translated before it is sent, until it is switched off."""
    desk = desk_of(request)
    trace = DeskVerbs(desk, session.staff).trace("translating", conversation_id, on=on)
    switch(desk, conversation_id, session.staff.id, on == "yes", trace)
    return _back(conversation_id)


@router.post("/reading")
def translate_to_read(request: Request, session: AtDesk, conversation_id: Id) -> Response:
    if read(request, session.staff, conversation_id):
        raise Refused("no_translation")
    return _back(conversation_id)


def _back(conversation_id: str) -> Response:
    return see_other(f"/admin/desk/{conversation_id}?list=mine")
