"""What a counsellor can tell the editors of a message: masked, and never what was left out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from admin import audit
from admin.staff import Staff
from bot import privacy
from bot.cases import Case
from bot.conversation import Author, Message
from bot.desk import Desk
from bot.store import NotFound
from knowledge.desk_reports.reporting import ReportKind, Told, tell
from knowledge.editing.actor import Actor

_LONGEST_WORDS: Final = 2000


@dataclass(frozen=True, slots=True)
class ShownService:
    id: str
    name: str


def services_to_choose(case: Case) -> Mapping[int, tuple[ShownService, ...]]:
    """By the seq of messages that showed several: one has to be picked."""
    return {
        message.seq: tuple(ShownService(card.id, card.name) for card in message.services)
        for message in case.messages
        if len(message.services) > 1
    }


@dataclass(frozen=True, slots=True)
class Reporting:
    """Raises NotFound where the desk does not see the message or the message did not show the service."""

    desk: Desk
    who: Staff

    def tell(self, conversation_id: str, seq: int, kind: ReportKind, service_id: str, comment: str) -> None:
        case = self.desk.case(conversation_id)
        message = next((each for each in case.messages if each.seq == seq), None)
        if message is None:
            raise NotFound(conversation_id)
        markers = privacy.markers(self.desk.texts, case.row.language)
        told = Told(
            kind=kind,
            conversation_id=conversation_id,
            seq=seq,
            words=_masked(message.text, markers),
            before=_masked(_before(case, message), markers),
            language=case.row.language,
            municipality=case.row.municipality,
            service_id=_concerned(message, service_id),
            comment=_masked(comment.strip(), markers),
        )
        with self.desk.database.write() as session:
            tell(session, told, Actor(self.who.id, self.who.name), self.desk.clock())
            audit.record(session, self.who, "tell_editors", conversation_id, kind=kind)


def _masked(text: str, markers: Mapping[str, str]) -> str:
    return privacy.mask(text, markers)[:_LONGEST_WORDS]


def _before(case: Case, message: Message) -> str:
    """What the person wrote last before it."""
    if message.author is Author.PERSON:
        return ""
    said = [each for each in case.messages if each.seq < message.seq and each.author is Author.PERSON]
    return said[-1].text if said else ""


def _concerned(message: Message, service_id: str) -> str | None:
    """The one that was picked, or the only one shown. Raises NotFound."""
    shown = [card.id for card in message.services]
    if service_id and service_id not in shown:
        raise NotFound(service_id)
    return service_id or (shown[0] if len(shown) == 1 else None)
