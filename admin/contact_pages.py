"""A look at the phone number or e-mail that a person has left: the holder's alone, each on record."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from admin import audit
from admin.access import AtDesk
from admin.pages import pages_of
from admin.refusals import refusal
from admin.staff import Staff
from admin.staff_side import staff_side_of
from bot import store
from bot.contacts import Contact
from bot.conversation import Holder
from bot.desk import NotHolder
from bot.store import NotFound

router = APIRouter(include_in_schema=False)

Id = Annotated[str, Path(max_length=64)]


class ContactView(BaseModel):
    """`link` opens the telephone or the mail program."""

    kind: str
    value: str
    link: str


@router.post("/admin/desk/{conversation_id}/contact/looks")
def look(request: Request, session: AtDesk, conversation_id: Id) -> Response:
    """A page of its own, so that each look is a request that leaves a trace."""
    contact = _looked_at(request, session.staff, conversation_id)
    if contact is None:
        return refusal(request, 404, "no_contact")
    view = _view(contact)
    return pages_of(request).page(request, "contact.html", session, contact=view, case_id=conversation_id)


@router.post("/admin/api/conversations/{conversation_id}/contact/looks")
def look_by_script(request: Request, session: AtDesk, conversation_id: Id) -> Response:
    contact = _looked_at(request, session.staff, conversation_id)
    if contact is None:
        return refusal(request, 404, "no_contact")
    return JSONResponse(_view(contact).model_dump(), headers={"Cache-Control": "no-store"})


def _looked_at(request: Request, who: Staff, conversation_id: str) -> Contact | None:
    """The look and its trace stand or fall together. Raises NotHolder; None where nothing was left."""
    side = staff_side_of(request)
    with side.database.write() as session:
        try:
            conversation = store.claimed(session, conversation_id)
        except NotFound:
            return None
        if conversation.holder != Holder.COUNSELLOR or conversation.holder_id != who.id:
            raise NotHolder(conversation.holder_name)
        contact = side.contacts.get(session, conversation_id)
        if contact is not None:
            audit.record(session, who, "look_at_contact", conversation_id, kind=contact.kind)
    return contact


def _view(contact: Contact) -> ContactView:
    scheme = "tel" if contact.kind == "phone" else "mailto"
    return ContactView(
        kind=contact.kind, value=contact.value, link=f"{scheme}:{contact.value.replace(' ', '')}"
    )
