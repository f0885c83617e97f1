"""The shapes of the public interface; a field that is not set is left out of the answer."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from bot.contacts import Kind
from bot.conversation import Answer, Message, Queue
from bot.person import Standing
from bot.runtime import Started
from dialogues.engine import ServiceCard


class Body(BaseModel):
    """A request's body: unknown fields are refused, so that a misspelt one is noticed."""

    model_config = ConfigDict(extra="forbid")


class StartBody(Body):
    language: str | None = None
    municipality: str | None = None


class MessageBody(Body):
    client_id: UUID
    text: str | None = None
    payload: str | None = None


class LanguageBody(Body):
    language: str


class HandOffBody(Body):
    """`left_out` names the parts of the summary that the counsellor shall not see."""

    left_out: list[Annotated[str, Field(max_length=40)]] = Field(default=[], max_length=30)


class FeedbackBody(Body):
    rating: Annotated[int, Field(strict=True, ge=1, le=5)] | Literal["yes", "partly", "no"]
    comment: str | None = None


class SeenBody(Body):
    """`seq` of the last message that has been on the person's screen."""

    seq: Annotated[int, Field(ge=0, le=2**31 - 1)]


class ContactBody(Body):
    """One of the two."""

    phone: Annotated[str, Field(max_length=40)] | None = None
    email: Annotated[str, Field(max_length=254)] | None = None


class ResumeBody(Body):
    code: Annotated[str, Field(max_length=40)]


class ButtonView(BaseModel):
    title: str
    payload: str


class ServiceView(BaseModel):
    id: str
    name: str
    provider: str
    summary: str
    category: str
    url: str
    languages: list[str]
    municipalities: list[str] | None
    reasons: list[str]
    text_language: str
    text_status: str
    first_step: str
    condition: str
    review_overdue: bool


class OriginalView(BaseModel):
    """What a counsellor wrote; the message is its translation by the machine `translated_by`."""

    text: str
    language: str
    translated_by: str


class MessageView(BaseModel):
    seq: int
    author: Literal["person", "bot", "counsellor", "system"]
    text: str
    language: str
    at: datetime
    buttons: list[ButtonView]
    services: list[ServiceView]
    choice: Literal["one", "many"] | None = None
    progress: tuple[int, int] | None = None
    name: str | None = None
    original: OriginalView | None = None


class DeletionView(BaseModel):
    """What was deleted and when, with a number: a proof in the person's language."""

    text: str


class QueueView(BaseModel):
    position: int
    wait_seconds: int | None


class AnswerView(BaseModel):
    holder: str
    language: str
    messages: list[MessageView]


class StartedView(AnswerView):
    id: str
    token: str


class MessagesView(BaseModel):
    holder: str
    messages: list[MessageView]


class StateView(BaseModel):
    """The `state` event. `counsellor` is who holds the conversation; `erased` that it is gone, `moved` that
    it was opened elsewhere with its code.

    `notice` says that the bot or the hand-off is paused, `contact` what kind the person has left.
    """

    holder: str
    language: str | None = None
    counsellor: str | None = None
    queue: QueueView | None = None
    contact: Kind | None = None
    notice: str | None = None
    erased: bool | None = None
    moved: bool | None = None


class ConversationView(BaseModel):
    id: str
    language: str
    holder: str
    profile: dict[str, Any]
    progress: tuple[int, int] | None
    queue: QueueView | None = None
    contact: Kind | None = None
    counsellor: str | None = None
    notice: str | None = None


class LanguageView(ConversationView):
    messages: list[MessageView]


class FeedbackView(BaseModel):
    rating: int | str
    comment: str | None


class ContactView(BaseModel):
    """As it was understood: a number in its international form."""

    phone: str | None = None
    email: str | None = None


class ServicesView(BaseModel):
    services: list[ServiceView]


def service_view(card: ServiceCard) -> ServiceView:
    areas = card.municipalities
    return ServiceView(
        id=card.id,
        name=card.name,
        provider=card.provider,
        summary=card.summary,
        category=card.category,
        url=card.url,
        languages=list(card.languages),
        municipalities=None if areas is None else list(areas),
        reasons=list(card.reasons),
        text_language=card.text_language,
        text_status=card.text_status,
        first_step=card.first_step,
        condition=card.condition,
        review_overdue=card.review_overdue,
    )


def message_view(message: Message) -> MessageView:
    optional = {
        "choice": message.choice,
        "progress": message.progress,
        "name": message.name,
        "original": OriginalView(**asdict(message.original)) if message.original else None,
    }
    return MessageView(
        seq=message.seq,
        author=message.author.value,
        text=message.text,
        language=message.language,
        at=message.at,
        buttons=[ButtonView(title=each.title, payload=each.payload) for each in message.buttons],
        services=[service_view(card) for card in message.services],
        **_known(optional),
    )


def message_json(message: Message) -> dict[str, Any]:
    """For the export: as the interface shows it, with the payload of the button that was pressed."""
    shown = message_view(message).model_dump(mode="json", exclude_unset=True)
    return shown | ({"payload": message.payload} if message.payload else {})


def answer_view(answer: Answer) -> AnswerView:
    messages = [message_view(each) for each in answer.messages]
    return AnswerView(holder=answer.holder.value, language=answer.language, messages=messages)


def started_view(started: Started) -> StartedView:
    return StartedView(id=started.id, token=started.token, **dict(answer_view(started.answer)))


def state_view(standing: Standing) -> StateView:
    known = standing.conversation
    optional = _optional(standing)
    return StateView(holder=known.holder.value, language=known.language, **_known(optional))


def conversation_view(standing: Standing) -> ConversationView:
    known = standing.conversation
    optional = _optional(standing)
    return ConversationView(
        id=known.id,
        language=known.language,
        holder=known.holder.value,
        profile=known.state.profile.to_json(),
        progress=known.state.progress,
        **_known(optional),
    )


def _optional(standing: Standing) -> dict[str, Any]:
    return {
        "counsellor": standing.conversation.counsellor,
        "queue": _queue(standing.queue),
        "contact": standing.contact,
        "notice": standing.notice,
    }


def _queue(queue: Queue | None) -> QueueView | None:
    return QueueView(position=queue.position, wait_seconds=queue.wait_seconds) if queue else None


def _known(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
