"""My account: the languages spoken with people, and the browsers that are signed in."""

from typing import Annotated

from fastapi import APIRouter, Form, Path, Request, Response
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from admin import accounts, audit
from admin.access import Working
from admin.models import StaffSessionRow
from admin.pages import pages_of, see_other
from admin.staff import SignedIn, end_sessions, hash_token
from admin.staff_side import StaffSide, staff_side_of
from admin.wording import wording_of
from knowledge.vocabulary import LANGUAGES

router = APIRouter(prefix="/admin/account", include_in_schema=False)

Languages = Annotated[list[str], Form(max_length=len(LANGUAGES))]


@router.get("")
async def show(request: Request, session: Working) -> HTMLResponse:
    side, wording = staff_side_of(request), wording_of(request)
    rows = await run_in_threadpool(_sessions, side, session.staff.id)
    return pages_of(request).page(
        request,
        "staff/mine.html",
        session,
        rows=rows,
        this=hash_token(session.token),
        languages=LANGUAGES,
        moment=lambda at: wording.moment(at, side.now(), session.staff.language),
    )


@router.post("")
async def describe(request: Request, session: Working, languages: Languages = []) -> Response:  # noqa: B006
    known: list[str] = [code for code in LANGUAGES if code in languages]
    await run_in_threadpool(_describe, staff_side_of(request), session, known)
    return see_other("/admin/account")


@router.post("/sessions/removal")
async def end_others(request: Request, session: Working) -> Response:
    """All but this one."""
    await run_in_threadpool(_end_others, staff_side_of(request), session)
    return see_other("/admin/account")


@router.post("/sessions/{session_id}/removal")
async def end_one(
    request: Request, session: Working, session_id: Annotated[str, Path(max_length=64)]
) -> Response:
    await run_in_threadpool(_end_one, staff_side_of(request), session, session_id)
    return see_other("/admin/account")


def _sessions(side: StaffSide, staff_id: str) -> tuple[StaffSessionRow, ...]:
    with side.database.read() as session:
        return accounts.sessions_of(session, staff_id)


def _describe(side: StaffSide, who: SignedIn, languages: list[str]) -> None:
    with side.database.write() as session:
        row = accounts.found(session, who.staff.id)
        row.languages = languages
        audit.record(session, who.staff, "change_account", row.email[:80], languages=", ".join(languages))


def _end_others(side: StaffSide, who: SignedIn) -> None:
    with side.database.write() as session:
        end_sessions(session, who.staff.id, but=who.token)
        audit.record(session, who.staff, "end_sessions", who.staff.email[:80])


def _end_one(side: StaffSide, who: SignedIn, session_id: str) -> None:
    with side.database.write() as session:
        accounts.end_session(session, who.staff.id, session_id)
        audit.record(session, who.staff, "end_sessions", who.staff.email[:80], many="1")
