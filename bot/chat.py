"""What the public routes need, wired where the application is composed and found as `app.state.chat`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy.exc import SQLAlchemyError

from bot.city import Cities
from bot.conversation import Inbound
from bot.feed import Feed
from bot.incoming import cleaned
from bot.keys import Mistyped
from bot.limits import Limits
from bot.metrics import Metrics
from bot.person import PersonSide
from bot.problems import Problem
from bot.runtime import Runtime, Started
from bot.store import NotFound
from bot.throttle import TooMany
from dialogues.conversation.texts import Texts
from dialogues.engine import ServiceCard
from dialogues.errors import UnknownPayload
from knowledge.database import Database


@dataclass(frozen=True, slots=True)
class ServiceQuery:
    """What a caller looks for. `municipality` is a code; None is no condition."""

    words: str
    language: str
    municipality: str | None = None
    audience: str | None = None
    category: str | None = None
    limit: int = 10


def database_answers(database: Database) -> bool:
    try:
        database.ping()
    except SQLAlchemyError:
        return False
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """The public side of conversations.

    `check_payload(payload)` raises UnknownPayload; `municipality_code(name or code)` is None for an unknown
    one; `service(id, language)` is None for one that is not published; `ready` names what must work, and
    `weakened` what should: without it the service answers all the same. `city` is the code of whose chat
    it is, None for that of the whole installation.
    """

    runtime: Runtime
    person: PersonSide
    texts: Texts
    feed: Feed
    metrics: Metrics
    limits: Limits
    languages: Sequence[str]
    cities: Cities
    check_payload: Callable[[str], object]
    municipality_code: Callable[[str], str | None]
    search: Callable[[ServiceQuery], Sequence[ServiceCard]]
    service: Callable[[str, str], ServiceCard | None]
    ready: Mapping[str, Callable[[], bool]]
    weakened: Mapping[str, Callable[[], bool]] = field(default_factory=dict)
    city: str | None = None

    def of(self, code: str) -> "Chat":
        """As it is in a city; "" is none."""
        city = self.cities.of(code)
        return replace(self, city=city.code, languages=city.languages) if city.code else self

    def inbound(self, conversation_id: str, client_id: str, text: str | None, payload: str | None) -> Inbound:
        """What a person sent, checked: free text or a button's payload. Raises Problem."""
        if (text is None) == (payload is None):
            raise Problem(422, "invalid", detail="text, payload")
        if text is not None:
            return Inbound(conversation_id, client_id, text=cleaned(text))
        known = cleaned(payload or "")
        try:
            self.check_payload(known)
        except UnknownPayload:
            raise Problem(422, "unknown_payload") from None
        return Inbound(conversation_id, client_id, payload=known)

    async def opened_by(self, code: str, address: str) -> Started:
        """The conversation of a resume code, typed at an address. Raises Problem."""
        try:
            return await self.person.resuming.to_web(code, address)
        except Mistyped:
            self.limits.codes.take(address)
            raise Problem(404, "mistyped_code") from None
        except NotFound:
            raise Problem(404, "unknown_code") from None
        except TooMany as error:
            raise Problem(429, "too_many", {"Retry-After": str(error.wait)}, seconds=error.wait) from None

    def offered(self, language: str) -> str:
        """The language, if this service speaks it. Raises Problem."""
        if language not in self.languages:
            raise Problem(422, "unknown_language")
        return language

    def code_of(self, municipality: str | None) -> str | None:
        """The code of a municipality by name or code. Raises Problem."""
        if municipality is None:
            return None
        code = self.municipality_code(cleaned(municipality))
        if code is None:
            raise Problem(422, "unknown_municipality")
        return code
