"""Files for translation offices: an order goes out, a delivery is looked at and then taken."""

from pathlib import Path
from typing import Annotated, Final

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi import Path as InAddress
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from admin import audit
from admin.access import Editor
from admin.pages import pages_of, see_other
from admin.refusals import refusal
from admin.service_side import Editing
from admin.service_words import words_for
from admin.staff import SignedIn
from admin.translation_pages import PATH as WORK
from admin.translation_pages import Filters, work_page
from admin.translation_side import OfTranslation, Translating
from admin.wording import wording_of
from knowledge.translation.deliveries import STATUSES, Report, preview, take
from knowledge.translation.delivery_store import KeptDelivery, keep, kept, note_taken
from knowledge.translation.office import Unreadable
from knowledge.translation.ordering import UNDONE, order
from knowledge.translation.worklist import KINDS
from knowledge.translation.xliff_reading import LARGEST, read_xliff
from knowledge.translation.xliff_writing import write_xliff

router = APIRouter(prefix=WORK, include_in_schema=False)

PATH: Final = f"{WORK}/deliveries"
DeliveryId = Annotated[int, InAddress(ge=0, le=2**31 - 1)]


@router.get("/order")
def send_order(
    request: Request,
    session: Editor,
    translating: OfTranslation,
    filters: Annotated[Filters, Query()],
    source: Annotated[str, Query(max_length=20)] = "fi",
) -> Response:
    """An XLIFF file: of the kind that was asked for, else of what is missing or out of date."""
    if filters.language not in translating.editing.languages:
        return refusal(request, 404, "not_found")
    kinds = filters.kinds if filters.kind in KINDS else UNDONE
    with translating.editing.database.read() as database:
        shown = translating.shown(database)
        content = write_xliff(order(database, filters.language, source, filters.provider, kinds, shown))
    name = f"osaamo-{source}-{filters.language}.xlf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, media_type="application/xliff+xml", headers=headers)


@router.post("/deliveries")
async def add_delivery(request: Request, session: Editor, translating: OfTranslation) -> Response:
    """Reads the file and shows what it would change; nothing is taken yet."""
    form = await request.form()
    file, language = form.get("file"), str(form.get("language") or "")
    if not isinstance(file, UploadFile) or not file.filename:
        return await _refused(request, session, translating, language, "translation.no_file")
    content = await file.read(LARGEST + 1)
    name = Path(file.filename.replace("\\", "/")).name
    try:
        key = await run_in_threadpool(_keep, translating, session, content, name)
    except Unreadable as error:
        return await _refused(request, session, translating, language, "translation.unreadable", str(error))
    return see_other(f"{PATH}/{key}")


@router.get("/deliveries/{delivery_id}")
def show_delivery(
    request: Request, session: Editor, translating: OfTranslation, delivery_id: DeliveryId
) -> Response:
    with translating.editing.database.read() as database:
        found = kept(database, delivery_id)
    return _page(request, session, translating, found) if found else refusal(request, 404, "not_found")


@router.post("/deliveries/{delivery_id}/taking")
def take_delivery(
    request: Request,
    session: Editor,
    translating: OfTranslation,
    delivery_id: DeliveryId,
    status: Annotated[str, Form(max_length=20)] = "",
) -> Response:
    """Writes the texts into the working copies; their services are published as ever."""
    editing = translating.editing
    with editing.database.read() as database:
        found = kept(database, delivery_id)
    if found is None or status not in STATUSES:
        return refusal(request, 404, "not_found")
    report = take(
        editing.database, session.staff.actor, found.delivery, status, editing.now(), found.file_name
    )
    with editing.database.write() as database:
        note_taken(database, delivery_id, report, editing.now())
        audit.record(
            database, session.staff, "take_translations", found.file_name[:80], texts=str(report.written)
        )
    return see_other(f"{PATH}/{delivery_id}")


def _keep(translating: Translating, session: SignedIn, content: bytes, name: str) -> int:
    delivery = read_xliff(content)
    with translating.editing.database.write() as database:
        return keep(database, session.staff.actor, delivery, name, translating.editing.now())


async def _refused(
    request: Request, session: SignedIn, translating: Translating, language: str, code: str, detail: str = ""
) -> Response:
    filters = Filters(language=language[:20])
    return await run_in_threadpool(work_page, request, session, translating, filters, 422, code, detail)


def _shown_now(editing: Editing, report: Report) -> int:
    """How many of the texts to be taken replace one that the chat shows: as drafts they would hide it."""
    known = editing.catalogue().by_id
    written = (each.service_id for each in report.texts if each.written)
    return sum(report.language in known[each].texts for each in written if each in known)


def _page(request: Request, session: SignedIn, translating: Translating, found: KeptDelivery) -> HTMLResponse:
    editing = translating.editing
    with editing.database.read() as database:
        report = found.report or preview(database, session.staff.actor, found.delivery)
        words = words_for(request, session, database)
    texts = found.delivery.texts
    said = {text.service_id: text.targets for text in texts}
    names = {text.service_id: part.source for text in texts for part in text.parts if part.field == "name"}
    return pages_of(request).page(
        request,
        "translation/delivery.html",
        session,
        found=found,
        report=report,
        said=said,
        names=names,
        hidden=_shown_now(editing, report) if found.report is None else 0,
        words=words,
        wording=wording_of(request),
        now=editing.now(),
    )
