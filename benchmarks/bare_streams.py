"""What the streams are measured against: a bare Starlette server with the same rows written, and no more."""

import asyncio
import json
import os
from collections import defaultdict
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, StreamingResponse
from starlette.routing import Route

from bot import store
from bot.conversation import Author, Draft, Holder, Message
from bot.keys import new_id, new_token, token_hash
from bot.models import Conversation
from dialogues.engine import DialogueState
from knowledge.database import Database

_PERSON = Draft(author=Author.PERSON, text="Oulu", language="fi")
_REPLIES = tuple(
    Draft(author=Author.BOT, text=f"Mikä on tilanteesi nyt? {n}" * 4, language="fi") for n in "12"
)
_COUNSELLOR = Draft(author=Author.COUNSELLOR, text="Hei", language="fi")


class Bare:
    """A queue for each open stream."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._streams: dict[str, set[asyncio.Queue[bytes]]] = defaultdict(set)

    def routes(self) -> list[Route]:
        path = "/conversations/{id}"
        return [
            Route("/readyz", self.ready),
            Route("/api/v1/conversations", self.start, methods=["POST"]),
            Route(f"/api/v1{path}/messages", self.say, methods=["POST"]),
            Route(f"/api/v1{path}/events", self.events),
            Route(f"/admin/api{path}/messages", self.say, methods=["POST"]),
        ]

    async def ready(self, _: Request) -> PlainTextResponse:
        return PlainTextResponse("ok")

    async def start(self, _: Request) -> JSONResponse:
        conversation, token = new_id(), new_token()
        await run_in_threadpool(self._store_start, conversation, token)
        return JSONResponse({"id": conversation, "token": token})

    async def say(self, request: Request) -> JSONResponse:
        drafts = (_COUNSELLOR,) if request.url.path.startswith("/admin") else (_PERSON, *_REPLIES)
        conversation = request.path_params["id"]
        stored = await run_in_threadpool(self._store, conversation, drafts)
        for message in stored:
            for queue in self._streams[conversation]:
                queue.put_nowait(_event(message))
        return JSONResponse({"messages": [{"seq": message.seq, "text": message.text} for message in stored]})

    async def events(self, request: Request) -> StreamingResponse:
        return StreamingResponse(self._told(request.path_params["id"]), media_type="text/event-stream")

    async def _told(self, conversation: str) -> AsyncIterator[bytes]:
        queue: asyncio.Queue[bytes] = asyncio.Queue()
        self._streams[conversation].add(queue)
        yield b"event: state\ndata: {}\n\n"
        while True:
            yield await queue.get()

    def _store_start(self, conversation_id: str, token: str) -> None:
        now = datetime.now(UTC)
        conversation = Conversation(
            id=conversation_id,
            token_hash=token_hash(token),
            language="fi",
            holder=Holder.BOT,
            version=1,
            last_seq=0,
            created_at=now,
            last_message_at=now,
        )
        store.save_state(conversation, DialogueState("fi"))
        with self._database.write() as session:
            session.add(conversation)
            session.flush()
            store.append(session, conversation, _REPLIES, now)

    def _store(self, conversation_id: str, drafts: tuple[Draft, ...]) -> tuple[Message, ...]:
        with self._database.write() as session:
            conversation = store.claimed(session, conversation_id)
            return store.append(session, conversation, drafts, datetime.now(UTC))


def _event(message: Message) -> bytes:
    data = json.dumps({"seq": message.seq, "text": message.text, "language": message.language})
    return f"event: message\nid: {message.seq}\ndata: {data}\n\n".encode()


def main() -> None:
    bare = Bare(Database(f"sqlite:///{Path(os.environ['OSAAMO_DATA']) / 'osaamo.db'}"))
    app = Starlette(routes=bare.routes())
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]), log_level="warning", access_log=False)


if __name__ == "__main__":
    main()
