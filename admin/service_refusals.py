"""What an editor is told when a verb is refused."""

from fastapi import FastAPI, Request, Response

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


def install_errors(app: FastAPI) -> None:
    app.add_exception_handler(EditingError, _refused)


async def _refused(request: Request, error: Exception) -> Response:
    match error:
        case NotFound():
            return refusal(request, 404, "no_service")
        case NotYours():
            return refusal(request, 403, "not_yours")
        case NotAllowedNow():
            return refusal(request, 409, "not_allowed_now")
        case FourEyesNeeded():
            return refusal(request, 409, "four_eyes")
        case Conflict() | Invalid():
            return _explained(request, error)
        case _:
            raise error


def _explained(request: Request, error: Conflict | Invalid) -> Response:
    """What has changed meanwhile, or what is missing, and the way back to the service."""
    session: SignedIn = request.state.session
    editing = editing_of(request)
    with editing.database.read() as database:
        words = words_for(request, session, database)
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
        service_id=request.path_params.get("service_id", ""),
    )
