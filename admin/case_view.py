"""One conversation in a counsellor's words: the card, the messages, what can be done now."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal

from admin.answers import QuestionView, questions
from admin.inbox import RowView, row_view
from admin.report_menu import ShownService, services_to_choose
from admin.staff import Staff
from admin.wording import Wording
from bot.cases import Case
from bot.conversation import Author, Holder, Message
from bot.receipts import last_of_counsellor
from dialogues.engine import ServiceCard

AT_ONCE: Final = 60
"""Messages that are shown before somebody asks for the earlier ones."""

Standing = Literal["waiting", "mine", "theirs", "ended"]


@dataclass(frozen=True, slots=True)
class MessageView:
    """`extra` says in one line which options and services came with the message.

    `original` is what a counsellor wrote before a machine translated it.
    `day` is a date (ISO 8601) where the service is, `day_name` the same in words.
    """

    seq: int
    author: str
    label: str
    name: str
    text: str
    extra: str
    language: str
    at: str
    time: str
    day: str
    day_name: str
    original: str = ""


@dataclass(frozen=True, slots=True)
class AnswerView:
    """`how` an answer was learned, in words; "" where that is not known."""

    question: str
    answer: str
    how: str


@dataclass(frozen=True, slots=True)
class ServiceView:
    """`link` is "" unless it leads to the web. `language` is that of the text."""

    name: str
    provider: str
    link: str
    reasons: tuple[str, ...]
    language: str


@dataclass(frozen=True, slots=True)
class NoteView:
    name: str
    text: str
    at: str
    time: str


@dataclass(frozen=True, slots=True)
class CaseView:
    """`version` changes whenever anything but the messages does.

    `left_out` names what the person left out, not what it says. Before `messages` there are `earlier` ones.
    `shown_services` are those of messages that showed several, by their seq.
    `unreachable` says in one sentence that nothing gets to the person any more.
    `mark_code` says how far the counsellor's last message, number `marked`, has got.
    """

    row: RowView
    standing: Standing
    holder: str
    language: str
    answers: tuple[AnswerView, ...]
    left_out: str
    services: tuple[ServiceView, ...]
    ratings: tuple[str, ...]
    notes: tuple[NoteView, ...]
    messages: tuple[MessageView, ...]
    shown_services: Mapping[int, tuple[ShownService, ...]]
    earlier: int
    delivered: int
    seen: int
    marked: int
    mark_code: str
    version: str
    contact: str = ""
    unreachable: str = ""
    questions: tuple[QuestionView, ...] = ()

    @property
    def last_seq(self) -> int:
        return self.messages[-1].seq if self.messages else 0


def case_view(case: Case, wording: Wording, who: Staff, now: datetime, *, whole: bool = False) -> CaseView:
    """Of a long conversation only the end, unless the `whole` is asked for."""
    language = who.language
    shown = case.messages if whole else case.messages[-AT_ONCE:]
    marked = last_of_counsellor(case.messages)
    return CaseView(
        row=row_view(case.row, wording, who, now),
        standing=standing(case, who),
        holder=case.row.holder_name or "",
        language=case.row.language,
        answers=_answers(case, wording, language),
        left_out=_left_out(case, wording, language),
        services=tuple(_service(card) for card in case.services),
        ratings=tuple(_rating(each.rating, each.comment, wording, language) for each in case.feedback),
        notes=tuple(
            NoteView(note.name, note.text, note.at.isoformat(), wording.moment(note.at, now, language))
            for note in case.notes
        ),
        messages=tuple(message_view(each, wording, language) for each in shown),
        shown_services=services_to_choose(case),
        earlier=len(case.messages) - len(shown),
        marked=marked,
        delivered=case.delivered,
        seen=case.seen,
        mark_code=mark(case, marked),
        questions=questions(case, wording, language) if standing(case, who) == "mine" else (),
        version=version(case),
        contact=case.contact or "",
        unreachable=_unreachable(case, wording, language, now),
    )


def standing(case: Case, who: Staff) -> Standing:
    """What this conversation is to this member of the staff."""
    if case.row.holder is Holder.WAITING:
        return "waiting"
    if case.row.holder is Holder.COUNSELLOR:
        return "mine" if case.row.holder_id == who.id else "theirs"
    return "ended"


def version(case: Case) -> str:
    """A short text that differs when anything of the case but its messages differs."""
    lengths = (len(case.notes), len(case.feedback), len(case.services), len(case.steps), len(case.earlier))
    row = replace(case.row, last_message_at=case.row.last_message_at.min)
    known = repr((row, case.follow_ups, lengths, case.contact, case.unreachable))
    return hashlib.blake2s(known.encode(), digest_size=8).hexdigest()


def mark(case: Case, seq: int) -> Literal["seen", "delivered", "sent"]:
    """How far a message has got."""
    if seq <= case.seen:
        return "seen"
    return "delivered" if seq <= case.delivered else "sent"


def messages_before(case: Case, seq: int, wording: Wording, language: str) -> tuple[MessageView, ...]:
    """The last of those before message `seq`."""
    before = [each for each in case.messages if each.seq < seq]
    return tuple(message_view(each, wording, language) for each in before[-AT_ONCE:])


def message_view(message: Message, wording: Wording, language: str) -> MessageView:
    return MessageView(
        seq=message.seq,
        author=message.author.value,
        label=wording.say(f"author.{message.author}", language),
        name=message.name or "" if message.author is Author.COUNSELLOR else "",
        text=message.text,
        extra=_extra(message, wording, language),
        language=message.language,
        at=message.at.isoformat(),
        time=wording.time(message.at, language),
        day=wording.date(message.at).isoformat(),
        day_name=wording.day(message.at, language),
        original=wording.say("reply_translation.written", language, text=message.original.text)
        if message.original
        else "",
    )


def _left_out(case: Case, wording: Wording, language: str) -> str:
    """The names of the questions, in the words of the card."""
    if not case.left_out:
        return ""
    named = ", ".join(filter(None, (wording.part(part, language) for part in case.left_out)))
    return (
        wording.say("conversation.left_out", language, names=named)
        if named
        else wording.say("left_out", language)
    )


def _unreachable(case: Case, wording: Wording, language: str, now: datetime) -> str:
    if case.unreachable is None:
        return ""
    since = wording.moment(case.unreachable.since, now, language)
    return wording.say(f"unreachable.{case.unreachable.reason}", language, since=since)


def _extra(message: Message, wording: Wording, language: str) -> str:
    services = ", ".join(card.name for card in message.services)
    if services:
        return wording.say("showed_services", language, names=services)
    options = " · ".join(button.title for button in message.buttons)
    return wording.say("offered_options", language, names=options) if options else ""


def _answers(case: Case, wording: Wording, language: str) -> tuple[AnswerView, ...]:
    how = {slot: wording.say(f"learned.{way}", language) for slot, way in case.learned.items()}
    return tuple(
        AnswerView(question, answer, how.get(slot, ""))
        for slot, question, answer in wording.answers(case.row.profile, language)
    )


def _service(card: ServiceCard) -> ServiceView:
    link = card.url if card.url.startswith(("https://", "http://")) else ""
    return ServiceView(card.name, card.provider, link, card.reasons, card.text_language)


def _rating(rating: str | None, comment: str | None, wording: Wording, language: str) -> str:
    known = wording.panel.find(f"rating.{rating}", language)
    said = known.text if known else rating or ""
    return ": ".join(filter(None, (said, comment)))
