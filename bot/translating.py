"""What a machine translates at the desk: replies before they are sent, the person's words to be read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import store
from bot.canned_models import ReadTranslation
from bot.conversation import Author, Draft, Message, Original
from bot.desk import Desk
from bot.models import StoredMessage
from bot.store import Also, nothing_more

MOST_READ = 20
"""Messages translated to be read at once, the latest."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A person's message that nobody has translated yet."""

    message_id: int
    text: str
    language: str


def say_translated(
    desk: Desk,
    conversation_id: str,
    staff_id: str,
    text: str,
    original: Original,
    client_id: str,
    also: Also = nothing_more,
) -> Message:
    """`text` is the translation; both are kept. The same `client_id` is once. Raises NotHolder, NotFound."""
    with desk.database.write() as session:
        conversation = desk.held(session, conversation_id, staff_id)
        if earlier := store.said_before(session, conversation_id, client_id):
            return store.message(earlier)
        language = conversation.language
        written = desk.masked(original.text, original.language)
        draft = Draft(
            author=Author.COUNSELLOR,
            name=conversation.holder_name,
            text=desk.masked(text, language),
            language=language,
            client_id=client_id,
            staff_id=staff_id,
            original=Original(written, original.language, original.translated_by),
        )
        (message,) = store.append(session, conversation, [draft], desk.clock())
        also(session)
    desk.wake(conversation_id)
    return message


def translates(session: Session, conversation_id: str) -> bool:
    """Whether the counsellor has chosen to have their replies translated. Raises NotFound."""
    return store.row(session, conversation_id).translates_replies


def switch(desk: Desk, conversation_id: str, staff_id: str, on: bool, also: Also = nothing_more) -> None:
    """Remembered for the conversation. Raises NotHolder and NotFound."""
    with desk.database.write() as session:
        desk.held(session, conversation_id, staff_id).translates_replies = on
        also(session)


def unread(session: Session, conversation_id: str, after: int, language: str) -> tuple[Unread, ...]:
    """The latest of the person's own words after message `after` in another language, oldest first."""
    known = select(ReadTranslation.message_id).where(ReadTranslation.language == language)
    found = session.scalars(
        select(StoredMessage)
        .where(
            StoredMessage.conversation_id == conversation_id,
            StoredMessage.seq > after,
            StoredMessage.author == Author.PERSON.value,
            StoredMessage.payload.is_(None),
            StoredMessage.language != language,
            StoredMessage.id.not_in(known),
        )
        .order_by(StoredMessage.seq.desc())
        .limit(MOST_READ)
    )
    return tuple(Unread(each.id, each.text, each.language) for each in found)[::-1]


def keep_reading(
    session: Session, message_id: int, language: str, text: str, translated_by: str, now: datetime
) -> None:
    """Two who ask for the same at once keep one; a message that is gone is none."""
    if session.get(StoredMessage, message_id) is None:
        return
    session.merge(
        ReadTranslation(
            message_id=message_id, language=language, text=text, translated_by=translated_by, at=now
        )
    )


def readings(session: Session, conversation_id: str, language: str) -> Mapping[int, str]:
    """seq -> the translation, of what was translated."""
    found = session.execute(
        select(StoredMessage.seq, ReadTranslation.text)
        .join(ReadTranslation, ReadTranslation.message_id == StoredMessage.id)
        .where(StoredMessage.conversation_id == conversation_id, ReadTranslation.language == language)
    )
    return {row.seq: row.text for row in found}
