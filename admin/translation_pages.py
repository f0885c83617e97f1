"""The work list of a language: what is missing, out of date, unread or a machine's."""

from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field

from admin import audit
from admin.access import Editor, Reader
from admin.pages import pages_of, see_other
from admin.refusals import refusal
from admin.service_words import words_for
from admin.staff import SignedIn
from admin.translation_side import OfTranslation, Translating, work_line
from admin.wording import wording_of
from knowledge.editing.working_copy import open_copy
from knowledge.translation.beside_services import waiting
from knowledge.translation.delivery_store import delivery_lines
from knowledge.translation.glossary import terms_for
from knowledge.translation.machine import NotTranslated, translate_text
from knowledge.translation.machine_runs import AlreadyRunning, latest_run, start_run, untranslated
from knowledge.translation.server import TranslationFailed
from knowledge.translation.worklist import KINDS, standing, work

router = APIRouter(prefix="/admin", include_in_schema=False)

PAGE_LENGTH: Final = 30
PATH: Final = "/admin/translations"


class Filters(BaseModel):
    """What stands in the address. Words that are no filter's are as good as none."""

    language: str = Field(default="", max_length=20)
    kind: str = Field(default="", max_length=20)
    provider: str = Field(default="", max_length=80)
    page: int = Field(default=1, ge=1, le=100_000)

    @property
    def kinds(self) -> tuple[str, ...]:
        return (self.kind,) if self.kind in KINDS else KINDS

    def address(self, **changed: object) -> str:
        """The list with other filters; on its first page unless a page is told."""
        chosen = {**self.model_dump(exclude_defaults=True), "page": 1, **changed}
        told = {key: value for key, value in chosen.items() if value not in ("", 1)}
        return f"{PATH}?{urlencode(told)}"


@router.get("/translations")
def show_work(
    request: Request, session: Reader, translating: OfTranslation, filters: Annotated[Filters, Query()]
) -> HTMLResponse:
    return work_page(request, session, translating, filters)


@router.post("/translations/runs")
def start(
    request: Request,
    session: Editor,
    translating: OfTranslation,
    language: Annotated[str, Form(max_length=20)] = "",
    provider: Annotated[str, Form(max_length=80)] = "",
) -> Response:
    """A batch for the translation server; its progress is on the work list."""
    if translating.server is None or language not in translating.editing.languages:
        return refusal(request, 404, "not_found")
    filters = Filters(language=language, provider=provider)
    actor, editing = session.staff.actor, translating.editing
    try:
        with editing.database.write() as database:
            services = untranslated(database, actor, language, provider)
            run_id = start_run(database, actor, language, len(services), editing.now())
            audit.record(database, session.staff, "machine_translation", language, texts=str(len(services)))
    except AlreadyRunning:
        return work_page(request, session, translating, filters, 409, "translation.already_running")
    translating.start(actor, run_id, services)
    return see_other(filters.address())


@router.post("/translations/texts/{service_id}/{language}")
def translate_one(
    request: Request, session: Editor, translating: OfTranslation, service_id: str, language: str
) -> Response:
    """One text by the server at once, then the service's page."""
    if translating.server is None or language not in translating.editing.languages:
        return refusal(request, 404, "not_found")
    editing, filters = translating.editing, Filters(language=language)
    try:
        translate_text(
            editing.database, translating.server, session.staff.actor, service_id, language, editing.now
        )
    except NotTranslated as error:
        return work_page(request, session, translating, filters, 422, f"translation.refused_{error.reason}")
    except TranslationFailed as error:
        return work_page(request, session, translating, filters, 422, f"translation.server_{error.code}")
    with editing.database.write() as database:
        audit.record(database, session.staff, "machine_translation", service_id, language=language)
        source = open_copy(database, service_id).content.facts.source_language
    return see_other(f"/admin/services/{service_id}?show={source},{language}")


def work_page(
    request: Request,
    session: SignedIn,
    translating: Translating,
    filters: Filters,
    status: int = 200,
    problem: str = "",
    detail: str = "",
) -> HTMLResponse:
    """The list; `problem` is a text of the panel."""
    editing = translating.editing
    languages = editing.languages
    language = (
        filters.language
        if filters.language in languages
        else next((each for each in languages if each != "fi"), languages[0])
    )
    filters = filters.model_copy(update={"language": language})
    own = session.staff.actor.providers
    with editing.database.read() as database:
        tasks = work(database, language, filters.kinds, filters.provider, translating.shown(database), own)
        pages = max(1, -(-len(tasks) // PAGE_LENGTH))
        page = min(filters.page, pages)
        shown = tasks[(page - 1) * PAGE_LENGTH : page * PAGE_LENGTH]
        terms = {
            code: terms_for(database, code, language) for code in {task.source_language for task in shown}
        }
        others = waiting(database, language, editing.now(), filters.kinds, filters.provider, own)
        counts = standing(database, languages)
        words = words_for(request, session, database)
        run = latest_run(database, language, editing.now()) if translating.server else None
        deliveries = delivery_lines(database)
    return pages_of(request).page(
        request,
        "translation/work.html",
        session,
        status,
        filters=filters,
        language=language,
        languages=languages,
        kinds=KINDS,
        counts=counts,
        lines=[work_line(task, terms[task.source_language]) for task in shown],
        total=len(tasks),
        others=others if page == 1 else (),
        page=page,
        pages=pages,
        words=words,
        wording=wording_of(request),
        now=editing.now(),
        run=run,
        machine=translating.server is not None and language != "fi-x-selko",
        may_write=own != frozenset(),
        deliveries=deliveries,
        problem=problem,
        problem_detail=detail,
    )
