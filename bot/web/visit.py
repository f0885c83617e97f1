"""One form sent to the page: whose it is, what it asks for, and what is shown when it is refused."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from anyio import to_thread
from fastapi import Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException

from bot.access import address_of
from bot.chat import Chat
from bot.city_address import base_of
from bot.contacts import NobodyAsked, NotAContact
from bot.languages import preferred
from bot.person import HeldByCounsellor, NotWaiting, Opened
from bot.problems import Problem, away
from bot.runtime import Busy
from bot.store import NotFound
from bot.web.form import Form, came_from_here, read_form
from bot.web.rendering import page, refusal
from bot.web.site import Site
from bot.web.view import View, conversation_view, opening_view
from knowledge.away import is_away

COOKIE = "osaamo_conversation"
"""Its name at the address of the installation."""
_OURS = frozenset(("cross_site", "choose_some", "expired", "failed"))
"""Refusals whose sentence is the page's own."""


@dataclass(frozen=True, slots=True)
class Visit:
    """`own` is the conversation that the cookie opens."""

    request: Request
    chat: Chat
    site: Site
    own: Opened | None
    form: Form

    @property
    def language(self) -> str:
        return self.own.language if self.own else language_of(self.request, self.chat, self.form.language)


Act = Callable[[Visit], Awaitable[Response]]


async def handle(request: Request, chat: Chat, site: Site, act: Act) -> Response:
    """Does what a form asks for; a refusal is shown on the page, with what was typed."""
    form, own = Form(), None
    try:
        if not came_from_here(request):
            raise Problem(403, "cross_site")
        chat.limits.requests.take(address_of(request))
        own = await own_of(request, chat)
        form = await read_form(request)
        if own is None and cookie_of(request) in request.cookies:
            raise Problem(404, "expired")
        return await act(Visit(request, chat, site, own, form))
    except (HTTPException, NotFound, Busy, NotWaiting, NobodyAsked, NotAContact, HeldByCounsellor) as error:
        return await _refused(Visit(request, chat, site, own, form), _problem(error))
    except SQLAlchemyError as error:
        if not is_away(error):
            raise
        return await _told_away(Visit(request, chat, site, own, form))


async def own_of(request: Request, chat: Chat) -> Opened | None:
    token = request.cookies.get(cookie_of(request))
    return await to_thread.run_sync(chat.person.identify, token) if token else None


def language_of(request: Request, chat: Chat, wanted: str) -> str:
    """The language chosen, else the one that the browser prefers."""
    if wanted in chat.languages:
        return wanted
    return preferred(request.headers.get("accept-language"), chat.languages)


async def view_of(visit: Visit) -> View:
    """The conversation, or the first words when there is none."""
    if visit.own:
        return await to_thread.run_sync(conversation_view, visit.chat, visit.own.id)
    return await opening_view(visit.chat, visit.language, visit.form.municipality)


def _problem(error: Exception) -> Problem:
    match error:
        case Problem():
            return error
        case NotFound():
            return Problem(404, "expired")
        case NotAContact():
            return Problem(422, "bad_contact")
        case HTTPException():
            return Problem(error.status_code, "malformed")
        case _:
            return Problem(409, "busy")


async def _refused(visit: Visit, problem: Problem) -> HTMLResponse:
    if problem.code == "expired":
        visit = Visit(visit.request, visit.chat, visit.site, None, visit.form)
    view = await view_of(visit)
    words = visit.site.texts if problem.code in _OURS else visit.chat.texts
    key = problem.code if problem.code in _OURS else f"error.{problem.code}"
    sentence = words.get(key, view.language, **problem.values)
    response = page(visit.site, visit.chat, view, sentence, visit.form.text, problem.status_code)
    response.headers.update(problem.headers or {})
    if problem.code == "expired":
        response.delete_cookie(cookie_of(visit.request))
    return response


async def _told_away(visit: Visit) -> HTMLResponse:
    """The conversation cannot be shown; what was sent can be sent again as it was."""
    form = visit.form if visit.form != Form() else await read_form(visit.request)
    address = visit.site.to(visit.request.url.path.removeprefix(visit.site.base))
    return refusal(visit.site, visit.chat, visit.language, away(), form, address)


def back_to_latest(site: Site) -> RedirectResponse:
    """To the page, where one reads on."""
    return RedirectResponse(f"{site.to('/')}#latest", 303, headers={"Cache-Control": "no-store"})


def see_latest(visit: Visit, token: str | None = None) -> RedirectResponse:
    """The same after a form. `token` opens the conversation from now on."""
    response = back_to_latest(visit.site)
    if token:
        secure = visit.request.url.scheme == "https"
        response.set_cookie(cookie_of(visit.request), token, httponly=True, samesite="lax", secure=secure)
    return response


def cookie_of(request: Request) -> str:
    """The name of the cookie that opens the conversation: cities below one host have each their own."""
    return COOKIE + base_of(request).replace("/", "_")
