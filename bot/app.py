"""The public routes of conversations, services and operations."""

from typing import Annotated, Any

from anyio import to_thread
from fastapi import APIRouter, Header, Query, Response
from fastapi.responses import JSONResponse

from bot import schemas
from bot.access import Address, Bearer, ChatParts, KnownPage, Own, Preferred
from bot.chat import ServiceQuery
from bot.contacts import Contact
from bot.event_streams import EventStream
from bot.events import STREAMS_PER_CONVERSATION, stream
from bot.incoming import cleaned
from bot.problems import Problem, declared
from knowledge.vocabulary import AUDIENCES, CATEGORIES

conversations = APIRouter(
    prefix="/api/v1/conversations",
    tags=["conversations"],
    dependencies=[KnownPage],
    responses=declared(400, 401, 403, 404, 413, 422, 429),
)

After = Annotated[int, Query(ge=0, le=2**31 - 1)]
Seq = Annotated[int | None, Header(ge=0, le=2**31 - 1, alias="Last-Event-ID")]


@conversations.post("", status_code=201, response_model_exclude_unset=True)
async def start(
    chat: ChatParts, address: Address, preferred: Preferred, body: schemas.StartBody | None = None
) -> schemas.StartedView:
    """A new conversation, with the bot's first words."""
    chat.limits.starts.take(address)
    wanted = body or schemas.StartBody()
    language = preferred if wanted.language is None else chat.offered(wanted.language)
    municipality = chat.code_of(wanted.municipality)
    return schemas.started_view(await chat.runtime.start(language, municipality, city=chat.city))


@conversations.post("/resume", response_model_exclude_unset=True)
async def resume(chat: ChatParts, address: Address, body: schemas.ResumeBody) -> schemas.StartedView:
    """Opens a conversation by its code; the token or the chat it had until now no longer does."""
    return schemas.started_view(await chat.opened_by(body.code, address))


@conversations.get("/{conversation_id}", response_model_exclude_unset=True)
def conversation(chat: ChatParts, own: Own) -> schemas.ConversationView:
    return schemas.conversation_view(chat.person.standing(own))


@conversations.patch("/{conversation_id}", response_model_exclude_unset=True, responses=declared(409))
async def change_language(chat: ChatParts, own: Own, body: schemas.LanguageBody) -> schemas.LanguageView:
    """Goes on in another language, at the same question."""
    chat.limits.messages.take(own)
    answer = await chat.runtime.switch_language(own, chat.offered(body.language))
    standing = await to_thread.run_sync(chat.person.standing, own)
    known = schemas.conversation_view(standing).model_dump(exclude_unset=True)
    return schemas.LanguageView(**known, messages=[schemas.message_view(each) for each in answer.messages])


@conversations.delete("/{conversation_id}", status_code=204)
def erase(chat: ChatParts, own: Own) -> Response:
    """Everything of the conversation is gone."""
    chat.person.erase(own)
    return Response(status_code=204)


@conversations.post("/{conversation_id}/deletion")
def delete(chat: ChatParts, own: Own) -> schemas.DeletionView:
    """Everything of the conversation is gone; the answer is the only proof, and it is kept nowhere."""
    return schemas.DeletionView(text=chat.person.erase(own))


@conversations.post("/{conversation_id}/messages", response_model_exclude_unset=True, responses=declared(409))
async def say(chat: ChatParts, own: Own, body: schemas.MessageBody) -> schemas.AnswerView:
    """The person's message with the replies to it; the same `client_id` again gives the same answer."""
    chat.limits.messages.take(own)
    inbound = chat.inbound(own, str(body.client_id), body.text, body.payload)
    return schemas.answer_view(await chat.runtime.receive(inbound))


@conversations.get("/{conversation_id}/messages", response_model_exclude_unset=True)
def messages(chat: ChatParts, own: Own, after: After = 0) -> schemas.MessagesView:
    standing, found = chat.person.news(own, after)
    chat.person.note_delivered(own, found)
    if standing.queue:
        chat.person.note_here(own)
    holder = standing.conversation.holder.value
    return schemas.MessagesView(holder=holder, messages=[schemas.message_view(each) for each in found])


@conversations.put("/{conversation_id}/seen", status_code=204)
def note_seen(chat: ChatParts, own: Own, body: schemas.SeenBody) -> Response:
    """The messages up to `seq` have been on the person's screen: the counsellor is told so."""
    chat.person.note_seen(own, body.seq)
    return Response(status_code=204)


@conversations.post("/{conversation_id}/typing", status_code=204)
async def tell_typing(chat: ChatParts, own: Own) -> Response:
    """The person is writing: the counsellor is told so, and nothing is stored."""
    chat.person.typing(own)
    return Response(status_code=204)


@conversations.get(
    "/{conversation_id}/events",
    status_code=200,
    response_class=EventStream,
    responses={200: {"content": {"text/event-stream": {}}}},
)
async def events(
    chat: ChatParts, own: Own, bearer: Bearer, after: After = 0, last_event_id: Seq = None
) -> EventStream:
    """Events `message`, `state` and `typing`; `id` is the seq, and `Last-Event-ID` resumes."""
    if chat.feed.listening(own) >= STREAMS_PER_CONVERSATION:
        raise Problem(429, "too_many", {"Retry-After": "30"}, seconds=30)
    since = after if last_event_id is None else last_event_id
    return EventStream(stream(chat, own, bearer.credentials if bearer else "", since))


@conversations.post("/{conversation_id}/handoff", response_model_exclude_unset=True, responses=declared(409))
def ask_for_person(chat: ChatParts, own: Own, body: schemas.HandOffBody | None = None) -> schemas.AnswerView:
    """Joins the queue for a human."""
    chat.limits.messages.take(own)
    left_out = tuple(body.left_out) if body else ()
    return schemas.answer_view(chat.person.ask_for_person(own, left_out))


@conversations.delete(
    "/{conversation_id}/handoff", response_model_exclude_unset=True, responses=declared(409)
)
def cancel_handoff(chat: ChatParts, own: Own) -> schemas.AnswerView:
    """Leaves the queue; the bot goes on."""
    chat.limits.messages.take(own)
    return schemas.answer_view(chat.person.cancel(own))


@conversations.put("/{conversation_id}/contact", response_model_exclude_unset=True, responses=declared(409))
def leave_contact(chat: ChatParts, own: Own, body: schemas.ContactBody) -> schemas.ContactView:
    """A phone number or an e-mail address by choice, for the counsellor who answers."""
    chat.limits.messages.take(own)
    if (body.phone is None) == (body.email is None):
        raise Problem(422, "invalid", detail="phone, email")
    contact = Contact.phone(body.phone) if body.phone is not None else Contact.email(body.email or "")
    chat.person.contacts.leave(own, contact)
    return schemas.ContactView(**{contact.kind: contact.value})


@conversations.delete("/{conversation_id}/contact", status_code=204)
def take_contact_away(chat: ChatParts, own: Own) -> Response:
    chat.person.contacts.take_away(own)
    return Response(status_code=204)


@conversations.post("/{conversation_id}/code", response_model_exclude_unset=True)
def give_code(chat: ChatParts, own: Own) -> schemas.AnswerView:
    """A code that opens the conversation elsewhere; the one it had until now opens it no more."""
    chat.limits.messages.take(own)
    return schemas.answer_view(chat.person.give_code(own))


@conversations.post("/{conversation_id}/feedback", status_code=201)
def give_feedback(chat: ChatParts, own: Own, body: schemas.FeedbackBody) -> schemas.FeedbackView:
    chat.limits.messages.take(own)
    comment = cleaned(body.comment) if body.comment else None
    stored = chat.person.give_feedback(own, str(body.rating), comment)
    return schemas.FeedbackView(rating=body.rating, comment=stored)


@conversations.get("/{conversation_id}/export")
def export(chat: ChatParts, own: Own) -> dict[str, Any]:
    """Everything that is stored of the conversation."""
    return chat.person.export(own, schemas.message_json)


services = APIRouter(prefix="/api/v1/services", tags=["services"], responses=declared(404, 422, 429))


@services.get("")
def search(
    chat: ChatParts,
    address: Address,
    preferred: Preferred,
    q: Annotated[str, Query(max_length=200)] = "",
    language: str | None = None,
    municipality: str | None = None,
    audience: str | None = None,
    category: str | None = None,
    limit: Annotated[int, Query(ge=1, le=50)] = 10,
) -> schemas.ServicesView:
    """Published services, best first."""
    query = ServiceQuery(
        words=cleaned(q) if q else "",
        language=preferred if language is None else chat.offered(language),
        municipality=chat.code_of(municipality),
        audience=_one_of(AUDIENCES, audience, "audience"),
        category=_one_of(CATEGORIES, category, "category"),
        limit=limit,
    )
    return schemas.ServicesView(services=[schemas.service_view(card) for card in chat.search(query)])


@services.get("/{service_id}")
def service(
    chat: ChatParts, address: Address, preferred: Preferred, service_id: str, language: str | None = None
) -> schemas.ServiceView:
    card = chat.service(service_id, preferred if language is None else chat.offered(language))
    if card is None:
        raise Problem(404, "unknown")
    return schemas.service_view(card)


def _one_of(known: tuple[str, ...], value: str | None, name: str) -> str | None:
    if value is not None and value not in known:
        raise Problem(422, "invalid", detail=name)
    return value


operations = APIRouter(tags=["operations"])


@operations.get("/healthz")
async def healthz() -> dict[str, str]:
    """The process answers, however many threads wait for a database."""
    return {"status": "ok"}


@operations.get("/readyz", responses={503: {"description": "Something it needs does not work"}})
def readyz(chat: ChatParts) -> JSONResponse:
    """Database and catalogue work. What is only weakened is named, and no reason to send nobody here."""
    failed = [name for name, check in chat.ready.items() if not check()]
    ill = [name for name, check in chat.weakened.items() if not check()]
    status = "unready" if failed else "weakened" if ill else "ok"
    return JSONResponse({"status": status, "failed": [*failed, *ill]}, 503 if failed else 200)


@operations.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}})
def metrics(chat: ChatParts) -> Response:
    """For Prometheus."""
    return Response(chat.metrics.text(), media_type="text/plain; version=0.0.4; charset=utf-8")
