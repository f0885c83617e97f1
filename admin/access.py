"""Who may enter: sessions, roles as types of a route's parameters, and forged requests kept out."""

import hmac
from collections.abc import Callable
from typing import Annotated, Final

from anyio.to_thread import run_sync
from fastapi import Depends, Request

from admin import staff
from admin.staff import Limits, SignedIn
from admin.staff_side import staff_side_of
from bot.store import row
from knowledge.database import Database

COOKIE: Final = "osaamo_staff"
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class NotSignedIn(Exception):  # noqa: N818 - a state of the caller, not a fault
    """Nobody is signed in: pages lead to the sign-in, scripts get 401."""


class NotAllowed(Exception):  # noqa: N818
    """Signed in, but the role does not open this door, or the request did not come from our own page: 403."""


class NotAnAddress(Exception):  # noqa: N818
    """The address holds a zero character, which no text of PostgreSQL can hold: 404."""


class MustDoFirst(NotAllowed):
    """Something has to be done before this door opens: pages lead to `where`, scripts get 403."""

    where = "/admin/"


class MustGiveCode(MustDoFirst):
    """The second step of the sign-in."""

    where = "/admin/second-step"


class MustChoosePassword(MustDoFirst):
    """The one-time password has to be replaced."""

    where = "/admin/password"


class MustSetUpCode(MustDoFirst):
    """The role needs a second step, and the account has none."""

    where = "/admin/account/second-step"


def database_of(request: Request) -> Database:
    database: Database = request.app.state.database
    return database


async def entering(request: Request) -> SignedIn:
    """The session of the request's cookie, perhaps before its second step.

    Raises NotSignedIn, NotAllowed for a forged request, and NotAnAddress.
    """
    token = request.cookies.get(COOKIE)
    session = await run_sync(_find, database_of(request), token) if token else None
    if session is None:
        raise NotSignedIn
    request.state.session = session
    request.state.language = session.staff.language
    if "%00" in request.url.query or "\0" in request.scope["path"]:
        raise NotAnAddress
    if request.method not in _SAFE_METHODS:
        await _refuse_forged(request, session)
    if not session.noted:
        await run_sync(_note_use, database_of(request), session.token, staff_side_of(request).limits)
    return session


async def current(session: Annotated[SignedIn, Depends(entering)]) -> SignedIn:
    """Raises MustGiveCode before the second step."""
    if session.second_step == "asked":
        raise MustGiveCode
    return session


def _find(database: Database, token: str) -> SignedIn | None:
    with database.read() as session:
        return staff.signed_in(session, token)


def _note_use(database: Database, token: str, limits: Limits) -> None:
    with database.write() as session:
        staff.note_use(session, token, limits)


async def _refuse_forged(request: Request, session: SignedIn) -> None:
    sent = request.headers.get("x-csrf-token")
    if sent is None:
        field = (await request.form()).get("csrf_token")
        sent = field if isinstance(field, str) else ""
    if not hmac.compare_digest(sent.encode(), session.csrf_token.encode()):
        raise NotAllowed


def _having(*roles: str) -> Callable[[SignedIn], SignedIn]:
    def check(session: Annotated[SignedIn, Depends(current)]) -> SignedIn:
        if session.staff.must_choose_password:
            raise MustChoosePassword
        if session.must_set_up_code:
            raise MustSetUpCode
        if session.staff.role not in roles:
            raise NotAllowed
        return session

    return check


def _seeing(
    request: Request,
    session: Annotated[SignedIn, Depends(_having("counsellor", "coordinator", "administrator"))],
) -> SignedIn:
    """A conversation of another city is as good as unknown, whatever is asked of it. Raises NotFound."""
    conversation_id = request.path_params.get("conversation_id")
    if conversation_id and session.staff.cities:
        with database_of(request).read() as reading:
            row(reading, conversation_id, session.staff.cities)
    return session


Entering = Annotated[SignedIn, Depends(entering)]
AnyStaff = Annotated[SignedIn, Depends(current)]
Working = Annotated[SignedIn, Depends(_having("editor", "counsellor", "coordinator", "administrator"))]
AtDesk = Annotated[SignedIn, Depends(_seeing)]
Reader = Working
Editor = Annotated[SignedIn, Depends(_having("editor", "coordinator", "administrator"))]
Administrator = Annotated[SignedIn, Depends(_having("administrator"))]
Overseer = Annotated[SignedIn, Depends(_having("coordinator", "administrator"))]


def _everywhere(session: Overseer) -> SignedIn:
    """What concerns the whole installation is not for who works for some of its cities."""
    if session.staff.cities:
        raise NotAllowed
    return session


EverywhereOverseer = Annotated[SignedIn, Depends(_everywhere)]


def came_from_here(request: Request) -> bool:
    """True unless the browser says that another site sent the request (Fetch Metadata, Origin)."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("origin")
    return origin is None or origin.split("://")[-1] == request.headers.get("host")
