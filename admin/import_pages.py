"""The panel's pages of imports: what has run, what became of each record, and a file to begin with."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response
from fastapi import Path as InAddress
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile

from admin import audit
from admin.access import Overseer
from admin.event_labels import EventLabels
from admin.import_kinds import KINDS
from admin.import_side import Imports, NoLongerHere, OfImports, Upload
from admin.pages import pages_of, see_other
from admin.refusals import refusal
from admin.service_words import words_for
from admin.staff import SignedIn, Staff
from admin.wording import wording_of
from knowledge.events.record import SYSTEMS
from knowledge.sources.models import OUTCOMES
from knowledge.sources.reports import PAGE, Run, reasons_of, records_of, run_of, runs
from knowledge.sources.runs import SILENT, AlreadyRunning
from knowledge.sources.source import LARGEST_FILE, REASONS, SourceError
from knowledge.vocabulary import SERVICE_LANGUAGES

router = APIRouter(prefix="/admin", include_in_schema=False)

PATH: Final = "/admin/imports"
LARGEST_UPLOAD: Final = LARGEST_FILE + 64 * 1024
"""The file and the fields of the form around it."""

LONGEST_ADDRESS: Final = 500
RunId = Annotated[int, InAddress(ge=0, le=2**31 - 1)]

SUFFIXES: Final = {
    "ptv": (".json",),
    "hsds": (".json",),
    "table": (".csv", ".xlsx"),
    "ical": (".ics",),
    "event_table": (".csv", ".xlsx"),
}


class Refusal(Exception):  # noqa: N818 - an answer to the person
    """Nothing was begun; `code` is a text of the panel."""

    def __init__(self, status: int, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.status, self.code, self.detail = status, code, detail


class Filters(BaseModel):
    """What stands in the address of a report."""

    outcome: str = Field("", max_length=12)
    reason: str = Field("", max_length=40)
    q: str = Field("", max_length=100)
    page: int = Field(1, ge=1, le=100_000)

    def address(self, page: int) -> str:
        return f"?{urlencode({**self.model_dump(exclude_defaults=True), 'page': page})}"


@router.get("/imports")
def show_imports(request: Request, session: Overseer, imports: OfImports) -> HTMLResponse:
    return _list(request, session, imports)


@router.post("/imports")
async def begin(request: Request, session: Overseer, imports: OfImports) -> Response:
    """A file is tried; `tried` takes in what was. Read by hand: only who is signed in may send much."""
    form = await request.form()
    try:
        run_id = await _begun(imports, session.staff, form)
    except Refusal as error:
        return await run_in_threadpool(_list, request, session, imports, error)
    return see_other(f"{PATH}/{run_id}")


@router.post("/imports/{run_id}/resumption")
def resume(request: Request, session: Overseer, imports: OfImports, run_id: RunId) -> Response:
    """Goes on where a run stopped."""
    with imports.database.read() as database:
        run = run_of(database, run_id)
    if run is None:
        return refusal(request, 404, "not_found")
    try:
        if not _stopped(run, imports.now()):
            raise Refusal(409, "imports.already_running")
        number = _resumed(imports, session.staff, run)
    except Refusal as error:
        return _list(request, session, imports, error)
    return see_other(f"{PATH}/{number}")


@router.get("/imports/{run_id}")
def show_report(
    request: Request,
    session: Overseer,
    imports: OfImports,
    run_id: RunId,
    filters: Annotated[Filters, Query()],
) -> Response:
    with imports.database.read() as database:
        run = run_of(database, run_id)
        if run is None:
            return refusal(request, 404, "not_found")
        outcome = filters.outcome if filters.outcome in OUTCOMES else ""
        reason = filters.reason if filters.reason in REASONS else ""
        found = records_of(database, run_id, outcome, reason, filters.q, filters.page - 1)
        reasons = reasons_of(database, run_id)
        words = words_for(request, session, database)
    return pages_of(request).page(
        request,
        "imports/run.html",
        session,
        run=run,
        silent=run.state == "running" and _stopped(run, imports.now()),
        records=found,
        full=len(found) == PAGE,
        outcomes=OUTCOMES,
        reasons=reasons,
        filters=filters,
        words=EventLabels(words) if run.source in SYSTEMS else words,
        items="events" if run.source in SYSTEMS else "services",
        wording=wording_of(request),
        now=imports.now(),
        can_take_in=run.dry_run and run.state == "done" and imports.has_file(run.id),
        can_resume=_stopped(run, imports.now()) and imports.has_file(run.id),
    )


def _stopped(run: Run, now: datetime) -> bool:
    """Whether nobody works on it any more, although it has not come to its end."""
    return run.state == "failed" or (run.state == "running" and run.active_at < now - SILENT)


def _resumed(imports: Imports, who: Staff, run: Run) -> int:
    """Raises Refusal."""
    with _told():
        number = imports.resume(run, who.actor)
    _record(imports, who, "start_import", str(number), "resumed")
    return number


@contextmanager
def _told() -> Iterator[None]:
    """What stands in the way of an import, as a refusal."""
    try:
        yield
    except AlreadyRunning as error:
        raise Refusal(409, "imports.already_running") from error
    except NoLongerHere as error:
        raise Refusal(409, "imports.no_longer_here") from error
    except SourceError as error:
        raise Refusal(422, "imports.cannot_be_read", str(error)) from error


async def _begun(imports: Imports, who: Staff, form: FormData) -> int:
    """Raises Refusal."""
    tried = str(form.get("tried") or "")
    with _told():
        if tried.isdigit():
            return await run_in_threadpool(_take_in, imports, who, int(tried), form.get("publish") == "on")
        upload, content = await _sent(form)
        return await run_in_threadpool(_receive, imports, who, upload, content)


def _asked(address: str, everything: bool) -> Upload:
    if not address.startswith("https://") or len(address) > LONGEST_ADDRESS:
        raise Refusal(422, "imports.wrong_address")
    return Upload("ptv", address, everything=everything, address=address)


async def _sent(form: FormData) -> tuple[Upload, bytes]:
    file, kind, language = form.get("file"), str(form.get("kind") or ""), str(form.get("language") or "fi")
    if address := str(form.get("address") or "").strip():
        return _asked(address, form.get("everything") == "on"), b""
    if not isinstance(file, UploadFile) or not file.filename:
        raise Refusal(422, "imports.no_file")
    if kind not in KINDS or language not in SERVICE_LANGUAGES:
        raise Refusal(422, "imports.no_file")
    name = Path(file.filename.replace("\\", "/")).name[:200]
    if Path(name).suffix.lower() not in SUFFIXES[kind]:
        raise Refusal(422, "imports.wrong_file", ", ".join(SUFFIXES[kind]))
    content = await file.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise Refusal(413, "imports.too_large")
    provider, place = (str(form.get(field) or "")[:80] for field in ("provider", "municipality"))
    if kind == "ical" and not provider:
        raise Refusal(422, "imports.no_file")
    return Upload(kind, name, language, form.get("everything") == "on", provider, place or None), content


def _receive(imports: Imports, who: Staff, upload: Upload, content: bytes) -> int:
    run_id = imports.receive(upload, content, who.actor)
    _record(imports, who, "try_import", f"{run_id} {upload.name}", upload.kind)
    return run_id


def _take_in(imports: Imports, who: Staff, tried: int, publish: bool) -> int:
    run_id = imports.take_in(tried, publish, who.actor)
    _record(imports, who, "start_import", str(run_id), "publish" if publish else "")
    return run_id


def _record(imports: Imports, who: Staff, action: str, subject: str, kind: str) -> None:
    with imports.database.write() as database:
        audit.record(database, who, action, subject, kind=kind)


def _list(
    request: Request, session: SignedIn, imports: Imports, problem: Refusal | None = None
) -> HTMLResponse:
    with imports.database.read() as database:
        found = runs(database)
        words = words_for(request, session, database)
    pages = pages_of(request)
    told = pages.words(request, problem.code, session, detail=problem.detail) if problem else ""
    return pages.page(
        request,
        "imports/list.html",
        session,
        problem.status if problem else 200,
        runs=found,
        kinds=KINDS,
        languages=SERVICE_LANGUAGES,
        places=sorted((place.name(session.staff.language), place.code) for place in imports.places()),
        outcomes=OUTCOMES,
        problem=told,
        words=words,
        wording=wording_of(request),
        now=imports.now(),
    )
