"""The second step of signing in: a code of the authenticator, or a recovery code."""

from typing import Annotated, Final

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from admin import audit, recovery, staff, totp
from admin.access import Entering
from admin.entering import browser_of, keep, local
from admin.pages import pages_of, see_other
from admin.sign_in import address_of, throttled
from admin.staff import SignedIn
from admin.staff_side import StaffSide, staff_side_of
from bot.throttle import ADDRESS, CODE, TooMany

router = APIRouter(prefix="/admin", include_in_schema=False)

_DIGITS: Final = 6
Field = Annotated[str, Form(max_length=500)]


@router.get("/second-step")
def show(request: Request, session: Entering, next: str = "") -> Response:
    return _page(request, session, next) if session.second_step == "asked" else see_other(local(next))


@router.post("/second-step")
async def give(request: Request, session: Entering, code: Field, next: Field = "") -> Response:
    if session.second_step != "asked":
        return see_other(local(next))
    side, browser = staff_side_of(request), browser_of(request)
    try:
        fresh = await run_in_threadpool(_entered, side, session, code, address_of(request), browser)
    except TooMany as error:
        return throttled(_page(request, session, next, 429, "second_step.throttled"), error)
    if fresh is None:
        return _page(request, session, next, 401, "second_step.wrong")
    response = see_other(local(next))
    keep(request, response, fresh.token)
    return response


def is_recovery_code(code: str) -> bool:
    return len("".join(filter(str.isalnum, code))) > _DIGITS


def checked(side: StaffSide, session: SignedIn, code: str, address: str) -> bool:
    """Takes the code, of either kind, once. Raises TooMany."""
    recovering = is_recovery_code(code)
    keys = [(ADDRESS, address)] if recovering else [(CODE, session.staff.id), (ADDRESS, address)]
    attempt = side.throttle.enter(*keys)
    with side.database.write() as opened:
        right = _recovered(opened, session, code) if recovering else _taken(opened, side, session, code)
    if right:
        side.throttle.succeeded(attempt)
    return right


def _recovered(opened: Session, session: SignedIn, code: str) -> bool:
    right = recovery.takes(opened, session.staff.id, code)
    if right:
        left = recovery.left(opened, session.staff.id)
        audit.record(opened, session.staff, "use_recovery_code", session.staff.email[:80], left=str(left))
    return right


def _taken(opened: Session, side: StaffSide, session: SignedIn, code: str) -> bool:
    return totp.takes(opened, session.staff.id, side.seal, code, side.now())


def _entered(side: StaffSide, half: SignedIn, code: str, address: str, browser: str) -> SignedIn | None:
    """A whole session with a new token instead of the half one. Raises TooMany."""
    if not checked(side, half, code, address):
        return None
    with side.database.write() as session:
        staff.close_session(session, half.token)
        audit.record(session, half.staff, "sign_in", by="code")
        return staff.open_session(session, half.staff, browser, "done", side.limits)


def _page(
    request: Request, session: SignedIn, next: str, status: int = 200, problem: str = ""
) -> HTMLResponse:
    pages = pages_of(request)
    words = pages.words(request, problem, session) if problem else ""
    return pages.page(request, "staff/second_step.html", session, status, problem=words, next=next)
