"""The page of keyboard shortcuts."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from admin.access import AtDesk
from admin.pages import pages_of

router = APIRouter(prefix="/admin", include_in_schema=False)


@router.get("/shortcuts")
def show(request: Request, session: AtDesk) -> HTMLResponse:
    return pages_of(request).page(request, "shortcuts.html", session)
