"""What the door reads and writes of an arrival, within transactions that it opened."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.orm import Session

from bot import store
from bot.channels.channel import Arrival
from bot.channels.door_models import SeenArrival
from bot.channels.outbox import mark_unreachable, reopen
from bot.channels.place import Places
from bot.channels.standing import pressed
from bot.conversation import Author, Holder, Message
from bot.models import Conversation, StoredMessage
from bot.store import Also

REMEMBERED: Final = timedelta(days=3)
"""Telegram delivers again for at most a day."""


@dataclass(frozen=True, slots=True)
class There:
    """The conversation that is open in a place. `counsellor` is the name of who speaks in it."""

    id: str
    language: str
    holder: Holder
    counsellor: str | None = None


@dataclass(frozen=True, slots=True)
class Entered:
    """`seen` when the same has come in before."""

    seen: SeenArrival | None
    there: There | None


_SEEN: Final = select(SeenArrival).where(SeenArrival.mark.in_(bindparam("marks", expanding=True)))
_OPEN: Final = select(
    Conversation.id,
    Conversation.language,
    Conversation.holder,
    Conversation.holder_name,
    _SEEN.exists().label("seen"),
).where(
    Conversation.channel == bindparam("channel"),
    Conversation.channel_key.in_(bindparam("keys", expanding=True)),
)
"""Asked for everything that comes in: put together once, and one statement where a conversation is open."""


def enter(session: Session, places: Places, arrival: Arrival) -> Entered:
    marks = places.marks(arrival.channel, arrival.key, arrival.update_id)
    keys = places.keys(arrival.channel, arrival.key)
    found = session.execute(_OPEN, {"channel": arrival.channel, "keys": keys, "marks": marks}).first()
    if found is None or found.seen:
        seen = session.scalar(_SEEN, {"marks": marks})
        return Entered(seen, None)
    return Entered(None, There(found.id, found.language, Holder(found.holder), found.holder_name))


def there(session: Session, places: Places, arrival: Arrival) -> There | None:
    """Whether or not the same has come in before."""
    keys = places.keys(arrival.channel, arrival.key)
    found = session.execute(_OPEN, {"channel": arrival.channel, "keys": keys, "marks": ()}).first()
    return There(found.id, found.language, Holder(found.holder), found.holder_name) if found else None


def offered(session: Session, places: Places, arrival: Arrival, seq: int) -> Message | None:
    """A message whose buttons are still to be answered, None when the person has written since."""
    open_there = there(session, places, arrival)
    if open_there is None:
        return None
    own = StoredMessage.conversation_id == open_there.id
    since = (own, StoredMessage.seq > seq, StoredMessage.author == Author.PERSON.value)
    if session.scalar(select(StoredMessage.id).where(*since).limit(1)) is not None:
        return None
    found = session.scalar(select(StoredMessage).where(own, StoredMessage.seq == seq))
    return store.message(found) if found else None


_NOTE: Final = insert(SeenArrival)


def noting(mark: str, now: datetime, there: There | None, button_of: str | None = None) -> Also:
    """That it has come in, so the way back is open; and whether the conversation is gone by it."""

    def noted(session: Session) -> None:
        gone = there is not None and _is_gone(session, there.id)
        if there and not gone:
            reopen(session, there.id)
            if button_of:
                pressed(session, there.id, button_of)
        erased = there.language if there and gone else None
        session.execute(_NOTE, {"mark": mark, "at": now, "erased": erased})

    return noted


def present(conversation_id: str, now: datetime, also: Also, is_there: bool) -> Also:
    """`also` opens the way to them again, as everything does that comes from them; unless they have left."""

    def noted(session: Session) -> None:
        also(session)
        if not is_there:
            mark_unreachable(session, conversation_id, "left", now)

    return noted


def forget_arrivals(session: Session, now: datetime) -> None:
    """What can no longer come in again."""
    session.execute(delete(SeenArrival).where(SeenArrival.at < now - REMEMBERED))


def _is_gone(session: Session, conversation_id: str) -> bool:
    """Who has changed it holds it in the session: that asks nothing."""
    return session.get(Conversation, conversation_id) is None
