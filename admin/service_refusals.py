"""What an editor is told when a verb is refused."""

from fastapi import FastAPI, Request, Response
from sqlalchemy.orm import Session

from admin.guide_labels import GuideLabels, labels_for
from admin.pages import pages_of
from admin.refusals import refusal
from admin.service_side import editing_of
from admin.service_words import words_for
from admin.staff import SignedIn
from admin.wording import wording_of
from knowledge.editing.errors import (
    Conflict,
    EditingError,
    FourEyesNeeded,
    Invalid,
    NotAllowedNow,
    NotFound,
    NotYours,
)
from knowledge.guides.working_copy import open_guide


def install_errors(app: FastAPI) -> None:
    app.add_exception_handler(EditingError, _refused)


async def _refused(request: Request, error: Exception) -> Response:
    match error:
        case NotFound():
            return refusal(request, 404, "no_guide" if _of_guides(request) else "no_service")
        case NotYours():
            return refusal(request, 403, "guide_not_yours" if _of_guides(request) else "not_yours")
        case NotAllowedNow():
            return refusal(request, 409, "not_allowed_now")
        case FourEyesNeeded():
            return refusal(request, 409, "guide_four_eyes" if _of_guides(request) else "four_eyes")
        case Conflict() | Invalid():
            return _explained(request, error)
        case _:
            raise error


def _of_guides(request: Request) -> bool:
    return request.url.path.startswith("/admin/guides")


def _explained(request: Request, error: Conflict | Invalid) -> Response:
    """What has changed meanwhile, or what is missing, and the way back to the service or the guide."""
    session: SignedIn = request.state.session
    editing, guides = editing_of(request), _of_guides(request)
    subject = request.path_params.get("guide_id" if guides else "service_id", "")
    noun = "guides" if guides else "services"
    with editing.database.read() as database:
        words = (
            _words(request, session, database, subject) if guides else words_for(request, session, database)
        )
    invalid = isinstance(error, Invalid)
    return pages_of(request).page(
        request,
        "services/invalid.html" if invalid else "services/seen.html",
        session,
        422 if invalid else 409,
        error=error,
        words=words,
        wording=wording_of(request),
        now=editing.now(),
        noun=noun,
        address=f"/admin/{noun}/{subject}" if subject else "",
    )


def _words(request: Request, session: SignedIn, database: Session, guide_id: str) -> GuideLabels:
    return labels_for(request, session, database, open_guide(database, guide_id).content)
