"""How Server-Sent Events leave: when the request has been answered, so that an open stream keeps little."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Final

from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

_LATER: Final = "osaamo.events"

Events = AsyncGenerator[bytes]


class EventStream(Response):
    """`EventStreams` sends `events`: what found them, for one of thousands of streams, is gone by then."""

    media_type = "text/event-stream"

    def __init__(self, events: Events) -> None:
        super().__init__(headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
        del self.headers["Content-Length"]
        self._events = events

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The head of the answer; without that middleware all of it."""
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        if (later := scope.get(_LATER)) is None:
            await _tell(self._events, receive, send)
        else:
            later.append(self._events)


class EventStreams:
    """The outermost middleware: a stream begins here when the application has returned."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        later = list[Events]()
        await self._app({**scope, _LATER: later}, receive, send)
        del scope
        if later:
            await _tell(later.pop(), receive, send)


async def _tell(events: Events, receive: Receive, send: Send) -> None:
    """Until there is no more to tell, or nobody who listens."""
    telling = asyncio.current_task()
    leaving = asyncio.create_task(_end_when_left(receive, telling))
    try:
        async for event in events:
            await send({"type": "http.response.body", "body": event, "more_body": True})
        await send({"type": "http.response.body", "body": b""})
    except asyncio.CancelledError:
        if telling is None or not leaving.done():
            raise
        telling.uncancel()
    finally:
        leaving.cancel()
        await events.aclose()


async def _end_when_left(receive: Receive, telling: "asyncio.Task[None] | None") -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    if telling:
        telling.cancel()
