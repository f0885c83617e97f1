"""From a person who has been recognised to a signed-in browser."""

from datetime import timedelta
from typing import Final
from urllib.parse import urlencode

from fastapi import Request, Response
from starlette.concurrency import run_in_threadpool

from admin import audit, staff
from admin.access import COOKIE
from admin.models import SecondStep
from admin.pages import see_other
from admin.staff import Limits, SignedIn, Staff
from admin.staff_side import StaffSide, staff_side_of

_BROWSERS: Final = (
    *(("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("FxiOS", "Firefox")),
    *(("Chrome/", "Chrome"), ("Safari/", "Safari")),
)
_SYSTEMS: Final = (
    *(("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows")),
    *(("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux")),
)
"""The first mark that is found tells: many browsers name others too."""

HALF: Final = Limits(timedelta(minutes=10), timedelta(minutes=10))
"""How long the password waits for its second step."""


async def enter(request: Request, person: Staff, wanted: str, by: str, strong: bool = False) -> Response:
    """Leads to the wanted page, or to the second step first. `strong`: somebody else has asked for it."""
    step: SecondStep = "done" if strong else "asked" if person.has_code else "none"
    side = staff_side_of(request)
    session = await run_in_threadpool(_open, side, person, browser_of(request), step, by)
    query = f"?{urlencode({'next': wanted})}" if wanted else ""
    response = see_other(f"/admin/second-step{query}" if step == "asked" else local(wanted))
    keep(request, response, session.token)
    return response


def _open(side: StaffSide, person: Staff, browser: str, step: SecondStep, by: str) -> SignedIn:
    with side.database.write() as session:
        if step != "asked":
            audit.record(session, person, "sign_in", by=by)
        return staff.open_session(session, person, browser, step, HALF if step == "asked" else side.limits)


def keep(request: Request, response: Response, token: str) -> None:
    limits: Limits = staff_side_of(request).limits
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(limits.whole.total_seconds()),
        path="/admin",
        httponly=True,
        samesite="lax",
        secure=is_abroad(request),
    )


def is_abroad(request: Request) -> bool:
    """Beyond this machine, where cookies only travel encrypted."""
    return (request.url.hostname or "") not in ("localhost", "127.0.0.1", "::1", "testserver")


def local(path: str) -> str:
    """Only a path of the panel itself: nobody is led away from here by a link to the sign-in."""
    misleading = any(part in path for part in ("\\", "//", "/."))
    return path if path.startswith("/admin/") and not misleading else "/admin/"


def browser_of(request: Request) -> str:
    """The family of browser and system, as its owner recognises it."""
    agent = request.headers.get("user-agent", "")
    browser = next((name for mark, name in _BROWSERS if mark in agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in agent), "")
    return ", ".join(filter(None, (browser, system)))
