"""Signing in by password and out again, an own password, the panel's language."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from admin import audit, staff
from admin.access import COOKIE, AnyStaff, Entering, NotAllowed, came_from_here, database_of
from admin.entering import browser_of, enter, keep, local
from admin.models import StaffRow
from admin.pages import LANGUAGE_COOKIE, pages_of, see_other
from admin.passwords import weakness
from admin.staff import SignedIn, Staff
from admin.staff_side import StaffSide, staff_side_of
from bot import presence
from bot.throttle import TooMany, sign_in_keys
from knowledge.database import Database

router = APIRouter(prefix="/admin", include_in_schema=False)

Field = Annotated[str, Form(max_length=500)]


@router.get("/sign-in")
def show_sign_in(request: Request, next: str = "") -> HTMLResponse:
    return sign_in_page(request, next=next)


@router.post("/sign-in")
async def sign_in(request: Request, email: Field, password: Field, next: Field = "") -> Response:
    if not came_from_here(request):
        raise NotAllowed
    side = staff_side_of(request)
    try:
        person = await run_in_threadpool(_checked, side, address_of(request), email, password)
    except TooMany as error:
        return throttled(sign_in_page(request, 429, "sign_in_throttled", email, next), error)
    if person is None:
        return sign_in_page(request, 401, "sign_in_failed", email, next)
    return await enter(request, person, next, by="password")


@router.post("/sign-out")
async def sign_out(request: Request, session: Entering) -> Response:
    await run_in_threadpool(_close, database_of(request), request.cookies[COOKIE], session.staff)
    response = see_other("/admin/sign-in")
    response.delete_cookie(COOKIE, path="/admin")
    return response


@router.get("/password")
def show_password(request: Request, session: AnyStaff) -> HTMLResponse:
    return pages_of(request).page(request, "password.html", session, problem="")


@router.post("/password")
async def choose_password(
    request: Request, session: AnyStaff, password: Field, current: Field = ""
) -> Response:
    """An own password is only replaced by who knows it: a browser left open is not enough."""
    person, side = session.staff, staff_side_of(request)
    problem = weakness(password, person.email, person.name)
    try:
        if not problem and not person.must_choose_password:
            known = await run_in_threadpool(_checked, side, address_of(request), person.email, current)
            problem = None if known else "account.wrong_password"
    except TooMany as error:
        return throttled(_password_page(request, session, 429, "sign_in_throttled"), error)
    if problem:
        return _password_page(request, session, 422, problem)
    fresh = await run_in_threadpool(_choose, side, session, password, browser_of(request))
    response = see_other("/admin/")
    keep(request, response, fresh.token)
    return response


@router.post("/language")
async def choose_language(request: Request, language: Field, session: AnyStaff) -> Response:
    if language in pages_of(request).texts.by_language:
        await run_in_threadpool(_set_language, database_of(request), session.staff.id, language)
    response = see_other(local(request.headers.get("referer", "").partition(request.headers["host"])[2]))
    response.set_cookie(LANGUAGE_COOKIE, language, path="/admin", httponly=True, samesite="lax")
    return response


def sign_in_page(
    request: Request, status: int = 200, problem: str = "", email: str = "", next: str = ""
) -> HTMLResponse:
    pages, oidc = pages_of(request), staff_side_of(request).oidc
    return pages.page(
        request,
        "sign_in.html",
        None,
        status,
        problem=pages.words(request, problem) if problem else "",
        email=email,
        next=next,
        oidc=oidc.client if oidc else None,
    )


def throttled(page: HTMLResponse, error: TooMany) -> HTMLResponse:
    page.headers["Retry-After"] = str(error.wait)
    return page


def address_of(request: Request) -> str:
    return request.client.host if request.client else ""


def _password_page(request: Request, session: SignedIn, status: int, problem: str) -> HTMLResponse:
    words = pages_of(request).words(request, problem, session)
    return pages_of(request).page(request, "password.html", session, status, problem=words)


def _checked(side: StaffSide, address: str, email: str, password: str) -> Staff | None:
    """Who has this address and this password. Raises TooMany."""
    attempt = side.throttle.enter(*sign_in_keys(address, email))
    with side.database.read() as session:
        person = staff.check_password(session, email, password)
    if person:
        side.throttle.succeeded(attempt)
    return person


def _close(database: Database, token: str, person: Staff) -> None:
    with database.write() as session:
        staff.close_session(session, token)
        presence.leave(session, person.id)
        audit.record(session, person, "sign_out")


def _choose(side: StaffSide, signed_in: SignedIn, password: str, browser: str) -> SignedIn:
    """Ends all sessions, and opens one that is as far as this one was."""
    person = signed_in.staff
    with side.database.write() as session:
        staff.choose_password(session, person.id, password)
        audit.record(session, person, "choose_password")
        return staff.open_session(session, person, browser, signed_in.second_step, side.limits)


def _set_language(database: Database, staff_id: str, language: str) -> None:
    with database.write() as session:
        session.get_one(StaffRow, staff_id).language = language
