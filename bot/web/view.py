"""What the page shows of a conversation, or of one that has not begun."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from typing import Any

from anyio import to_thread

from bot.chat import Chat
from bot.contacts import Kind
from bot.conversation import Author, Draft, Holder, Message, Queue, Snapshot
from bot.incoming import LONGEST
from bot.receipts import last_of_counsellor
from bot.schemas import message_view
from bot.web.calls import known_numbers
from bot.web.site import Site

PATIENCE = 4


@dataclass(frozen=True, slots=True)
class Shown:
    """A message on the page. `active`: its buttons can still be pressed. `latest`: where one reads on."""

    message: Message
    active: bool
    latest: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """`started`: stored, and held by the cookie. `municipality` as the page's address named it.

    `notice` says that the bot or the hand-off is paused, `nobody` that no person would answer now.
    """

    language: str
    municipality: str = ""
    messages: tuple[Message, ...]
    started: bool = False
    holder: Holder = Holder.BOT
    counsellor: str | None = None
    queue: Queue | None = None
    contact: Kind | None = None
    notice: str | None = None
    nobody: str | None = None

    def closes_after(self, minutes: int) -> int:
        """The silence in minutes after which the device forgets it; who waits may be silent for longer."""
        patience = PATIENCE if self.holder in (Holder.WAITING, Holder.COUNSELLOR) else 1
        return minutes * patience if self.started else 0

    @property
    def shown(self) -> list[Shown]:
        last = max((each.seq for each in self.messages if each.author is Author.PERSON), default=0)
        latest = last or self.messages[-1].seq if self.started and self.messages else 0
        return [Shown(each, each.seq > last, each.seq == latest) for each in self.messages]

    @property
    def progress(self) -> tuple[int, int] | None:
        """Of the last answer: a word about the language may follow the question."""
        answered = False
        for message in reversed(self.messages):
            if message.progress or (message.author is Author.PERSON and answered):
                return message.progress
            answered = answered or message.author is Author.BOT
        return None


async def opening_view(chat: Chat, language: str, municipality: str) -> View:
    """The first words; nothing is stored. A municipality that nobody knows is as good as none."""
    code = chat.municipality_code(municipality) if municipality else None
    drafts = await chat.runtime.opening(language, code, chat.city)
    known = municipality if code else ""
    return View(
        language=language,
        municipality=known,
        messages=tuple(_numbered(drafts)),
        notice=chat.person.notice(language, chat.city or chat.cities.home(code)),
        nobody=await to_thread.run_sync(chat.person.nobody_there, language, code, chat.city),
    )


def conversation_view(chat: Chat, conversation_id: str) -> View:
    """Raises store.NotFound."""
    standing, messages = chat.person.news(conversation_id)
    chat.person.note_seen(conversation_id, last_of_counsellor(messages))
    if standing.queue:
        chat.person.note_here(conversation_id)
    known = standing.conversation
    return View(
        language=known.language,
        messages=messages,
        started=True,
        holder=known.holder,
        counsellor=known.counsellor,
        queue=standing.queue,
        contact=standing.contact,
        notice=standing.notice,
        nobody=_nobody(chat, known) if known.holder is Holder.BOT else None,
    )


def _nobody(chat: Chat, known: Snapshot) -> str | None:
    return chat.person.nobody_there(known.language, known.state.profile.municipality, known.city)


def _numbered(drafts: Sequence[Draft]) -> Iterable[Message]:
    """As they will be numbered once they are stored."""
    now = datetime.now(UTC)
    for seq, draft in enumerate(drafts, start=1):
        yield Message(seq=seq, at=now, **{each.name: getattr(draft, each.name) for each in fields(Draft)})


def opening_json(site: Site, chat: Chat, view: View) -> dict[str, Any]:
    """What the element needs before anything is stored."""
    messages = [message_view(each).model_dump(mode="json", exclude_unset=True) for each in view.messages]
    return {
        "language": view.language,
        "languages": [asdict(each) for each in site.languages(chat.languages)],
        "texts": site.words(view.language),
        "messages": messages,
        "limit": LONGEST,
        "minutes": site.shared_minutes,
        "numbers": known_numbers(chat.texts),
        "notice": view.notice,
        "nobody": view.nobody,
    }
