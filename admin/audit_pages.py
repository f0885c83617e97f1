"""The audit log to be read: found by who, what, when and to whom; and as CSV."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, StreamingResponse
from starlette.concurrency import run_in_threadpool

from admin import audit
from admin.access import EverywhereOverseer, database_of
from admin.audit import Filters
from admin.models import AuditRow
from admin.pages import Pages, pages_of
from admin.staff import SignedIn
from admin.wording import wording_of
from knowledge.database import Database
from knowledge.exports.formulas import guarded

router = APIRouter(prefix="/admin/audit", include_in_schema=False)

PAGE: Final = 50
_HEADINGS: Final = ("time", "who", "action", "subject", "details")


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters as they stand in the address."""

    who: str = ""
    action: str = ""
    subject: str = ""
    since: str = ""
    until: str = ""

    @property
    def address(self) -> str:
        kept = {name: getattr(self, name) for name in self.__slots__}
        return urlencode({name: value for name, value in kept.items() if value})

    def filters(self, zone: tzinfo) -> Filters:
        """Days of the service's time zone; `until` is the last day itself."""
        since, until = _day(self.since), _day(self.until)
        return Filters(
            who=self.who.strip(),
            action=self.action,
            subject=self.subject.strip(),
            since=datetime.combine(since, time(), zone) if since else None,
            before=datetime.combine(until + timedelta(days=1), time(), zone) if until else None,
        )


Found = Annotated[Asked, Depends()]


@router.get("")
async def show(request: Request, session: EverywhereOverseer, asked: Found, page: int = 1) -> HTMLResponse:
    database, wording, pages = database_of(request), wording_of(request), pages_of(request)
    filters, page = asked.filters(wording.zone), min(max(page, 1), 100_000)
    rows, many, actions = await run_in_threadpool(_read, database, filters, page)
    return pages.page(
        request,
        "audit.html",
        session,
        rows=rows,
        many=many,
        number=page,
        last=max(1, -(-many // PAGE)),
        asked=asked,
        actions=sorted((_word(pages, request, session, action), action) for action in actions),
        word=lambda action: _word(pages, request, session, action),
        local=lambda at: at.astimezone(wording.zone).strftime("%Y-%m-%d %H:%M:%S"),
    )


@router.get("/export")
async def export(request: Request, session: EverywhereOverseer, asked: Found) -> StreamingResponse:
    """What the filters find, as CSV with moments in UTC; taking it out is an action itself."""
    database, filters = database_of(request), asked.filters(wording_of(request).zone)
    await run_in_threadpool(_record, database, session, asked)
    headers = {"Content-Disposition": 'attachment; filename="audit.csv"', "Cache-Control": "no-store"}
    return StreamingResponse(_lines(database, filters), media_type="text/csv; charset=utf-8", headers=headers)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _read(
    database: Database, filters: Filters, page: int
) -> tuple[tuple[AuditRow, ...], int, tuple[str, ...]]:
    with database.read() as session:
        rows = audit.latest(session, PAGE, filters, (page - 1) * PAGE)
        return rows, audit.count(session, filters), audit.actions(session)


def _record(database: Database, who: SignedIn, asked: Asked) -> None:
    with database.write() as session:
        audit.record(session, who.staff, "export_audit", asked.address[:80])


def _word(pages: Pages, request: Request, session: SignedIn, action: str) -> str:
    """An action of an earlier version keeps its code."""
    found = pages.texts.find(f"audit_{action}", pages.language(request, session))
    return found.text if found else action


def _lines(database: Database, filters: Filters) -> Iterator[str]:
    yield "\ufeff" + _line(_HEADINGS)
    with database.read() as session:
        for row in audit.everything(session, filters):
            details = json.dumps(row.details, ensure_ascii=False) if row.details else ""
            yield _line((row.at.isoformat(), row.staff_name, row.action, row.subject, details))


def _line(cells: tuple[str, ...]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow([guarded(cell) for cell in cells])
    return text.getvalue()
