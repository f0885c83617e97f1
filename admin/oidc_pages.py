"""Signing in with OpenID Connect: to the provider and back."""

import json
import logging
from dataclasses import asdict
from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool

from admin.entering import enter, is_abroad
from admin.oidc import Identity, Journey, SignIn
from admin.oidc_metadata import Away, Refused
from admin.oidc_people import Unwelcome, admit
from admin.refusals import refusal
from admin.sign_in import sign_in_page
from admin.staff import Staff
from admin.staff_side import StaffSide, staff_side_of
from bot.sealing import SealBroken

router = APIRouter(prefix="/admin/oidc", include_in_schema=False)

_COOKIE: Final = "osaamo_oidc"
_PURPOSE: Final = "journey to the provider"
_SECONDS: Final = 600
_BACK: Final = "/admin/oidc/answer"

_log = logging.getLogger(__name__)


@router.get("")
async def leave(request: Request, next: str = "") -> Response:
    """What has to be known on the way back travels sealed in a cookie of this browser alone."""
    side, journey = staff_side_of(request), Journey.begin(next[:500])
    if side.oidc is None:
        return refusal(request, 404, "not_found")
    try:
        address = await run_in_threadpool(side.oidc.address, journey, side.address(request, _BACK))
    except Away as error:
        return _away(request, error)
    response = RedirectResponse(address, 303, headers={"Cache-Control": "no-store"})
    sealed = side.seal.close(json.dumps(asdict(journey)), _PURPOSE)
    response.set_cookie(
        _COOKIE,
        sealed,
        max_age=_SECONDS,
        path="/admin/oidc",
        httponly=True,
        samesite="lax",
        secure=is_abroad(request),
    )
    return response


@router.get("/answer")
async def come_back(request: Request) -> Response:
    side = staff_side_of(request)
    if side.oidc is None:
        return refusal(request, 404, "not_found")
    response = await _come_back(request, side, side.oidc)
    response.delete_cookie(_COOKIE, path="/admin/oidc")
    return response


async def _come_back(request: Request, side: StaffSide, oidc: SignIn) -> Response:
    answer, back = dict(request.query_params), side.address(request, _BACK)
    try:
        journey = _journey(side, request.cookies.get(_COOKIE, ""))
        identity = await run_in_threadpool(oidc.identity, journey, back, answer)
        person = await run_in_threadpool(_admitted, side, oidc, identity)
    except Away as error:
        return _away(request, error)
    except (Refused, SealBroken) as error:
        _log.warning("a sign-in by OpenID Connect was refused: %s", error or "no journey")
        return sign_in_page(request, 401, "oidc.refused")
    except Unwelcome as error:
        return sign_in_page(request, 403, error.code)
    return await enter(request, person, journey.next, by="oidc", strong=identity.strong)


def _away(request: Request, error: Away) -> Response:
    _log.error("OpenID Connect: %s", error)
    return sign_in_page(request, 503, "oidc.away")


def _journey(side: StaffSide, sealed: str) -> Journey:
    """Raises SealBroken."""
    return Journey(**json.loads(side.seal.open(sealed, _PURPOSE, _SECONDS)))


def _admitted(side: StaffSide, oidc: SignIn, identity: Identity) -> Staff:
    with side.database.write() as session:
        return admit(session, oidc.client, identity)
