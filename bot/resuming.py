"""Opens a conversation by its code in another place; it is then told to be elsewhere where it was."""

from dataclasses import dataclass

from anyio import to_thread
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import store
from bot.channels.outbox import reopen
from bot.channels.place import Place, settle
from bot.channels.standing import leave_to
from bot.conversation import Answer, Author, Draft, Holder, Message
from bot.guesses import Guesses
from bot.keys import new_id, new_token, token_hash
from bot.models import Conversation, StoredMessage
from bot.parts import Parts
from bot.runtime import Started
from bot.throttle import Throttle

WEB = "web"


class OwnConversation(Exception):  # noqa: N818 - what has been found, not a fault of ours
    """In this place another conversation is open: the person is to say which one goes on here."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """The conversation that goes on in a channel. `former_code` opens the one that gave way to it there."""

    id: str
    language: str
    former_code: str | None = None


class Resuming:
    """Raises keys.Mistyped, throttle.TooMany, and store.NotFound for a code that opens nothing."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._guesses = Guesses(Throttle(parts.database, parts.clock))

    async def to_web(self, code: str, caller: str) -> Started:
        """With a new token: the former one ends. `caller` is the address that wrong codes are counted for."""
        return await to_thread.run_sync(self._to_web, code, caller)

    async def to_channel(self, code: str, place: Place, *, instead: bool = False) -> Arrived:
        """Only what was not seen yet is sent there, and the open question once more.

        Raises OwnConversation where another conversation is open, unless it goes on there `instead`.
        """
        return await to_thread.run_sync(self._to_channel, code, place, instead)

    def _to_web(self, code: str, caller: str) -> Started:
        token, stored = new_token(), self._looked_at(code, caller)
        with self._parts.database.write() as session:
            conversation = _opened(session, stored)
            self._leave(session, conversation)
            conversation.channel, conversation.token_hash = WEB, token_hash(token)
            told = store.messages(session, conversation.id)
            shown = tuple(self._parts.codes.reveal(each, conversation.id) for each in told)
            answer = Answer(Holder(conversation.holder), conversation.language, shown)
            started = Started(conversation.id, token, answer)
        self._parts.feed.wake(started.id)
        return started

    def _to_channel(self, code: str, place: Place, instead: bool) -> Arrived:
        stored = self._looked_at(code, f"{place.channel} {place.key}")
        with self._parts.database.write() as session:
            conversation = _opened(session, stored)
            here = _open_in(session, place)
            if here and here.id == conversation.id:
                return Arrived(conversation.id, conversation.language)
            self._leave(session, conversation)
            former = self._give_way(session, here, conversation.id, instead=instead) if here else None
            conversation.token_hash = None
            settle(conversation, place)
            conversation.delivered_seq = max(conversation.delivered_seq, _shown(session, conversation.id))
            store.append(session, conversation, [self._welcome(session, conversation)], self._parts.clock())
            arrived = Arrived(conversation.id, conversation.language, former)
        self._parts.feed.wake(arrived.id)
        return arrived

    def _looked_at(self, code: str, caller: str) -> str:
        """What is stored of a code that opens something."""
        stored = self._parts.codes.stored(code)
        attempt = self._guesses.enter(caller)
        with self._parts.database.read() as session:
            _found(session, stored)
        self._guesses.was_right(attempt)
        return stored

    def _give_way(self, session: Session, here: Conversation, next_id: str, *, instead: bool) -> str | None:
        """It is kept, and its code told; one in which the person said nothing is of no use to anybody."""
        leave_to(session, here.id, next_id)
        if _is_empty(session, here.id):
            session.delete(here)
            session.flush()
            return None
        if not instead:
            raise OwnConversation(here.id)
        self._parts.codes.give(session, here)
        _unsettle(here)
        session.flush()
        return self._parts.codes.code(here.id, here.code_number)

    def _leave(self, session: Session, conversation: Conversation) -> None:
        """In the chat that it leaves an empty conversation says so; whoever writes there begins anew."""
        reopen(session, conversation.id)
        if conversation.channel_key is None:
            return
        left = Place(conversation.channel, conversation.channel_key, conversation.channel_address or "")
        _unsettle(conversation)
        session.flush()
        now, language = self._parts.clock(), conversation.language
        stays = Conversation(
            id=new_id(),
            city=conversation.city,
            language=language,
            holder=Holder.BOT,
            version=1,
            last_seq=0,
            state={},
            created_at=now,
            last_message_at=now,
        )
        settle(stays, left)
        session.add(stays)
        session.flush()
        leave_to(session, conversation.id, stays.id)
        text = self._parts.texts.get("resumed.elsewhere", language)
        store.append(session, stays, [Draft(author=Author.SYSTEM, text=text, language=language)], now)

    def _welcome(self, session: Session, conversation: Conversation) -> Draft:
        """With the question that is open, since its buttons stayed elsewhere."""
        language = conversation.language
        here = self._parts.texts.get("resumed.here", language)
        asked = _open_question(session, conversation)
        if asked is None:
            return Draft(author=Author.SYSTEM, text=here, language=language)
        return Draft(
            author=Author.SYSTEM,
            text=f"{here}\n\n{asked.text}",
            language=language,
            buttons=asked.buttons,
            choice=asked.choice,
            progress=asked.progress,
        )


def _unsettle(conversation: Conversation) -> None:
    conversation.channel_key = conversation.channel_address = None


def _found(session: Session, stored: str) -> str:
    found = session.scalar(select(Conversation.id).where(Conversation.resume_hash == stored))
    if found is None:
        raise store.NotFound("resume code")
    return found


def _opened(session: Session, stored: str) -> Conversation:
    return store.claimed(session, _found(session, stored))


def _open_in(session: Session, place: Place) -> Conversation | None:
    here = Conversation.channel == place.channel, Conversation.channel_key == place.key
    return session.scalar(select(Conversation).where(*here))


def _is_empty(session: Session, conversation_id: str) -> bool:
    said = StoredMessage.conversation_id == conversation_id, StoredMessage.author == Author.PERSON.value
    return session.scalar(select(StoredMessage.id).where(*said).limit(1)) is None


def _shown(session: Session, conversation_id: str) -> int:
    """What the person wrote, and what answered it, they have seen where they wrote."""
    theirs = (StoredMessage.author == Author.PERSON.value) | StoredMessage.answers_seq.is_not(None)
    seen = select(StoredMessage.seq).where(StoredMessage.conversation_id == conversation_id, theirs)
    return session.scalar(seen.order_by(StoredMessage.seq.desc()).limit(1)) or 0


def _open_question(session: Session, conversation: Conversation) -> Message | None:
    """The bot's last words, if they can be answered by a button."""
    if conversation.holder != Holder.BOT:
        return None
    spoken = StoredMessage.conversation_id == conversation.id, StoredMessage.author == Author.BOT.value
    last = session.scalar(select(StoredMessage).where(*spoken).order_by(StoredMessage.seq.desc()).limit(1))
    return store.message(last) if last is not None and last.buttons else None
