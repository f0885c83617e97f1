"""What the store does for a turn besides its messages, within the turn's transaction."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.city import Cities
from bot.contacts import forget_contact
from bot.conversation import Author, Draft, Holder, Payloads, Queue
from bot.duty import company, openings, read_duty, waiter
from bot.keys import ResumeCodes
from bot.marks import forget_marks
from bot.models import Conversation, ShownService, StoredFeedback, StoredHandOff, StoredUnmetNeed
from bot.pause import Pause, Pauses, left_message, told
from bot.queue_words import QueueWords
from bot.routing import Duty, Waiter
from bot.transfer import mean_for_nobody
from bot.waiting import queue_of
from dialogues.conversation.texts import Texts
from dialogues.engine import CancelHandOff, Effect, Feedback, HandOff, Recommended, SwitchLanguage, UnmetNeed


@dataclass(frozen=True, slots=True)
class Effects:
    texts: Texts
    payloads: Payloads
    cities: Cities
    codes: ResumeCodes
    pauses: Pauses

    def carry_out(
        self, session: Session, conversation: Conversation, effects: Iterable[Effect], now: datetime
    ) -> tuple[Draft, ...]:
        """On a claimed conversation. Returns what the person is to be told. `Erase` is the caller's."""
        told: list[Draft] = []
        for effect in effects:
            match effect:
                case HandOff():
                    told.extend(self.ask_for_person(session, conversation, effect, now))
                case CancelHandOff() if conversation.holder == Holder.WAITING:
                    forget_contact(session, conversation.id)
                    told.append(self.cancel(conversation))
                case SwitchLanguage():
                    conversation.language = effect.language
                case _:
                    session.add_all(_counted(conversation, effect, now))
        return tuple(told)

    def ask_for_person(
        self, session: Session, conversation: Conversation, asked: HandOff, now: datetime
    ) -> tuple[Draft, ...]:
        """Joins the queue; who is in it already keeps the place, and is not told all again."""
        if conversation.holder == Holder.WAITING:
            return self._chosen(session, conversation, asked.reason)
        duty, waits = read_duty(session, now), waiter(conversation, now)
        doors = openings(duty, waits, self.cities.of(conversation.city).hours)
        paused = self.pauses.of("handoff", conversation.city, now)
        is_open = doors.is_open(now) and paused is None
        self._join(session, conversation, asked, now, desk_open=is_open)
        told = self._chosen(session, conversation, asked.reason)
        if paused is not None:
            return (*told, *self._leaving(session, conversation, paused, now))
        code = "" if is_open else self._code(session, conversation)
        queue = queue_of(session, conversation, now, self.cities.zone) or Queue(1, None)
        there = company(duty, waits, self.texts.languages)
        return (*self._words.joined(conversation.language, doors, now, queue, there, code), *told)

    def _chosen(self, session: Session, conversation: Conversation, reason: str) -> tuple[Draft, ...]:
        """What who waits, or begins to, asks for besides."""
        match reason:
            case "interpreter":
                conversation.interpreter = conversation.language.partition("-")[0]
                return self._words.interpreter(conversation.language)
            case "message":
                return self._words.left(conversation.language, self._code(session, conversation))
            case _:
                return ()

    @property
    def _words(self) -> QueueWords:
        return QueueWords(self.texts, self.payloads)

    def _leaving(
        self, session: Session, conversation: Conversation, paused: Pause, now: datetime
    ) -> tuple[Draft, ...]:
        """Nobody answers now: the message waits, and its answer is found by the code."""
        language = conversation.language
        sentence = told(paused, self.texts, language, self.cities.zone)
        return left_message(
            self.texts,
            self.payloads,
            language,
            sentence,
            self._code(session, conversation),
            danger=conversation.urgent,
            search=self.pauses.of("bot", conversation.city, now) is None,
        )

    def _join(
        self,
        session: Session,
        conversation: Conversation,
        asked: HandOff,
        now: datetime,
        *,
        desk_open: bool,
    ) -> None:
        reason = "asked" if asked.reason in ("interpreter", "message") else asked.reason
        conversation.holder = Holder.WAITING
        conversation.waiting_since = conversation.here_at = now
        conversation.handoff_reason = reason
        conversation.handoff_seq = conversation.last_seq
        conversation.let_go_seq = None
        conversation.left_out = list(asked.left_out)
        if asked.left_out:
            forget_marks(session, conversation)
        conversation.urgent = conversation.urgent or asked.reason == "danger"
        session.add(StoredHandOff(**_origin(conversation, now), reason=reason, desk_open=desk_open))

    def _code(self, session: Session, conversation: Conversation) -> str:
        """Of an outside channel none is needed: the answer comes there."""
        return self.codes.give(session, conversation) if conversation.channel == "web" else ""

    def answers_now(self, session: Session, who: Waiter, now: datetime) -> bool:
        """Whether those who serve this person are open and the hand-off is not paused."""
        in_hours = self.in_hours(read_duty(session, now), who, now)
        return in_hours and self.pauses.of("handoff", who.city, now) is None

    def in_hours(self, duty: Duty, who: Waiter, now: datetime) -> bool:
        return openings(duty, who, self.cities.of(who.city).hours).is_open(now)

    def cancel(self, conversation: Conversation) -> Draft:
        """Leaves the queue."""
        conversation.holder = Holder.BOT
        conversation.waiting_since = None
        mean_for_nobody(conversation)
        conversation.let_go_seq = conversation.last_seq
        text = self.texts.get("queue.cancelled", conversation.language)
        return Draft(author=Author.SYSTEM, text=text, language=conversation.language)


def open_handoff(session: Session, conversation_id: str) -> StoredHandOff | None:
    """The latest wait of a conversation."""
    return session.scalar(
        select(StoredHandOff)
        .where(StoredHandOff.conversation_id == conversation_id)
        .order_by(StoredHandOff.id.desc())
        .limit(1)
    )


def found_services(
    conversation: Conversation, replies: Iterable[Draft], effects: Iterable[Effect], now: datetime
) -> list[ShownService]:
    """What the replies show without recommending it, for the counts."""
    shown = dict.fromkeys(card.id for reply in replies for card in reply.services)
    advised = {each for effect in effects if isinstance(effect, Recommended) for each in effect.service_ids}
    origin = _origin(conversation, now)
    found = (each for each in shown if each not in advised)
    return [ShownService(**origin, service_id=each, recommended=False) for each in found]


def advised(conversation: Conversation, service_ids: Iterable[str], now: datetime) -> list[ShownService]:
    """What was recommended, for the counts."""
    origin = _origin(conversation, now)
    return [ShownService(**origin, service_id=each) for each in service_ids]


def _counted(
    conversation: Conversation, effect: Effect, now: datetime
) -> list[StoredFeedback] | list[StoredUnmetNeed] | list[ShownService]:
    origin = _origin(conversation, now)
    match effect:
        case Feedback():
            return [StoredFeedback(**origin, rating=effect.rating, comment=effect.comment)]
        case UnmetNeed():
            return [StoredUnmetNeed(**origin, query=effect.query)]
        case Recommended():
            return advised(conversation, effect.service_ids, now)
        case _:
            return []


def _origin(conversation: Conversation, now: datetime) -> dict[str, Any]:
    return {
        "conversation_id": conversation.id,
        "language": conversation.language,
        "municipality": conversation.municipality,
        "city": conversation.city,
        "at": now,
    }
