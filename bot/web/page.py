"""The chat's page, which works without JavaScript, and what the element loads."""

from dataclasses import replace
from typing import Annotated, Any
from uuid import uuid4

from anyio import to_thread
from fastapi import APIRouter, Depends, FastAPI, Request, Response
from fastapi.responses import RedirectResponse
from fastapi.staticfiles import StaticFiles
from sqlalchemy.exc import SQLAlchemyError

from bot.access import Address, ChatParts, KnownPage, address_of
from bot.chat import Chat
from bot.city_address import base_of, city_of
from bot.contacts import Contact
from bot.problems import Problem, away
from bot.web import city_look
from bot.web.form import Form
from bot.web.head import Head
from bot.web.rendering import page, refusal, warning
from bot.web.site import STATIC, Site
from bot.web.view import opening_json, opening_view
from bot.web.visit import (
    Visit,
    back_to_latest,
    cookie_of,
    handle,
    language_of,
    own_of,
    see_latest,
    view_of,
)
from knowledge.away import is_away

LEAVE_URL = "https://www.ilmatieteenlaitos.fi/"

router = APIRouter(include_in_schema=False)


def install(app: FastAPI, retention_days: int, shared_minutes: int) -> None:
    """Adds the page, the element and their files to an application with `state.chat`. Raises BundleError."""
    app.state.site = Site.load(LEAVE_URL, retention_days, shared_minutes)
    app.include_router(router)
    app.include_router(city_look.router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")


def site_of(request: Request) -> Site:
    """As it is in the city whose address it is."""
    site: Site = request.app.state.site
    chat: Chat = request.app.state.chat
    kiosk = request.query_params.get("kiosk") == "1"
    return site.of(chat.cities.of(city_of(request)), base_of(request), kiosk)


SiteParts = Annotated[Site, Depends(site_of)]


@router.get("/")
async def show(request: Request, chat: ChatParts, site: SiteParts) -> Response:
    """The conversation that the cookie opens, else the first words in the language asked for."""
    form = Form.of_query(request.query_params)
    try:
        chat.limits.requests.take(address_of(request))
    except Problem as problem:
        return refusal(site, chat, language_of(request, chat, form.language), problem)
    try:
        return await _shown(request, chat, site, form)
    except SQLAlchemyError as error:
        if not is_away(error):
            raise
        return refusal(site, chat, language_of(request, chat, form.language), away())


async def _shown(request: Request, chat: Chat, site: Site, form: Form) -> Response:
    own = await own_of(request, chat)
    view = await view_of(Visit(request, chat, site, own, form))
    expired = own is None and cookie_of(request) in request.cookies
    problem = site.texts.get("expired", view.language) if expired else ""
    head = None if view.started else Head.of(request, chat.languages, form.language)
    response = page(site, chat, view, problem, head=head)
    if expired:
        response.delete_cookie(cookie_of(request))
    return response


@router.post("/")
async def say(request: Request, chat: ChatParts, site: SiteParts) -> Response:
    """A message typed, a button pressed or several answers ticked; the first one begins the conversation."""
    return await handle(request, chat, site, _say)


async def _say(visit: Visit) -> Response:
    chat, form = visit.chat, visit.form
    text = form.text if form.payload is None else None
    said = chat.inbound("", form.client_id or str(uuid4()), text, form.payload)
    token = None
    if visit.own is None:
        chat.limits.starts.take(address_of(visit.request))
        code = chat.municipality_code(form.municipality) if form.municipality else None
        started = await chat.runtime.start(visit.language, code, city=chat.city)
        conversation_id, token = started.id, started.token
    else:
        conversation_id = visit.own.id
    chat.limits.messages.take(conversation_id)
    await chat.runtime.receive(replace(said, conversation_id=conversation_id))
    return see_latest(visit, token)


@router.post("/language")
async def change_language(request: Request, chat: ChatParts, site: SiteParts) -> Response:
    """Goes on in another language, at the same question."""
    return await handle(request, chat, site, _change_language)


async def _change_language(visit: Visit) -> Response:
    language = visit.chat.offered(visit.form.language)
    if visit.own is None:
        return RedirectResponse(visit.site.to("/", language=language), 303)
    await visit.chat.runtime.switch_language(visit.own.id, language)
    return see_latest(visit)


@router.post("/cancellation")
async def cancel(request: Request, chat: ChatParts, site: SiteParts) -> Response:
    """Leaves the queue for a human."""
    return await handle(request, chat, site, _cancel)


async def _cancel(visit: Visit) -> Response:
    if visit.own:
        await to_thread.run_sync(visit.chat.person.cancel, visit.own.id)
    return see_latest(visit)


@router.post("/contact")
async def leave_contact(request: Request, chat: ChatParts, site: SiteParts) -> Response:
    """How the counsellor can reach the person, by choice; an empty form takes it away."""
    return await handle(request, chat, site, _leave_contact)


async def _leave_contact(visit: Visit) -> Response:
    if visit.own and visit.form.contact:
        visit.chat.limits.messages.take(visit.own.id)
        contact = Contact.read(visit.form.contact)
        await to_thread.run_sync(visit.chat.person.contacts.leave, visit.own.id, contact)
    elif visit.own:
        await to_thread.run_sync(visit.chat.person.contacts.take_away, visit.own.id)
    return see_latest(visit)


@router.post("/deletion")
async def delete(request: Request, chat: ChatParts, site: SiteParts) -> Response:
    """Everything of the conversation is gone."""
    return await handle(request, chat, site, _delete)


async def _delete(visit: Visit) -> Response:
    proof = visit.site.texts.get("deleted", visit.language)
    if visit.own:
        proof = await to_thread.run_sync(visit.chat.person.erase, visit.own.id)
    response = page(
        visit.site,
        visit.chat,
        await opening_view(visit.chat, visit.language, ""),
        proof,
    )
    response.delete_cookie(cookie_of(visit.request))
    return response


@router.post("/code")
async def give_code(request: Request, chat: ChatParts, site: SiteParts) -> Response:
    """A code that opens the conversation on another device."""
    return await handle(request, chat, site, _give_code)


async def _give_code(visit: Visit) -> Response:
    if visit.own:
        visit.chat.limits.messages.take(visit.own.id)
        await to_thread.run_sync(visit.chat.person.give_code, visit.own.id)
    return see_latest(visit)


@router.post("/return")
async def come_back(request: Request, chat: ChatParts, site: SiteParts) -> Response:
    """Opens an earlier conversation by the code that the person wrote down."""
    return await handle(request, chat, site, _come_back)


async def _come_back(visit: Visit) -> Response:
    started = await visit.chat.opened_by(visit.form.code, address_of(visit.request))
    return see_latest(visit, started.token)


@router.get("/latest")
def look_again(site: SiteParts) -> Response:
    """For who waits: a link to where one reads on already would not ask the service again."""
    return back_to_latest(site)


@router.get("/leave")
def leave(request: Request, site: SiteParts) -> Response:
    """Off to a neutral page; nothing on this device opens the conversation any more."""
    response = RedirectResponse(site.leave_url, 303, headers={"Cache-Control": "no-store"})
    response.delete_cookie(cookie_of(request))
    return response


@router.get("/ending")
async def warn(request: Request, chat: ChatParts, site: SiteParts) -> Response:
    """Where the page goes near the end of a silence, and where it can be gone on from."""
    own = await own_of(request, chat)
    return warning(site, own.language if own else language_of(request, chat, ""))


@router.get("/ended")
async def end(request: Request, chat: ChatParts, site: SiteParts) -> Response:
    """Where that page goes when nobody answers: nothing on this device opens the conversation any more."""
    own = await own_of(request, chat)
    language = own.language if own else language_of(request, chat, "")
    sentence = site.texts.get("ended", language)
    response = page(site, chat, await opening_view(chat, language, ""), sentence)
    response.delete_cookie(cookie_of(request))
    return response


@router.get("/widget.js")
def widget(request: Request, site: SiteParts) -> Response:
    """The element, for this page and for those of the city."""
    return site.script.answer(request)


@router.get("/widget-later.js")
def widget_later(request: Request, site: SiteParts) -> Response:
    """The parts of the element that it loads when they are needed."""
    return site.later.answer(request)


@router.get("/widget/opening", dependencies=[KnownPage])
async def opening(
    request: Request,
    chat: ChatParts,
    site: SiteParts,
    address: Address,
    language: str = "",
    municipality: str = "",
) -> dict[str, Any]:
    """The first words and the element's own, with nothing stored."""
    view = await opening_view(chat, language_of(request, chat, language), municipality[:100])
    return opening_json(site, chat, view)
