"""What a one-time link opens: an own password. And the page for who has forgotten theirs."""

from typing import Annotated, Final

from fastapi import APIRouter, BackgroundTasks, Form, Path, Request, Response
from fastapi.responses import HTMLResponse
from sqlalchemy import select
from starlette.concurrency import run_in_threadpool

from admin import audit, invitations
from admin.access import NotAllowed, came_from_here
from admin.entering import enter
from admin.models import StaffRow
from admin.pages import pages_of
from admin.passwords import weakness
from admin.refusals import refusal
from admin.sign_in import address_of, throttled
from admin.staff import Staff, staff_of
from admin.staff_side import StaffSide, staff_side_of
from admin.staff_verbs import send_link
from bot.throttle import ADDRESS, FORGOTTEN, TooMany
from dialogues.conversation.texts import Texts

LINKS: Final = "/admin/link/"
"""Where the token of a one-time link is added."""

router = APIRouter(prefix="/admin", include_in_schema=False)

Token = Annotated[str, Path(max_length=100)]
Field = Annotated[str, Form(max_length=500)]


@router.get("/link/{token}")
async def show(request: Request, token: Token) -> Response:
    """Looking is not using: programs that look into mails open links too."""
    person = await run_in_threadpool(_owner, staff_side_of(request), token)
    return _page(request, person) if person else refusal(request, 404, "link_gone")


@router.post("/link/{token}")
async def use(request: Request, token: Token, password: Field) -> Response:
    if not came_from_here(request):
        raise NotAllowed
    side = staff_side_of(request)
    person = await run_in_threadpool(_owner, side, token)
    if person is None:
        return refusal(request, 404, "link_gone")
    problem = weakness(password, person.email, person.name)
    if problem:
        return _page(request, person, 422, problem)
    person = await run_in_threadpool(_use, side, token, password)
    if person is None:
        return refusal(request, 404, "link_gone")
    return await enter(request, person, "", by="link")


@router.get("/forgotten")
def show_forgotten(request: Request) -> HTMLResponse:
    return _forgotten_page(request)


@router.post("/forgotten")
async def forgotten(request: Request, background: BackgroundTasks, email: Field) -> Response:
    """The same answer after the same time, whoever has an account: the rest happens afterwards."""
    if not came_from_here(request):
        raise NotAllowed
    side, texts = staff_side_of(request), pages_of(request).texts
    if not side.sends_forgotten:
        return _forgotten_page(request)
    keys = (FORGOTTEN, email.strip().lower()), (ADDRESS, address_of(request))
    try:
        await run_in_threadpool(side.throttle.enter, *keys)
    except TooMany as error:
        return throttled(_forgotten_page(request, 429, "sign_in_throttled"), error)
    background.add_task(_send, side, texts, email, side.address(request, LINKS))
    return _forgotten_page(request, done=True)


def _page(request: Request, person: Staff, status: int = 200, problem: str = "") -> HTMLResponse:
    pages = pages_of(request)
    words = pages.words(request, problem) if problem else ""
    return pages.page(request, "staff/link.html", None, status, person=person, problem=words)


def _forgotten_page(
    request: Request, status: int = 200, problem: str = "", done: bool = False
) -> HTMLResponse:
    pages, sends = pages_of(request), staff_side_of(request).sends_forgotten
    words = pages.words(request, problem) if problem else ""
    return pages.page(request, "staff/forgotten.html", None, status, problem=words, sends=sends, done=done)


def _owner(side: StaffSide, token: str) -> Staff | None:
    with side.database.read() as session:
        return invitations.owner(session, token)


def _use(side: StaffSide, token: str, password: str) -> Staff | None:
    with side.database.write() as session:
        person = invitations.use(session, token, password)
        if person:
            audit.record(session, person, "use_link", person.email[:80])
        return person


def _send(side: StaffSide, texts: Texts, email: str, links: str) -> None:
    address = email.strip().lower()
    with side.database.write() as session:
        row = session.scalar(select(StaffRow).where(StaffRow.email == address, StaffRow.active))
        if row is None:
            return
        token = invitations.new_link(session, row.id)
        audit.record(session, staff_of(row), "forgotten_password", row.email[:80])
    send_link(side, texts, row, f"{links}{token}")
