"""Refusals as RFC 9457 problem details, in the language of the person who asked."""

import logging
import traceback
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException

from bot.contacts import NobodyAsked, NotAContact
from bot.languages import preferred
from bot.person import HeldByCounsellor, NotWaiting
from bot.runtime import Busy
from bot.store import NotFound
from dialogues.conversation.texts import Texts
from knowledge.away import is_away

AGAIN_SECONDS = 2
"""When to ask again while the database is away."""

MEDIA_TYPE = "application/problem+json"

_CODES = {404: "unknown", 405: "method", 400: "malformed"}
_log = logging.getLogger(__name__)


class Problem(HTTPException):
    """A refusal. `code` names its sentence (`error.<code>`), `values` fill it; nothing was changed."""

    def __init__(
        self, status: int, code: str, headers: Mapping[str, str] | None = None, **values: object
    ) -> None:
        super().__init__(status, detail=code, headers=headers)
        self.code = code
        self.values = values


class ProblemDetails(BaseModel):
    """RFC 9457. `detail` is a sentence for the person, `code` is for programs."""

    type: str
    title: str
    status: int
    detail: str
    code: str


def declared(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The problems that a route may answer with, for its OpenAPI description."""
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}}
    return {
        status: {"model": ProblemDetails, "description": HTTPStatus(status).phrase, "content": content}
        for status in statuses
    }


def install(app: FastAPI, texts: Texts) -> None:
    """All refusals of the application answer so, unless a more special handler is added."""

    async def refused(request: Request, error: Exception) -> JSONResponse:
        return _answer(request, texts, error)

    expected = (NotFound, Busy, NotWaiting, NobodyAsked, NotAContact, HeldByCounsellor)
    for kind in (*expected, HTTPException, RequestValidationError, SQLAlchemyError, Exception):
        app.add_exception_handler(kind, refused)


def _answer(request: Request, texts: Texts, error: Exception) -> JSONResponse:
    problem = _problem(error)
    if problem.code == "failed" and not isinstance(error, HTTPException):
        frames = "".join(traceback.format_tb(error.__traceback__))
        _log.error("%s failed: %s\n%s", request.url.path, type(error).__name__, frames)
    language = speaks(request, texts)
    body = ProblemDetails(
        type=f"urn:osaamo:problem:{problem.code}",
        title=HTTPStatus(problem.status_code).phrase,
        status=problem.status_code,
        detail=texts.get(f"error.{problem.code}", language, **problem.values),
        code=problem.code,
    )
    headers = dict(problem.headers or {}) | {"Content-Language": language}
    if problem.status_code == 405 and (allowed := _allowed(request)):
        headers["Allow"] = allowed
    return JSONResponse(body.model_dump(), problem.status_code, headers, media_type=MEDIA_TYPE)


def _allowed(request: Request) -> str | None:
    """The methods of all described routes of this path: each route alone knows only its own."""
    path = getattr(request.scope.get("route"), "path", "")
    described: Mapping[str, object] = request.app.openapi()["paths"].get(path, {})
    return ", ".join(sorted(method.upper() for method in described)) or None


def speaks(request: Request, texts: Texts) -> str:
    """The conversation's language where it is known, else the one that the browser prefers."""
    chosen = getattr(request.state, "language", None)
    return chosen or preferred(request.headers.get("accept-language"), texts.languages)


def _problem(error: Exception) -> Problem:
    match error:
        case Problem():
            return error
        case NotFound():
            return Problem(404, "unknown")
        case Busy():
            return Problem(409, "busy")
        case NotAContact():
            return Problem(422, "bad_contact")
        case NotWaiting() | NobodyAsked():
            return Problem(409, "not_waiting")
        case HeldByCounsellor():
            return Problem(409, "held", name=error.name) if error.name else Problem(409, "held_unnamed")
        case SQLAlchemyError() if is_away(error):
            return away()
        case RequestValidationError():
            return _invalid(error)
        case HTTPException() if error.status_code in _CODES:
            return Problem(error.status_code, _CODES[error.status_code], error.headers)
        case HTTPException():
            return Problem(error.status_code, "failed", error.headers)
        case _:
            return Problem(500, "failed")


def away() -> Problem:
    """The database does not answer: nothing is stored, and the same may be sent again."""
    return Problem(503, "away", {"Retry-After": str(AGAIN_SECONDS)})


def _invalid(error: RequestValidationError) -> Problem:
    """Names the field and pydantic's short reason, never the value: it may be what a person wrote."""
    first = error.errors()[0]
    if first["type"] == "json_invalid":
        return Problem(400, "malformed")
    where = ".".join(str(part) for part in first["loc"][1:]) or str(first["loc"][0])
    return Problem(422, "invalid", detail=f"{where} ({first['type']})")
