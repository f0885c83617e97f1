"""The turn: from a person's message to the stored answer."""

from dataclasses import dataclass, replace

from anyio import to_thread
from sqlalchemy.orm import Session

from bot import privacy, store
from bot.answering import Answering
from bot.channels.place import Place, settle
from bot.contacts import contact_kind
from bot.conversation import Answer, Author, Draft, Holder, Inbound, Message, Outcome, Snapshot, decide
from bot.deletion import Deletion, delete
from bot.effects import found_services
from bot.feed import DESK, own_desk
from bot.keys import new_id, new_token, token_hash
from bot.models import Conversation
from bot.parts import Parts
from bot.store import Also, nothing_more
from dialogues.engine import Erase

ATTEMPTS = 20


class Busy(Exception):  # noqa: N818
    """The conversation was changed again and again while this message was being answered."""


@dataclass(frozen=True, slots=True)
class Started:
    id: str
    token: str
    answer: Answer


class Runtime:
    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._answering = Answering(parts)

    async def opening(
        self, language: str, municipality: str | None = None, city: str | None = None
    ) -> tuple[Draft, ...]:
        """The first words, with nothing stored. `municipality` and `city` are codes."""
        return (await self._answering.opening(new_id(), language, municipality, city)).replies

    async def start(
        self,
        language: str,
        municipality: str | None = None,
        place: Place | None = None,
        also: Also = nothing_more,
        city: str | None = None,
    ) -> Started:
        """A new conversation. `municipality` and `city` are codes; in a `place` of an outside channel
        there is one.

        Raises IntegrityError when one was opened there meanwhile.
        """
        conversation_id, token = new_id(), new_token()
        outcome = await self._answering.opening(conversation_id, language, municipality, city)
        begun = self._begun(conversation_id, token, outcome, city)
        if place:
            settle(begun, place)
        answer = await to_thread.run_sync(self._store_start, begun, outcome, also)
        self._parts.feed.wake(conversation_id)
        return Started(conversation_id, token, answer)

    async def receive(self, inbound: Inbound, also: Also = nothing_more) -> Answer:
        """One turn; `also` is done in its transaction, at the end. Raises store.NotFound and Busy."""
        for _ in range(ATTEMPTS):
            seen = await to_thread.run_sync(self._look, inbound)
            if isinstance(seen, Answer):
                return seen
            said = self._masked(inbound, seen)
            outcome = await self._answering.outcome(seen, said)
            answer = await to_thread.run_sync(self._store, seen, said, outcome, also)
            if answer is not None:
                self._wake(seen, answer)
                return answer
        raise Busy(inbound.conversation_id)

    async def switch_language(self, conversation_id: str, language: str, also: Also = nothing_more) -> Answer:
        """By choice; the open question comes again in the new language. Raises store.NotFound and Busy."""
        for _ in range(ATTEMPTS):
            seen = await to_thread.run_sync(self._snapshot, conversation_id)
            outcome = await self._answering.switched(seen, language)
            answer = await to_thread.run_sync(self._store, seen, None, outcome, also)
            if answer is not None:
                self._wake(seen, answer)
                return answer
        raise Busy(conversation_id)

    def _look(self, inbound: Inbound) -> Snapshot | Answer:
        """The earlier answer, if this message was seen before."""
        with self._parts.database.read() as session:
            conversation = store.row(session, inbound.conversation_id)
            earlier = store.earlier_answer(session, conversation, inbound.client_id)
            if earlier is None:
                seen = store.snapshot(conversation)
                if inbound.payload:
                    return replace(seen, offered=store.offered(session, conversation))
                return replace(seen, earlier=store.typed_before(session, conversation))
            return self._revealed(conversation.id, earlier)

    def _snapshot(self, conversation_id: str) -> Snapshot:
        with self._parts.database.read() as session:
            return store.snapshot(store.row(session, conversation_id))

    def _masked(self, inbound: Inbound, seen: Snapshot) -> Draft:
        language = seen.language
        markers = privacy.markers(self._parts.texts, language)
        payload = privacy.mask(inbound.payload, markers) if inbound.payload else None
        return Draft(
            author=Author.PERSON,
            text=privacy.mask(self._title(payload, seen) if payload else inbound.text, markers),
            language=language,
            payload=payload,
            client_id=inbound.client_id,
        )

    def _title(self, payload: str, seen: Snapshot) -> str:
        """As the person read it on the button; several answers ticked together have a title of their own."""
        known = seen.offered.get(payload) or self._parts.payload_title(payload, seen.language)
        return known or payload

    def _begun(self, conversation_id: str, token: str, outcome: Outcome, city: str | None) -> Conversation:
        now = self._parts.clock()
        conversation = Conversation(
            id=conversation_id,
            token_hash=token_hash(token),
            language=outcome.state.language,
            holder=Holder.BOT,
            version=1,
            last_seq=0,
            city=city,
            created_at=now,
            last_message_at=now,
        )
        self._keep(conversation, outcome)
        return conversation

    def _keep(self, conversation: Conversation, outcome: Outcome) -> None:
        """Whose it is follows from the municipality where no address has told."""
        store.save_state(conversation, outcome.state)
        conversation.city = conversation.city or self._parts.cities.home(conversation.municipality)

    def _store_start(self, conversation: Conversation, outcome: Outcome, also: Also) -> Answer:
        with self._parts.database.write() as session:
            session.add(conversation)
            session.flush()
            messages = store.append(session, conversation, outcome.replies, conversation.created_at)
            also(session)
        return Answer(Holder.BOT, conversation.language, messages)

    def _store(self, seen: Snapshot, said: Draft | None, outcome: Outcome, also: Also) -> Answer | None:
        """One transaction, fenced: None when the conversation is no longer the one that was answered."""
        now = self._parts.clock()
        unchanged = (Conversation.version == seen.version, Conversation.holder == seen.holder)
        with self._parts.database.write() as session:
            conversation = store.claim(session, seen.id, *unchanged)
            if conversation is None:
                return None
            person = store.append(session, conversation, [said] if said else [], now)
            self._keep(conversation, outcome)
            _move_on(conversation, seen, outcome, by_person=said is not None)
            answers = person[0].seq if person else None
            told = self._parts.effects.carry_out(session, conversation, outcome.effects, now)
            conversation.here_at = now
            hint = self._contact_hint(session, conversation, said)
            replies = store.append(session, conversation, (*told, *outcome.replies, *hint), now, answers)
            session.add_all(found_services(conversation, outcome.replies, outcome.effects, now))
            answer = Answer(Holder(conversation.holder), conversation.language, person + replies)
            if any(isinstance(effect, Erase) for effect in outcome.effects):
                proof = self._proof(delete(session, seen.id, now), answer)
                answer = replace(answer, holder=Holder.CLOSED, messages=(*answer.messages, proof))
            also(session)
        return self._revealed(seen.id, answer)

    def _proof(self, deletion: Deletion, answer: Answer) -> Message:
        """The last message of a conversation is stored nowhere."""
        text, last = self._parts.proof(deletion, answer.language), answer.messages[-1].seq
        author, language = Author.SYSTEM, answer.language
        return Message(author=author, text=text, language=language, seq=last + 1, at=deletion.at)

    def _contact_hint(
        self, session: Session, conversation: Conversation, said: Draft | None
    ) -> tuple[Draft, ...]:
        """Who wrote how to reach them for a human learns where that can be left: it was masked."""
        asked = conversation.holder in (Holder.WAITING, Holder.COUNSELLOR)
        if said is None or not asked or contact_kind(session, conversation.id):
            return ()
        markers = privacy.markers(self._parts.texts, said.language)
        if not any(markers[kind] in said.text for kind in ("phone", "email")):
            return ()
        text = self._parts.texts.get("contact.hidden", conversation.language)
        return (Draft(author=Author.SYSTEM, text=text, language=conversation.language),)

    def _revealed(self, conversation_id: str, answer: Answer) -> Answer:
        shown = tuple(self._parts.codes.reveal(each, conversation_id) for each in answer.messages)
        return Answer(answer.holder, answer.language, shown)

    def _wake(self, seen: Snapshot, answer: Answer) -> None:
        self._parts.metrics.turns.labels(seen.holder.value).inc()
        self._parts.feed.wake(seen.id)
        if {seen.holder, answer.holder} == {Holder.COUNSELLOR}:
            self._parts.feed.wake(own_desk(seen.counsellor_id or ""))
        elif {seen.holder, answer.holder} != {Holder.BOT}:
            self._parts.feed.wake(DESK)


def _move_on(conversation: Conversation, seen: Snapshot, outcome: Outcome, *, by_person: bool) -> None:
    conversation.urgent = conversation.urgent or outcome.urgent
    conversation.suggested_language = outcome.suggested_language or conversation.suggested_language
    if by_person and seen.holder is Holder.CLOSED:
        conversation.holder = decide(seen.holder).holder
        conversation.holder_id = conversation.holder_name = None
