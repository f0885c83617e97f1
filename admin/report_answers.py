"""What editors do with what the desk has told them: done, declined, or somebody else's."""

from typing import Annotated, Literal

from fastapi import APIRouter, Form, Path, Query, Request, Response

from admin import audit
from admin.access import Editor
from admin.pages import see_other
from admin.refusals import refusal
from admin.service_side import Parts
from admin.upkeep_view import NeedFilters
from knowledge.desk_reports.reporting import LONGEST_COMMENT, answer, pass_on

router = APIRouter(prefix="/admin/needs-you/reports/{report_id}", include_in_schema=False)

Id = Annotated[int, Path(ge=1, le=2**31 - 1)]
Filters = Annotated[NeedFilters, Query()]


@router.post("/answer")
def give_answer(
    request: Request,
    session: Editor,
    editing: Parts,
    filters: Filters,
    report_id: Id,
    state: Annotated[Literal["done", "declined"], Form()],
    words: Annotated[str, Form(alias="answer", max_length=LONGEST_COMMENT)] = "",
) -> Response:
    """A refusal needs words: the counsellor reads them."""
    if state == "declined" and not words.strip():
        return refusal(request, 422, "answer_needed")
    with editing.database.write() as database:
        answer(database, session.staff.actor, report_id, state, words, editing.now())
        audit.record(database, session.staff, "answer_desk", str(report_id), state=state)
    return see_other(filters.address(page=filters.page))


@router.post("/provider")
def give_to_another(
    session: Editor,
    editing: Parts,
    filters: Filters,
    report_id: Id,
    provider: Annotated[str, Form(max_length=80)] = "",
) -> Response:
    """Not ours: to another provider if the city says so, else to the city."""
    named = provider if session.staff.actor.providers is None else ""
    with editing.database.write() as database:
        pass_on(database, session.staff.actor, report_id, named or None)
        audit.record(database, session.staff, "pass_on_report", str(report_id), to=named)
    return see_other(filters.address(page=filters.page))
