"""Where Telegram brings updates itself, to whichever process: 2xx only when their effect is stored."""

import hmac
import json
from typing import Annotated

from fastapi import APIRouter, Header, Request, Response

from bot.telegram.addresses import PATH
from bot.telegram.intake import Failed, Intake


def secret_token(secret: bytes) -> str:
    """What Telegram is to show, of the characters that it allows."""
    return hmac.new(secret, b"telegram webhook", "sha256").hexdigest()


def routes(intake: Intake, expected: str) -> APIRouter:
    """`expected` is what `secret_token` made."""
    router = APIRouter(include_in_schema=False)

    @router.post(PATH)
    async def receive(
        request: Request,
        shown: Annotated[str, Header(alias="X-Telegram-Bot-Api-Secret-Token")] = "",
    ) -> Response:
        if not hmac.compare_digest(shown.encode(), expected.encode()):
            return Response(status_code=404)
        try:
            update = json.loads(await request.body())
        except ValueError:
            return Response(status_code=400)
        if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
            return Response(status_code=400)
        try:
            await intake.take(update)
        except Failed:
            return Response(status_code=500)
        return Response(status_code=200)

    return router
