"""Telling the editors from the desk, by form and by script; and what has become of it."""

from typing import Annotated

from fastapi import APIRouter, Form, Path, Query, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ConfigDict, Field

from admin.access import AtDesk
from admin.desk_verbs import desk_of
from admin.guide_labels import labels_for
from admin.pages import pages_of, see_other
from admin.report_menu import Reporting
from admin.wording import wording_of
from knowledge.desk_reports.reporting import LONGEST_COMMENT, ReportKind, reports_of

router = APIRouter(prefix="/admin", include_in_schema=False)

Id = Annotated[str, Path(max_length=64)]
Back = Annotated[str, Query(pattern=r"^[\w-]{0,64}$")]
Seq = Annotated[int, Path(ge=1, le=2**31 - 1)]
MESSAGE = "conversations/{conversation_id}/messages/{seq}/reports"


class ReportBody(BaseModel):
    model_config = ConfigDict(extra="forbid")

    kind: ReportKind
    service: str = Field("", max_length=80)
    comment: str = Field("", max_length=LONGEST_COMMENT)


@router.post("/desk/{conversation_id}/messages/{seq}/reports")
def tell(
    request: Request,
    session: AtDesk,
    conversation_id: Id,
    seq: Seq,
    about: Annotated[str, Form(pattern=r"^(missing|wrong(:.{1,80})?)$")],
    comment: Annotated[str, Form(max_length=LONGEST_COMMENT)] = "",
) -> Response:
    """`about` is the button pressed: "missing", "wrong" or "wrong:<service>"."""
    kind, _, service = about.partition(":")
    chosen = ReportBody.model_validate({"kind": kind, "service": service, "comment": comment})
    _tell(request, session, conversation_id, seq, chosen)
    return see_other(f"/admin/desk-reports?back={conversation_id}")


@router.post(f"/api/{MESSAGE}", status_code=204)
def tell_by_script(
    request: Request, session: AtDesk, conversation_id: Id, seq: Seq, body: ReportBody
) -> Response:
    _tell(request, session, conversation_id, seq, body)
    return Response(status_code=204)


@router.get("/desk-reports")
def show(request: Request, session: AtDesk, back: Back = "") -> HTMLResponse:
    """What I have told, with the answers. `back` is the conversation one comes from."""
    desk, wording = desk_of(request), wording_of(request)
    with desk.database.read() as reading:
        reports = reports_of(reading, session.staff.id)
        words = labels_for(request, session, reading)
    return pages_of(request).page(
        request,
        "desk_reports.html",
        session,
        reports=reports,
        back=back,
        words=words,
        moment=lambda at: wording.moment(at, desk.clock(), session.staff.language),
    )


def _tell(request: Request, session: AtDesk, conversation_id: str, seq: int, body: ReportBody) -> None:
    reporting = Reporting(desk_of(request), session.staff)
    reporting.tell(conversation_id, seq, body.kind, body.service, body.comment)
