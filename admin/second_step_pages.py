"""My account: setting the second step up, taking it away, new recovery codes."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from admin import accounts, audit, recovery, staff, totp
from admin.access import AnyStaff
from admin.entering import browser_of, keep
from admin.pages import pages_of, see_other
from admin.second_step import checked
from admin.sign_in import address_of, throttled
from admin.staff import SignedIn
from admin.staff_side import StaffSide, staff_side_of
from admin.totp import SetUp
from bot.throttle import TooMany

router = APIRouter(prefix="/admin/account", include_in_schema=False)

Code = Annotated[str, Form(max_length=100)]


@router.get("/second-step")
async def show(request: Request, session: AnyStaff) -> HTMLResponse:
    """Where there is none yet: what the authenticator has to learn. Else: the way to change it."""
    return await _page(request, session)


@router.post("/second-step")
async def set_up(request: Request, session: AnyStaff, code: Code) -> HTMLResponse:
    side = staff_side_of(request)
    if session.staff.has_code:
        return await _page(request, session)
    done = await run_in_threadpool(_set_up, side, session, code, browser_of(request))
    if done is None:
        return await _page(request, session, 422, "second_step.wrong")
    fresh, codes = done
    page = _codes(request, fresh, codes)
    keep(request, page, fresh.token)
    return page


@router.post("/second-step/removal")
async def remove(request: Request, session: AnyStaff, code: Code) -> Response:
    side = staff_side_of(request)
    refused = await _refused(request, session, code, needed=True)
    if refused:
        return refused
    await run_in_threadpool(_remove, side, session)
    return see_other("/admin/account")


@router.post("/recovery-codes")
async def new_codes(request: Request, session: AnyStaff, code: Code) -> HTMLResponse:
    refused = await _refused(request, session, code)
    if refused:
        return refused
    return _codes(request, session, await run_in_threadpool(_new_codes, staff_side_of(request), session))


async def _refused(
    request: Request, session: SignedIn, code: str, needed: bool = False
) -> HTMLResponse | None:
    """The page that says why not: a wrong code, too many of them, or a role that needs the second step."""
    side = staff_side_of(request)
    if needed and session.staff.role in await run_in_threadpool(_roles_with_code, side):
        return await _page(request, session, 409, "second_step.needed")
    try:
        right = await run_in_threadpool(checked, side, session, code, address_of(request))
    except TooMany as error:
        return throttled(await _page(request, session, 429, "second_step.throttled"), error)
    return None if right else await _page(request, session, 422, "second_step.wrong")


async def _page(request: Request, session: SignedIn, status: int = 200, problem: str = "") -> HTMLResponse:
    side, pages = staff_side_of(request), pages_of(request)
    new = None if session.staff.has_code else await run_in_threadpool(_begin, side, session)
    left = await run_in_threadpool(_left, side, session)
    words = pages.words(request, problem, session) if problem else ""
    return pages.page(request, "staff/set_up.html", session, status, problem=words, new=new, left=left)


def _codes(request: Request, session: SignedIn, codes: tuple[str, ...]) -> HTMLResponse:
    return pages_of(request).page(request, "staff/recovery_codes.html", session, codes=codes)


def _begin(side: StaffSide, session: SignedIn) -> SetUp:
    with side.database.write() as opened:
        return totp.begin(opened, session.staff.id, side.seal)


def _set_up(
    side: StaffSide, session: SignedIn, code: str, browser: str
) -> tuple[SignedIn, tuple[str, ...]] | None:
    """A new session instead of all others, and the recovery codes."""
    person = session.staff
    with side.database.write() as opened:
        if not totp.confirm(opened, person.id, side.seal, code, side.now()):
            return None
        codes = recovery.new_codes(opened, person.id)
        staff.end_sessions(opened, person.id)
        audit.record(opened, person, "set_up_second_step", person.email[:80])
        return staff.open_session(opened, person, browser, "done", side.limits), codes


def _remove(side: StaffSide, session: SignedIn) -> None:
    with side.database.write() as opened:
        totp.remove(opened, session.staff.id)
        recovery.remove(opened, session.staff.id)
        audit.record(opened, session.staff, "remove_second_step", session.staff.email[:80])


def _new_codes(side: StaffSide, session: SignedIn) -> tuple[str, ...]:
    with side.database.write() as opened:
        audit.record(opened, session.staff, "new_recovery_codes", session.staff.email[:80])
        return recovery.new_codes(opened, session.staff.id)


def _left(side: StaffSide, session: SignedIn) -> int:
    with side.database.read() as opened:
        return recovery.left(opened, session.staff.id)


def _roles_with_code(side: StaffSide) -> frozenset[str]:
    with side.database.read() as opened:
        return accounts.roles_with_code(opened)
