"""The administrator's pages: accounts of the staff, and the audit log."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from admin import audit, staff
from admin.access import Administrator, Overseer, database_of
from admin.models import AuditRow, StaffRow
from admin.pages import pages_of
from admin.staff import SignedIn, Staff, StaffError
from knowledge.database import Database

router = APIRouter(prefix="/admin", include_in_schema=False)

Field = Annotated[str, Form(max_length=254)]


@router.get("/staff")
async def show_staff(request: Request, session: Administrator) -> HTMLResponse:
    return await _staff_page(request, session)


@router.post("/staff")
async def add(
    request: Request, session: Administrator, email: Field, name: Field, role: Field, language: Field = "fi"
) -> HTMLResponse:
    try:
        secret = await run_in_threadpool(
            _add, database_of(request), session.staff, email, name, role, language
        )
    except StaffError as error:
        return await _staff_page(request, session, 422, problem=str(error))
    return await _staff_page(request, session, 201, added=email, secret=secret)


@router.post("/staff/{staff_id}/active")
async def set_active(request: Request, session: Administrator, staff_id: str, active: Field) -> HTMLResponse:
    try:
        await run_in_threadpool(_set_active, database_of(request), session.staff, staff_id, active == "yes")
    except StaffError as error:
        return await _staff_page(request, session, 409, problem=str(error))
    return await _staff_page(request, session)


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
) -> HTMLResponse:
    accounts = await run_in_threadpool(_everyone, database_of(request))
    values = {
        "accounts": accounts,
        "roles": staff.ROLES,
        "problem": problem,
        "added": added,
        "secret": secret,
    }
    return pages_of(request).page(request, "staff.html", session, status, **values)


def _everyone(database: Database) -> tuple[StaffRow, ...]:
    with database.read() as session:
        return staff.everyone(session)


def _add(database: Database, who: Staff, email: str, name: str, role: str, language: str) -> str:
    with database.write() as session:
        secret = staff.add(session, email, name, role, language)
        audit.record(session, who, "add_staff", email.strip().lower(), role=role)
        return secret


def _set_active(database: Database, who: Staff, staff_id: str, active: bool) -> None:
    with database.write() as session:
        row = staff.set_active(session, staff_id, active)
        audit.record(session, who, "open_account" if active else "close_account", row.email)


def _audit(database: Database) -> tuple[AuditRow, ...]:
    with database.read() as session:
        return audit.latest(session)
