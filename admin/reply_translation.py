"""The translation server at the desk: asked only by a counsellor's choice, for five seconds, traced."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

import httpx
from fastapi import Request

from admin.desk_verbs import DeskVerbs, desk_of
from admin.staff import Staff
from bot.cases import Case
from bot.conversation import Holder
from bot.desk import NotHolder
from bot.incoming import LONGEST, cleaned
from bot.translating import keep_reading, readings, translates, unread
from knowledge.translation.server import TranslationFailed, TranslationServer

SECONDS: Final = 5.0


@dataclass(frozen=True, slots=True)
class Interpreter:
    """A server and the name under which messages keep who translated them."""

    server: TranslationServer
    name: str

    @classmethod
    def connect(cls, url: str, key: str) -> "Interpreter":
        client = httpx.Client(timeout=SECONDS, follow_redirects=False)
        return cls(TranslationServer(client, url, key), (urlsplit(url).hostname or "")[:80])


@dataclass(frozen=True, slots=True)
class TranslationView:
    """`there`: a server is set, and the person speaks another language. `readings` are by seq."""

    there: bool
    always: bool
    readings: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Preview:
    """What was written and what would be sent; `failed` names why there is no translation, "" if there is."""

    original: str
    text: str
    language: str
    failed: str = ""


def interpreter_of(request: Request) -> Interpreter | None:
    found: Interpreter | None = request.app.state.interpreter
    return found


def translation_view(request: Request, who: Staff, case: Case) -> TranslationView:
    """Everything works where no server is set: then nothing of this is shown."""
    with desk_of(request).database.read() as session:
        return TranslationView(
            there=interpreter_of(request) is not None and case.row.language != who.language,
            always=translates(session, case.row.id),
            readings=readings(session, case.row.id, who.language),
        )


def preview(request: Request, who: Staff, conversation_id: str, text: str) -> Preview:
    """Nothing is sent to the person. Raises NotHolder and NotFound; texts raise bot.problems.Problem."""
    desk, row = desk_of(request), _held(request, who, conversation_id).row
    masked = desk.masked(cleaned(text), who.language)
    interpreter = interpreter_of(request)
    if interpreter is None:
        return Preview(masked, "", row.language, "unsupported")
    _trace(request, who, conversation_id, interpreter, who.language, row.language)
    try:
        translated = interpreter.server.translate(masked, who.language, row.language)
    except TranslationFailed as failed:
        return Preview(masked, "", row.language, failed.code)
    return Preview(masked, translated[:LONGEST], row.language)


def read(request: Request, who: Staff, conversation_id: str) -> str:
    """Translates what the person wrote and keeps it; says why it ended early, "" where it did not."""
    desk, case = desk_of(request), _held(request, who, conversation_id)
    interpreter = interpreter_of(request)
    if interpreter is None:
        return "unsupported"
    before = case.messages[0].seq - 1 if case.messages else 0
    with desk.database.read() as session:
        waiting = unread(session, conversation_id, before, who.language)
    if waiting:
        _trace(request, who, conversation_id, interpreter, case.row.language, who.language)
    for each in waiting:
        try:
            text = interpreter.server.translate(each.text, each.language, who.language)
        except TranslationFailed as failed:
            return failed.code
        with desk.database.write() as session:
            keep_reading(session, each.message_id, who.language, text, interpreter.name, desk.clock())
    return ""


def _held(request: Request, who: Staff, conversation_id: str) -> Case:
    case = desk_of(request).case(conversation_id)
    if case.row.holder is not Holder.COUNSELLOR or case.row.holder_id != who.id:
        raise NotHolder(case.row.holder_name)
    return case


def _trace(
    request: Request, who: Staff, conversation_id: str, interpreter: Interpreter, source: str, target: str
) -> None:
    """Before the server is asked: what leaves the house is in the log even if no answer comes."""
    desk = desk_of(request)
    trace = DeskVerbs(desk, who).trace(
        "translate", conversation_id, server=interpreter.name, languages=f"{source}-{target}"
    )
    with desk.database.write() as session:
        trace(session)
