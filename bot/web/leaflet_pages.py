"""What is read beside the chat or taken along: the page about the service, the leaflet, the copy."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Depends, FastAPI, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlalchemy.exc import SQLAlchemyError

from bot.access import Address, ChatParts, address_of
from bot.chat import Chat
from bot.city_address import city_of
from bot.person import Opened
from bot.problems import Problem, away
from bot.schemas import message_json
from bot.web import sharing
from bot.web.about import ABOUT, OMBUDSMAN, About
from bot.web.head import Head
from bot.web.leaflet import Leaflet, as_text, shown_services
from bot.web.page import SiteParts
from bot.web.rendering import HEADERS, WARNED_SECONDS, refusal
from bot.web.site import Site
from bot.web.visit import language_of, own_of
from knowledge.away import is_away
from knowledge.profile import NeedsProfile

TAKE = "/take-with-you"
COPY = "/export"
Answers = Callable[[NeedsProfile, str], Sequence[tuple[str, str]]]
"""(label, what was answered) of a profile, in words of a language."""

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Leaflets:
    about: About
    answers: Answers
    today: Callable[[], date]


def install(app: FastAPI, leaflets: Leaflets) -> None:
    """Adds the pages to an application that has the chat's page."""
    app.state.leaflets = leaflets
    app.include_router(router)
    app.include_router(sharing.router)


def leaflets_of(request: Request) -> Leaflets:
    leaflets: Leaflets = request.app.state.leaflets
    return leaflets


Parts = Annotated[Leaflets, Depends(leaflets_of)]


@router.get(ABOUT)
def about(
    request: Request, chat: ChatParts, site: SiteParts, parts: Parts, address: Address, language: str = ""
) -> HTMLResponse:
    """Who runs the service, what is stored, who reads it, and that nothing is decided by a machine."""
    chosen = language_of(request, chat, language)
    html = site.render(
        "about.html",
        chosen,
        about=parts.about.of(chat.cities.of(city_of(request))),
        head=Head.of(request, chat.languages, chosen if language else ""),
        languages=site.languages(chat.languages),
        ombudsman=OMBUDSMAN,
    )
    return HTMLResponse(html)


@router.api_route(TAKE, methods=["GET", "POST"])
async def take_with_you(request: Request, chat: ChatParts, site: SiteParts, parts: Parts) -> Response:
    """For printing. The element sends its token in a form, so that it stands in no address."""

    def paper(token: str, own: Opened) -> Response:
        leaflet = _leaflet(request, chat, parts, own)
        files = tuple(site.to(path) for path in (f"{TAKE}.txt", COPY))
        # With a token the chat itself stays open elsewhere, perhaps by choice, and closes by itself.
        closes_after = site.shared_minutes if site.kiosk or not token else 0
        html = site.render(
            "take.html",
            leaflet.language,
            leaf=leaflet,
            token=token,
            files=files,
            closes_after=closes_after,
            warned=WARNED_SECONDS,
        )
        return HTMLResponse(html, headers=HEADERS)

    return await _given(request, chat, site, paper)


@router.api_route(f"{TAKE}.txt", methods=["GET", "POST"])
async def take_as_text(request: Request, chat: ChatParts, site: SiteParts, parts: Parts) -> Response:
    """The same as a file; with the mark of UTF-8, without which old editors guess."""

    def text(_token: str, own: Opened) -> Response:
        leaflet = _leaflet(request, chat, parts, own)
        content = as_text(leaflet, site).encode("utf-8-sig")
        return _file(content, f"osaamo-{leaflet.made.isoformat()}.txt", "text/plain; charset=utf-8")

    return await _given(request, chat, site, text)


@router.api_route(COPY, methods=["GET", "POST"])
async def export(request: Request, chat: ChatParts, site: SiteParts) -> Response:
    """Everything stored of the conversation."""

    def copy(_token: str, own: Opened) -> Response:
        stored = chat.person.export(own.id, message_json)
        content = json.dumps(stored, ensure_ascii=False, indent=2).encode()
        return _file(content, "osaamo.json", "application/json")

    return await _given(request, chat, site, copy)


async def _given(
    request: Request, chat: Chat, site: Site, act: Callable[[str, Opened], Response]
) -> Response:
    """To whom a conversation is open; anybody else is led to the chat."""
    try:
        chat.limits.requests.take(address_of(request))
        token, own = await _opened(request, chat)
        if own is None:
            return RedirectResponse(site.to("/"), 303)
        return await to_thread.run_sync(act, token, own)
    except Problem as problem:
        return refusal(site, chat, language_of(request, chat, ""), problem)
    except SQLAlchemyError as error:
        if not is_away(error):
            raise
        return refusal(site, chat, language_of(request, chat, ""), away())


async def _opened(request: Request, chat: Chat) -> tuple[str, Opened | None]:
    """The token that a form has sent, "" where the cookie opens the conversation."""
    if request.method == "GET":
        return "", await own_of(request, chat)
    async with request.form(max_files=0, max_fields=1) as sent:
        token = str(sent.get("token", ""))
    return token, await to_thread.run_sync(chat.person.identify, token)


def _file(content: bytes, name: str, kind: str) -> Response:
    headers = {**HEADERS, "Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=kind, headers=headers)


def _leaflet(request: Request, chat: Chat, parts: Leaflets, own: Opened) -> Leaflet:
    standing, messages = chat.person.news(own.id)
    language = standing.conversation.language
    return Leaflet(
        language=language,
        made=parts.today(),
        answers=parts.answers(standing.conversation.state.profile, language),
        services=shown_services(messages, language, chat.service),
        code=chat.person.code(own.id),
        page=str(request.base_url),
    )
