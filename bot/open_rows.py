"""The rows of all open conversations, read anew only where a conversation has changed since the last look."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.cases import InboxRow, inbox_rows
from bot.city import sees
from bot.conversation import Holder
from bot.models import Conversation

AT_ONCE: Final = 500
"""Conversations of one query: databases take no more than some thousand parameters."""

_LAST: Final = datetime.max.replace(tzinfo=UTC)


class OpenRows:
    """What a row tells changes only together with its conversation's version: the one fence of all changes.

    A busy desk asks for its lists many times a second, and of thousands of conversations a few have changed.
    """

    def __init__(self) -> None:
        self._known: Mapping[str, tuple[int, InboxRow]] = {}

    def read(self, session: Session, scope: frozenset[str] = frozenset()) -> tuple[InboxRow, ...]:
        """Who waits, the most urgent and then the longest waiting first; after them who is being served.

        Of the cities in `scope` (empty: all).
        """
        is_open = Conversation.holder.in_([Holder.WAITING, Holder.COUNSELLOR])
        standing = session.execute(select(Conversation.id, Conversation.version).where(is_open))
        versions = {conversation: version for conversation, version in standing}  # noqa: C416 - typed rows
        known = self._known
        kept = {each: known[each] for each in versions if each in known and known[each][0] == versions[each]}
        self._known = {**kept, **dict(_read(session, [each for each in versions if each not in kept]))}
        open_rows = sorted((row for _, row in self._known.values() if _is_open(row)), key=_order)
        return tuple(row for row in open_rows if sees(scope, row.city)) if scope else tuple(open_rows)


def _read(session: Session, conversations: Sequence[str]) -> Iterator[tuple[str, tuple[int, InboxRow]]]:
    for start in range(0, len(conversations), AT_ONCE):
        chosen = Conversation.id.in_(conversations[start : start + AT_ONCE])
        found = session.scalars(select(Conversation).where(chosen)).all()
        for conversation, row in zip(found, inbox_rows(session, found), strict=True):
            yield row.id, (conversation.version, row)


def _is_open(row: InboxRow) -> bool:
    """It may have been closed between the two queries."""
    return row.holder in (Holder.WAITING, Holder.COUNSELLOR)


def _order(row: InboxRow) -> tuple[Any, ...]:
    waiting = row.holder is not Holder.WAITING
    return (waiting, not row.urgent, row.waiting_since or _LAST, row.last_message_at, row.id)
