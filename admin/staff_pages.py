"""The administrator's pages: accounts of the staff, and the audit log."""

from collections.abc import Mapping
from typing import Annotated, Final

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from admin import accounts, audit, staff
from admin.access import Administrator, Overseer, database_of
from admin.models import AuditRow, StaffRow
from admin.pages import pages_of, see_other
from admin.staff import SignedIn, Staff, StaffError
from knowledge.database import Database
from knowledge.editing.listing import names_of
from knowledge.editing.providers import providers

router = APIRouter(prefix="/admin", include_in_schema=False)

Field = Annotated[str, Form(max_length=254)]
NOTHING_TYPED: Final = {"email": "", "name": "", "role": "counsellor", "language": "", "provider": ""}


@router.get("/staff")
async def show_staff(request: Request, session: Administrator) -> HTMLResponse:
    return await _staff_page(request, session)


@router.post("/staff")
async def add(
    request: Request,
    session: Administrator,
    email: Field,
    name: Field,
    role: Field,
    language: Field = "fi",
    provider: Field = "",
) -> HTMLResponse:
    typed = {"email": email, "name": name, "role": role, "language": language, "provider": provider}
    try:
        secret = await run_in_threadpool(_add, database_of(request), session.staff, typed)
    except StaffError as error:
        return await _staff_page(request, session, 422, error.code, typed=typed)
    return await _staff_page(request, session, 201, added=email, secret=secret)


@router.post("/staff/{staff_id}/active")
async def set_active(request: Request, session: Administrator, staff_id: str, active: Field) -> Response:
    try:
        await run_in_threadpool(_set_active, database_of(request), session.staff, staff_id, active == "yes")
    except StaffError as error:
        return await _staff_page(request, session, 409, error.code)
    return see_other("/admin/staff")


@router.post("/staff/{staff_id}/provider")
async def set_provider(
    request: Request, session: Administrator, staff_id: str, provider: Field = ""
) -> Response:
    """Whose services the account writes; an empty one is nobody's."""
    try:
        await run_in_threadpool(_set_provider, database_of(request), session.staff, staff_id, provider)
    except StaffError as error:
        return await _staff_page(request, session, 409, error.code)
    return see_other("/admin/staff")


@router.get("/audit")
async def show_audit(request: Request, session: Overseer) -> HTMLResponse:
    rows = await run_in_threadpool(_audit, database_of(request))
    return pages_of(request).page(request, "audit.html", session, rows=rows)


async def _staff_page(
    request: Request,
    session: SignedIn,
    status: int = 200,
    problem: str = "",
    added: str = "",
    secret: str = "",
    typed: Mapping[str, str] = NOTHING_TYPED,
) -> HTMLResponse:
    accounts, names = await run_in_threadpool(_everyone, database_of(request))
    pages = pages_of(request)
    return pages.page(
        request,
        "staff.html",
        session,
        status,
        accounts=accounts,
        providers=names_of(names, pages.language(request, session)),
        roles=staff.ROLES,
        problem=pages.words(request, problem, session) if problem else "",
        added=added,
        secret=secret,
        typed=typed,
    )


def _everyone(database: Database) -> tuple[tuple[StaffRow, ...], Mapping[str, Mapping[str, str]]]:
    """The accounts, and the providers' names by id."""
    with database.read() as session:
        return staff.everyone(session), {row.id: row.names for row in providers(session)}


def _add(database: Database, who: Staff, typed: Mapping[str, str]) -> str:
    with database.write() as session:
        secret = staff.add(
            session,
            typed["email"],
            typed["name"],
            typed["role"],
            typed["language"],
            provider=typed["provider"],
        )
        audit.record(session, who, "add_staff", typed["email"].strip().lower(), role=typed["role"])
        return secret


def _set_provider(database: Database, who: Staff, staff_id: str, provider: str) -> None:
    with database.write() as session:
        row = accounts.found(session, staff_id)
        accounts.describe(session, staff_id, row.name, provider, row.languages)
        audit.record(session, who, "set_provider", row.email, provider=provider)


def _set_active(database: Database, who: Staff, staff_id: str, active: bool) -> None:
    with database.write() as session:
        row = accounts.set_active(session, staff_id, active)
        audit.record(session, who, "open_account" if active else "close_account", row.email)


def _audit(database: Database) -> tuple[AuditRow, ...]:
    with database.read() as session:
        return audit.latest(session)
