"""Whether open streams have anything to tell: those that ask at nearly the same time ask as one."""

import asyncio
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Final

from anyio import to_thread
from sqlalchemy import bindparam, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.contacts import Kind
from bot.conversation import Holder
from bot.models import Conversation
from bot.notice_models import ContactRow

GATHER_SECONDS: Final = 0.5
"""How long a question waits for others."""

_MARKS = (
    select(
        Conversation.id,
        Conversation.version,
        Conversation.token_hash,
        Conversation.holder,
        Conversation.language,
        Conversation.city,
        ContactRow.kind,
    )
    .outerjoin(ContactRow, ContactRow.conversation_id == Conversation.id)
    .where(Conversation.id.in_(bindparam("conversations", expanding=True)))
)


@dataclass(frozen=True, slots=True)
class Mark:
    """As long as this is the same, the person need be told nothing. `opened_by` is their token's hash."""

    version: int
    opened_by: str | None
    contact: Kind | None
    notice: str | None


def marks(
    session: Session, conversations: Collection[str], notice: Callable[[str, str | None], str | None]
) -> dict[str, Mark]:
    """None of those that are gone or wait: a place in the queue moves with other conversations.

    `notice(language, city)` is what everybody there is told now.
    """
    found = session.execute(_MARKS, {"conversations": list(conversations)})
    return {
        row.id: Mark(row.version, row.token_hash, row.kind, notice(row.language, row.city))
        for row in found
        if row.holder != Holder.WAITING
    }


class Glances:
    """`look(ids)` runs in a thread; where it raises SQLAlchemyError, nothing is known of any of them."""

    def __init__(self, look: Callable[[Collection[str]], Mapping[str, Mark]]) -> None:
        self._look = look
        self._asked = set[str]()
        self._answer: asyncio.Task[Mapping[str, Mark]] | None = None

    async def mark(self, conversation_id: str) -> Mark | None:
        """Within half a second."""
        if self._answer is None or self._answer.get_loop() is not asyncio.get_running_loop():
            self._answer = asyncio.create_task(self._gathered())
        self._asked.add(conversation_id)
        return (await asyncio.shield(self._answer)).get(conversation_id)

    async def _gathered(self) -> Mapping[str, Mark]:
        await asyncio.sleep(GATHER_SECONDS)
        asked, self._asked, self._answer = self._asked, set(), None
        try:
            return await to_thread.run_sync(self._look, asked)
        except SQLAlchemyError:
            return {}
