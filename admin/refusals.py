"""What staff are told when something is refused: a page for pages, problem details for scripts."""

from collections.abc import Awaitable
from http import HTTPStatus
from urllib.parse import urlencode

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from sqlalchemy.exc import SQLAlchemyError

from admin.access import MustDoFirst, NotAllowed, NotSignedIn
from admin.desk_case_verbs import Refused
from admin.pages import pages_of, see_other
from admin.staff import SignedIn
from bot.desk import DeskRefusal, HeldBy, MeantFor, NotHolder, NotWaiting
from bot.marks import TooManyTags
from bot.problems import AGAIN_SECONDS, MEDIA_TYPE, ProblemDetails
from bot.together import AnswerChanged, BadAnswer, NothingFits
from knowledge.away import is_away


def install_errors(app: FastAPI) -> None:
    """Answers every refusal of the panel's own routes; a database that is away, on the panel's pages too."""
    public = app.exception_handlers[SQLAlchemyError]

    async def database_failed(request: Request, error: Exception) -> Response:
        if not (is_away(error) and request.url.path.startswith("/admin")):
            answered = public(request, error)
            return await answered if isinstance(answered, Awaitable) else answered
        told = refusal(request, 503, "database_away")
        told.headers["Retry-After"] = str(AGAIN_SECONDS)
        return told

    app.add_exception_handler(SQLAlchemyError, database_failed)
    app.add_exception_handler(NotSignedIn, _not_signed_in)
    app.add_exception_handler(MustDoFirst, _must_do_first)
    app.add_exception_handler(NotAllowed, _not_allowed)
    app.add_exception_handler(DeskRefusal, _desk_refused)
    app.add_exception_handler(TooManyTags, _too_many_tags)
    app.add_exception_handler(Refused, _case_refused)


async def _not_signed_in(request: Request, error: Exception) -> Response:
    if _is_script(request):
        return refusal(request, 401, "not_signed_in")
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    wanted = f"?{urlencode({'next': here})}" if request.method == "GET" else ""
    return see_other(f"/admin/sign-in{wanted}")


async def _must_do_first(request: Request, error: Exception) -> Response:
    if _is_script(request) or not isinstance(error, MustDoFirst):
        return refusal(request, 403, "not_allowed")
    return see_other(error.where)


async def _not_allowed(request: Request, error: Exception) -> Response:
    return refusal(request, 403, "not_allowed")


async def _desk_refused(request: Request, error: Exception) -> Response:
    match error:
        case HeldBy():
            return refusal(request, 409, "held", name=error.name)
        case NotHolder(name=str()):
            return refusal(request, 409, "held", name=error.name)
        case NotHolder():
            return refusal(request, 409, "not_held")
        case MeantFor():
            return refusal(request, 409, "meant_for", name=error.name)
        case AnswerChanged():
            return refusal(request, 409, "answer_changed")
        case NothingFits():
            return refusal(request, 409, "nothing_fits")
        case BadAnswer():
            return refusal(request, 422, "bad_answer")
        case NotWaiting():
            return refusal(request, 409, "not_waiting")
        case _:
            raise error


async def _too_many_tags(request: Request, error: Exception) -> Response:
    return refusal(request, 409, "too_many_tags")


async def _case_refused(request: Request, error: Exception) -> Response:
    return refusal(request, 422, error.code if isinstance(error, Refused) else "bad_request")


def refusal(request: Request, status: int, code: str, **values: object) -> Response:
    """`code` names two texts of the panel: the title, and with `_detail` the sentence that `values` fill."""
    pages, session = pages_of(request), _session(request)
    title = pages.words(request, code, session)
    detail = pages.words(request, f"{code}_detail", session, **values)
    if not _is_script(request):
        return pages.page(request, "problem.html", session, status, title=title, detail=detail)
    body = ProblemDetails(
        type=f"urn:osaamo:problem:{code}",
        title=HTTPStatus(status).phrase,
        status=status,
        detail=detail,
        code=code,
    )
    headers = {"Content-Language": pages.language(request, session), "Cache-Control": "no-store"}
    return JSONResponse(body.model_dump(), status, headers, media_type=MEDIA_TYPE)


def _session(request: Request) -> SignedIn | None:
    session: SignedIn | None = getattr(request.state, "session", None)
    return session


def _is_script(request: Request) -> bool:
    return request.url.path.startswith("/admin/api/")
