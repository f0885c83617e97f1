"""What browsers install and search engines read: manifest, the page without a connection, robots.txt."""

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse

from bot.access import ChatParts
from bot.web.about import ABOUT
from bot.web.calls import known_numbers, with_calls
from bot.web.page import SiteParts
from bot.web.site import STATIC
from bot.web.visit import language_of

MANIFEST = "/manifest.webmanifest"
OFFLINE = "/offline"
ICONS = (
    ("/static/icon.svg", "any", "image/svg+xml", "any"),
    ("/static/icons/icon-192.png", "192x192", "image/png", "any"),
    ("/static/icons/icon-512.png", "512x512", "image/png", "any"),
    ("/static/icons/maskable-512.png", "512x512", "image/png", "maskable"),
)
_WORKER_POLICY = "default-src 'none'; connect-src 'self'"
_ROBOTS = "\n".join(
    (
        "User-agent: *",
        *(
            f"Allow: {path}"
            for path in ("/$", "/?language=", "/c/", ABOUT, "/static/", "/widget.js", MANIFEST)
        ),
        "Disallow: /",
        "",
    )
)

router = APIRouter(include_in_schema=False)


@router.get(MANIFEST)
def manifest(request: Request, chat: ChatParts, site: SiteParts, language: str = "") -> JSONResponse:
    """In the language of the page that asks for it."""
    chosen = language_of(request, chat, language)
    described = {
        "name": site.title(chosen),
        "short_name": site.name,
        "description": site.leaflets.get("share.description", chosen),
        "lang": chosen,
        "dir": site.direction(chosen),
        "id": f"{site.base}/",
        "start_url": f"{site.base}/?language={chosen}",
        "scope": f"{site.base}/",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#0b3d82",
        "categories": ["education", "government", "social"],
        "icons": [
            {"src": src, "sizes": sizes, "type": kind, "purpose": purpose}
            for src, sizes, kind, purpose in ICONS
        ],
    }
    headers = {"Cache-Control": "public, max-age=3600", "Vary": "Accept-Language"}
    return JSONResponse(described, headers=headers, media_type="application/manifest+json")


@router.get(OFFLINE)
def offline(request: Request, chat: ChatParts, site: SiteParts, language: str = "") -> HTMLResponse:
    """What the installed page shows without a connection: that there is none, and whom to call."""
    chosen = language_of(request, chat, language)
    help_ = with_calls(chat.texts.get("danger.acute", chosen), known_numbers(chat.texts))
    return HTMLResponse(site.render("offline.html", chosen, help=help_))


@router.get("/worker.js")
def worker() -> FileResponse:
    """Of the installed page; beside the pages, since it may answer only for what lies beneath it."""
    headers = {"Cache-Control": "no-cache", "Content-Security-Policy": _WORKER_POLICY}
    return FileResponse(STATIC / "paper" / "worker.js", media_type="text/javascript", headers=headers)


@router.get("/robots.txt")
def robots() -> PlainTextResponse:
    """The first page in each language and the page about the service may be found, nothing else."""
    return PlainTextResponse(_ROBOTS)
