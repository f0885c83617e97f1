"""How a page of the panel is put together: templates, words, navigation, headers."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from admin.navigation import groups_for, items_beside
from admin.staff import SignedIn
from bot.city import sees
from bot.pause import Pause
from dialogues.conversation.texts import Texts

HERE: Final = Path(__file__).parent
LANGUAGE_COOKIE: Final = "osaamo_panel_language"
SECURITY_HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Pages:
    """Renders the panel's templates in the words of `admin/texts`."""

    def __init__(
        self,
        texts: Texts,
        engine_is_well: Callable[[], bool] = lambda: True,
        paused: Callable[[], Sequence[Pause]] = tuple,
        city_name: Callable[[str], str] = str,
    ) -> None:
        self.texts = texts
        self._engine_is_well = engine_is_well
        self._paused = paused
        self._city_name = city_name
        self._environment = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def language(self, request: Request, session: SignedIn | None = None) -> str:
        """The account's, else the one chosen before, else the browser's first that we have."""
        if session:
            return session.staff.language
        chosen = request.cookies.get(LANGUAGE_COOKIE)
        wanted = [chosen or "", *request.headers.get("accept-language", "").split(",")]
        codes = (part.split(";")[0].strip().split("-")[0] for part in wanted)
        return next((code for code in codes if code in self.texts.by_language), self.texts.languages[0])

    def page(
        self,
        request: Request,
        template: str,
        session: SignedIn | None = None,
        status: int = 200,
        **values: Any,
    ) -> HTMLResponse:
        html = self.render(request, template, session, **values)
        return HTMLResponse(html, status, headers=SECURITY_HEADERS)

    def render(self, request: Request, template: str, session: SignedIn | None = None, **values: Any) -> str:
        language = self.language(request, session)
        everywhere = not (session and session.staff.cities)
        groups = groups_for(session.staff.role if session else "", everywhere=everywhere)
        return self._environment.get_template(template).render(
            lang=language,
            t=partial(self._text, language),
            session=session,
            engine_is_well=self._engine_is_well(),
            banners=self.banners(request, session),
            path=request.url.path,
            navigation=groups,
            beside=items_beside(request.url.path, groups),
            panel_languages=[(code, self.texts.name(code)) for code in self.texts.languages],
            **values,
        )

    def banners(self, request: Request, session: SignedIn | None) -> tuple[str, ...]:
        """What the staff have to know: that the hand-off or the bot is paused, for all or in their city."""
        if session is None:
            return ()
        paused = (each for each in self._paused() if sees(session.staff.cities, each.city or None))
        return tuple(self.banner(request, each, session) for each in paused)

    def banner(self, request: Request, pause: Pause, session: SignedIn) -> str:
        told = self.words(request, f"supervision.banner_{pause.what}", session)
        return f"{self._city_name(pause.city)}: {told}" if pause.city else told

    def words(self, request: Request, key: str, session: SignedIn | None = None, **values: object) -> str:
        return self._text(self.language(request, session), key, **values)

    def _text(self, language: str, key: str, **values: object) -> str:
        return self.texts.get(key, language, **values)


def pages_of(request: Request) -> Pages:
    pages: Pages = request.app.state.pages
    return pages


def see_other(path: str) -> RedirectResponse:
    return RedirectResponse(path, 303, headers={"Cache-Control": "no-store"})
