"""Counsellors who are signed in and people who talk with them, put straight into a database."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from admin import staff
from admin.access import COOKIE
from bot import store
from bot.conversation import Author, Draft, Holder
from bot.keys import new_id, new_token, token_hash
from bot.models import Conversation
from dialogues.engine import DialogueState
from knowledge.database import Database
from knowledge.profile import NeedsProfile

SAID_BEFORE = 10
LANGUAGES = ("fi", "sv", "en", "ru", "ar", "so")


@dataclass(frozen=True, slots=True)
class Pair:
    """A counsellor with an open page on the conversation of a person with one."""

    cookie: dict[str, str]
    csrf: str
    conversation: str
    token: str


def furnish(file: Path, counsellors: int, conversations: int) -> list[Pair]:
    """Shares the conversations out among so many counsellors; a pair of each one's first."""
    database = Database(f"sqlite:///{file}")
    with database.write() as session:
        pairs = list(_furnished(session, counsellors, conversations))
    database.close()
    return pairs


def _furnished(session: Session, counsellors: int, conversations: int) -> Iterator[Pair]:
    for number in range(counsellors):
        name, address = f"Counsellor {number}", f"counsellor-{number}@example.org"
        person = staff.staff_of(staff.new_account(session, address, name, "counsellor"))
        opened = staff.open_session(session, person)
        mine = [_conversation(session, person, number) for _ in range(conversations // counsellors)]
        cookie = {"Cookie": f"{COOKIE}={opened.token}"}
        yield Pair(cookie, opened.csrf_token, *mine[0])


def _conversation(session: Session, holder: staff.Staff, number: int) -> tuple[str, str]:
    """Its id and the token of its person."""
    conversation_id, token, now = new_id(), new_token(), datetime.now(UTC)
    language = LANGUAGES[number % len(LANGUAGES)]
    profile = NeedsProfile(language=language, municipality="564", situation="unemployed", goals=("job",))
    conversation = Conversation(
        id=conversation_id,
        token_hash=token_hash(token),
        language=language,
        holder=Holder.COUNSELLOR,
        holder_id=holder.id,
        holder_name=holder.name,
        handoff_reason="asked",
        handoff_seq=0,
        version=1,
        last_seq=0,
        created_at=now - timedelta(minutes=5),
        last_message_at=now,
    )
    store.save_state(conversation, DialogueState(language=language, profile=profile))
    session.add(conversation)
    said = (
        Draft(author=Author.PERSON, text=f"words {each}", language=language) for each in range(SAID_BEFORE)
    )
    store.append(session, conversation, said, now)
    return conversation_id, token
