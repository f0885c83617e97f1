"""Signing in and out, the first own password, the panel's language."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from admin import audit, staff
from admin.access import COOKIE, AnyStaff, NotAllowed, came_from_here, database_of
from admin.models import StaffRow
from admin.pages import LANGUAGE_COOKIE, pages_of, see_other
from admin.passwords import weakness
from admin.staff import LIMITS, SignedIn, Staff
from admin.throttle import SignInThrottle
from knowledge.database import Database

router = APIRouter(prefix="/admin", include_in_schema=False)

Field = Annotated[str, Form(max_length=500)]


@router.get("/sign-in")
def show_sign_in(request: Request, next: str = "") -> HTMLResponse:
    return _sign_in_page(request, next=next)


@router.post("/sign-in")
async def sign_in(request: Request, email: Field, password: Field, next: Field = "") -> Response:
    if not came_from_here(request):
        raise NotAllowed
    address = request.client.host if request.client else ""
    throttle: SignInThrottle = request.app.state.sign_in_throttle
    wait = throttle.wait(address, email)
    if wait:
        page = _sign_in_page(request, 429, "sign_in_throttled", email, next)
        page.headers["Retry-After"] = str(wait)
        return page
    session = await run_in_threadpool(_open, database_of(request), email, password)
    if session is None:
        throttle.failed(address, email)
        return _sign_in_page(request, 401, "sign_in_failed", email, next)
    throttle.succeeded(address, email)
    response = see_other(_local(next))
    _keep(request, response, session.token)
    return response


@router.post("/sign-out")
async def sign_out(request: Request, session: AnyStaff) -> Response:
    await run_in_threadpool(_close, database_of(request), request.cookies[COOKIE], session.staff)
    response = see_other("/admin/sign-in")
    response.delete_cookie(COOKIE, path="/admin")
    return response


@router.get("/password")
def show_password(request: Request, session: AnyStaff) -> HTMLResponse:
    return pages_of(request).page(request, "password.html", session, problem="")


@router.post("/password")
async def choose_password(request: Request, session: AnyStaff, password: Field) -> Response:
    problem = weakness(password, session.staff.email)
    if problem:
        words = pages_of(request).words(request, problem, session)
        return pages_of(request).page(request, "password.html", session, 422, problem=words)
    fresh = await run_in_threadpool(_choose, database_of(request), session.staff, password)
    response = see_other("/admin/")
    _keep(request, response, fresh.token)
    return response


@router.post("/language")
async def choose_language(request: Request, language: Field, session: AnyStaff) -> Response:
    if language in pages_of(request).texts.by_language:
        await run_in_threadpool(_set_language, database_of(request), session.staff.id, language)
    response = see_other(_local(request.headers.get("referer", "").partition(request.headers["host"])[2]))
    response.set_cookie(LANGUAGE_COOKIE, language, path="/admin", httponly=True, samesite="lax")
    return response


def _sign_in_page(
    request: Request, status: int = 200, problem: str = "", email: str = "", next: str = ""
) -> HTMLResponse:
    pages = pages_of(request)
    words = pages.words(request, problem) if problem else ""
    return pages.page(request, "sign_in.html", None, status, problem=words, email=email, next=next)


def _local(path: str) -> str:
    """Only a path of the panel itself: nobody is led away from here by a link to the sign-in."""
    misleading = any(part in path for part in ("\\", "//", "/."))
    return path if path.startswith("/admin/") and not misleading else "/admin/"


def _keep(request: Request, response: Response, token: str) -> None:
    host = request.url.hostname or ""
    local = host in ("localhost", "127.0.0.1", "::1", "testserver")
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(LIMITS.whole.total_seconds()),
        path="/admin",
        httponly=True,
        samesite="lax",
        secure=not local,
    )


def _open(database: Database, email: str, password: str) -> SignedIn | None:
    with database.read() as session:
        person = staff.check_password(session, email, password)
    if person is None:
        return None
    with database.write() as session:
        audit.record(session, person, "sign_in")
        return staff.open_session(session, person)


def _close(database: Database, token: str, person: Staff) -> None:
    with database.write() as session:
        staff.close_session(session, token)
        audit.record(session, person, "sign_out")


def _choose(database: Database, person: Staff, password: str) -> SignedIn:
    with database.write() as session:
        staff.choose_password(session, person.id, password)
        audit.record(session, person, "choose_password")
        return staff.open_session(session, person)


def _set_language(database: Database, staff_id: str, language: str) -> None:
    with database.write() as session:
        session.get_one(StaffRow, staff_id).language = language
