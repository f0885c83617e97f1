"""What a Rasa server calls back while it works on a message; there only where one is configured."""

import secrets
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, FastAPI, Header, HTTPException, Request

from admin.rasa_side import RasaSide
from dialogues.on_rasa.callback import RasaCallbacks

Told = Annotated[dict[str, Any], Body()]


def _from_rasa(request: Request, authorization: Annotated[str, Header()] = "") -> RasaCallbacks:
    """Raises 401 without the shared secret."""
    side: RasaSide = request.app.state.rasa
    if not secrets.compare_digest(authorization.encode(), f"Bearer {side.token}".encode()):
        raise HTTPException(401)
    return side.callbacks


Callbacks = Annotated[RasaCallbacks, Depends(_from_rasa)]
router = APIRouter(prefix="/internal/rasa", include_in_schema=False)


def add(app: FastAPI, side: RasaSide) -> None:
    app.state.rasa = side
    app.include_router(router)


@router.post("/actions")
async def actions(callbacks: Callbacks, told: Told) -> dict[str, Any]:
    """Runs an action. The body is a whole conversation: never logged."""
    try:
        return await callbacks.run(told)
    except (KeyError, TypeError, AttributeError):
        raise HTTPException(422) from None


@router.post("/nlg")
async def nlg(callbacks: Callbacks, told: Told) -> dict[str, Any]:
    """Words a response."""
    try:
        return callbacks.say(told)
    except (KeyError, TypeError, AttributeError):
        raise HTTPException(422) from None
