"""The administrator's pages: everybody's accounts, invitations, one account."""

from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import Annotated, Final

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from admin.access import Administrator
from admin.desk_verbs import desk_of
from admin.link_pages import LINKS
from admin.meanwhile import Said, SavedMeanwhile, mark
from admin.pages import pages_of, see_other
from admin.staff import ROLES, SignedIn, StaffError
from admin.staff_side import StaffSide, staff_side_of
from admin.staff_verbs import Invitation, NewLink, StaffVerbs
from admin.staff_view import (
    Described,
    EveryoneView,
    OneView,
    described,
    everyone_view,
    one_view,
    said,
    said_of_rules,
)
from admin.wording import wording_of
from knowledge.editing.listing import names_of
from knowledge.vocabulary import LANGUAGES

router = APIRouter(prefix="/admin", include_in_schema=False)

Field = Annotated[str, Form(max_length=254)]
Fields = Annotated[list[str], Form(max_length=20)]
NOTHING_TYPED: Final = Invitation()


@router.get("/staff")
async def show_staff(request: Request, session: Administrator) -> HTMLResponse:
    return await _staff_page(request, session)


@router.post("/staff")
async def invite(
    request: Request,
    session: Administrator,
    email: Field,
    name: Field,
    role: Field,
    language: Field = "fi",
    provider: Field = "",
    languages: Fields = [],  # noqa: B006
    cities: Fields = [],  # noqa: B006
) -> HTMLResponse:
    typed = Invitation(email, name, role, language, provider, tuple(languages), _known(request, cities))
    try:
        link = await run_in_threadpool(_verbs(request, session).invite, typed)
    except StaffError as error:
        return await _staff_page(request, session, 422, error.code, typed=typed)
    return await _staff_page(request, session, 201, link=link)


@router.post("/second-step-roles")
async def require_code(
    request: Request,
    session: Administrator,
    roles: Fields = [],  # noqa: B006
    seen: Field = "",
) -> Response:
    """From now on of these roles and no others."""
    told = partial(said_of_rules, partial(pages_of(request).words, request, session=session))
    try:
        await run_in_threadpool(_verbs(request, session).require_code, roles, seen, told)
    except SavedMeanwhile as error:
        return await _staff_page(request, session, 409, meanwhile=error, roles=frozenset(roles))
    return see_other("/admin/staff")


@router.get("/staff/{staff_id}")
async def show_account(request: Request, session: Administrator, staff_id: str) -> HTMLResponse:
    return await _account_page(request, session, staff_id)


@router.post("/staff/{staff_id}")
async def change(
    request: Request,
    session: Administrator,
    staff_id: str,
    name: Field,
    role: Field,
    provider: Field = "",
    languages: Fields = [],  # noqa: B006
    cities: Fields = [],  # noqa: B006
    seen: Field = "",
) -> Response:
    known = tuple(code for code in LANGUAGES if code in languages)
    typed = Described(name[:80].strip(), role, provider, known, _known(request, cities))
    view = await run_in_threadpool(_everyone, staff_side_of(request))
    told = _said(request, session, view.providers)
    verb = partial(_verbs(request, session).change, staff_id, typed, seen, told)
    try:
        return await _done(request, session, staff_id, verb)
    except SavedMeanwhile as error:
        return await _account_page(request, session, staff_id, 409, typed=typed, meanwhile=error)


@router.post("/staff/{staff_id}/active")
async def set_active(request: Request, session: Administrator, staff_id: str, active: Field) -> Response:
    verb = partial(_verbs(request, session).set_active, staff_id, active == "yes")
    return await _done(request, session, staff_id, verb)


@router.post("/staff/{staff_id}/link")
async def new_link(request: Request, session: Administrator, staff_id: str) -> HTMLResponse:
    """For somebody who has not used the invitation, or has forgotten the password."""
    try:
        link = await run_in_threadpool(_verbs(request, session).new_link, staff_id)
    except StaffError as error:
        return await _staff_page(request, session, 409, error.code)
    return await _account_page(request, session, staff_id, 201, link=link)


@router.post("/staff/{staff_id}/link/removal")
async def withdraw_link(request: Request, session: Administrator, staff_id: str) -> Response:
    try:
        gone = await run_in_threadpool(_verbs(request, session).withdraw_link, staff_id)
    except StaffError as error:
        return await _staff_page(request, session, 409, error.code)
    return see_other("/admin/staff" if gone else f"/admin/staff/{staff_id}")


@router.post("/staff/{staff_id}/second-step/removal")
async def reset_code(request: Request, session: Administrator, staff_id: str) -> Response:
    return await _done(request, session, staff_id, partial(_verbs(request, session).reset_code, staff_id))


@router.post("/staff/{staff_id}/sessions/removal")
async def end_sessions(request: Request, session: Administrator, staff_id: str) -> Response:
    return await _done(request, session, staff_id, partial(_verbs(request, session).end_sessions, staff_id))


def _known(request: Request, cities: Collection[str]) -> tuple[str, ...]:
    return tuple(code for code in desk_of(request).cities.codes if code in cities)


def _verbs(request: Request, session: SignedIn) -> StaffVerbs:
    side = staff_side_of(request)
    return StaffVerbs(side, session.staff, pages_of(request).texts, side.address(request, LINKS))


async def _done(request: Request, session: SignedIn, staff_id: str, verb: Callable[[], None]) -> Response:
    """Leads back to the account; the page itself says why where the verb was refused."""
    try:
        await run_in_threadpool(verb)
    except StaffError as error:
        return await _account_page(request, session, staff_id, 409, error.code)
    return see_other(f"/admin/staff/{staff_id}")


async def _staff_page(
    request: Request,
    session: SignedIn,
    status: int = 200,
    problem: str = "",
    link: NewLink | None = None,
    typed: Invitation = NOTHING_TYPED,
    roles: frozenset[str] | None = None,
    meanwhile: SavedMeanwhile | None = None,
) -> HTMLResponse:
    """`roles` are those ticked for a second step, None for what is stored."""
    view = await run_in_threadpool(_everyone, staff_side_of(request))
    shown = _page(request, session, "staff/everyone.html", status, problem, view.providers, meanwhile)
    now = said_of_rules(partial(pages_of(request).words, request, session=session), view.with_code)
    ticked = view.with_code if roles is None else roles
    return shown(view=view, link=link, typed=typed, with_code=ticked, seen=mark(now))


async def _account_page(
    request: Request,
    session: SignedIn,
    staff_id: str,
    status: int = 200,
    problem: str = "",
    link: NewLink | None = None,
    typed: Described | None = None,
    meanwhile: SavedMeanwhile | None = None,
) -> HTMLResponse:
    """`typed` stands in the form in the place of what is stored."""
    try:
        view = await run_in_threadpool(_one, staff_side_of(request), staff_id)
    except StaffError:
        return await _staff_page(request, session, 404 if status == 200 else 409, "no_account")
    stored = described(view.account.row)
    seen = mark(_said(request, session, view.providers)(stored))
    shown = _page(request, session, "staff/account.html", status, problem, view.providers, meanwhile)
    return shown(view=view, account=view.account, link=link, shown=typed or stored, seen=seen)


def _said(
    request: Request, session: SignedIn, names: Mapping[str, Mapping[str, str]]
) -> Callable[[Described], tuple[Said, ...]]:
    pages = pages_of(request)
    say = partial(pages.words, request, session=session)
    return partial(said, say, names_of(names, pages.language(request, session)))


def _page(
    request: Request,
    session: SignedIn,
    template: str,
    status: int,
    problem: str,
    names: Mapping[str, Mapping[str, str]],
    meanwhile: SavedMeanwhile | None,
) -> Callable[..., HTMLResponse]:
    """What both pages show, to be given what is theirs."""
    pages, side, wording = pages_of(request), staff_side_of(request), wording_of(request)
    language = pages.language(request, session)
    return partial(
        pages.page,
        request,
        template,
        session,
        status,
        providers=names_of(names, language),
        roles=ROLES,
        languages=LANGUAGES,
        cities=desk_of(request).cities.several,
        meanwhile=meanwhile.differences if meanwhile else (),
        problem=pages.words(request, problem, session) if problem else "",
        moment=lambda at: wording.moment(at, side.now(), language),
    )


def _everyone(side: StaffSide) -> EveryoneView:
    with side.database.read() as session:
        return everyone_view(session)


def _one(side: StaffSide, staff_id: str) -> OneView:
    with side.database.read() as session:
        return one_view(session, staff_id)
