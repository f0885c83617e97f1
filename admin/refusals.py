"""What staff are told when something is refused: a page for pages, problem details for scripts."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException

from admin.access import MustDoFirst, NotAllowed, NotAnAddress, NotSignedIn
from admin.desk_case_verbs import Refused
from admin.pages import pages_of, see_other
from admin.staff import SignedIn
from bot.desk import DeskRefusal, HeldBy, MeantFor, NotHolder, NotWaiting
from bot.marks import TooManyTags
from bot.problems import MEDIA_TYPE, ProblemDetails
from bot.store import NotFound
from bot.together import AnswerChanged, BadAnswer, NothingFits

_KEPT: Final = ("Retry-After", "Allow")


def install_errors(app: FastAPI) -> None:
    """Answers every refusal of the panel's own routes; where the public ones would, pages get a page."""
    for kind in (NotFound, HTTPException, RequestValidationError, SQLAlchemyError, Exception):
        app.add_exception_handler(kind, _on_pages(app.exception_handlers[kind]))
    app.add_exception_handler(NotSignedIn, _not_signed_in)
    app.add_exception_handler(MustDoFirst, _must_do_first)
    app.add_exception_handler(NotAllowed, _not_allowed)
    app.add_exception_handler(NotAnAddress, _not_an_address)
    app.add_exception_handler(DeskRefusal, _desk_refused)
    app.add_exception_handler(TooManyTags, _too_many_tags)
    app.add_exception_handler(Refused, _case_refused)


def _on_pages(public: Callable[..., Any]) -> Callable[[Request, Exception], Awaitable[Response]]:
    """`public` answers programs and writes the log; its status and headers are the page's too."""

    async def told(request: Request, error: Exception) -> Response:
        answered: Response = await public(request, error)
        if not request.url.path.startswith("/admin"):
            return answered
        if answered.status_code == 503:
            page = refusal(request, 503, "database_away")
        elif _is_script(request):
            return answered
        else:
            page = _page_for(request, error, answered.status_code)
        kept = {name: answered.headers[name] for name in _KEPT if name in answered.headers}
        page.headers.update(kept)
        return page

    return told


def _page_for(request: Request, error: Exception, status: int) -> Response:
    if isinstance(error, RequestValidationError):
        if any(each["loc"][0] == "path" for each in error.errors()):
            return refusal(request, 404, "not_found")
        on_the_way = request.method in ("GET", "HEAD")
        return refusal(request, status, "bad_address" if on_the_way else "bad_form", again=on_the_way)
    if isinstance(error, NotFound):
        return refusal(request, status, "no_conversation")
    return refusal(request, status, "failed" if status >= 500 else "not_found")


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


async def _not_an_address(request: Request, error: Exception) -> Response:
    return refusal(request, 404, "not_found")


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


def refusal(request: Request, status: int, code: str, *, again: bool = False, **values: object) -> Response:
    """`code` names two texts of the panel: the title, and with `_detail` the sentence that `values` fill.

    `again`: the page offers to open the same address without what stands after its question mark.
    """
    pages, session = pages_of(request), _session(request)
    title = pages.words(request, code, session)
    detail = pages.words(request, f"{code}_detail", session, **values)
    if not _is_script(request):
        return pages.page(request, "problem.html", session, status, title=title, detail=detail, again=again)
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
