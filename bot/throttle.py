"""Guessing is slowed down: who failed too often within a time has to wait, whichever process is asked."""

import hashlib
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import delete, select

from bot.throttle_models import AttemptRow
from knowledge.database import Database

_HOUR: Final = timedelta(hours=1)
_KEPT: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Limit:
    """So many failures within so long, a day at most. `forgiven`: one success takes the earlier ones away."""

    name: str
    times: int
    within: timedelta = timedelta(minutes=15)
    forgiven: bool = True


ACCOUNT: Final = Limit("account", 5)
"""Of an account from one address: others cannot lock anybody out from elsewhere."""
ADDRESS: Final = Limit("address", 30, forgiven=False)
CODE: Final = Limit("code", 10)
"""Of an account from everywhere: six digits are few. Recovery codes are too long to guess and stay open."""
FORGOTTEN: Final = Limit("forgotten", 3, _HOUR)

Key = tuple[Limit, str]


class TooMany(Exception):  # noqa: N818 - a state of the caller, not a fault
    """`wait`: whole seconds until the next attempt is looked at."""

    def __init__(self, wait: int) -> None:
        super().__init__(f"wait {wait} s")
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Attempt:
    """What has been counted as failed until it is told to have succeeded."""

    keys: tuple[Key, ...]
    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Throttle:
    """Counts in the database."""

    database: Database
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)

    def enter(self, *keys: Key) -> Attempt:
        """Counts the attempt before it is looked at: many at once are no way around. Raises TooMany."""
        now = self.clock()
        with self.database.write() as session:
            session.execute(delete(AttemptRow).where(AttemptRow.at < now - _KEPT))
            rows = [AttemptRow(key_hash=_hash(key), at=now) for key in keys]
            session.add_all(rows)
            session.flush()
            attempt = Attempt(keys, tuple(row.id for row in rows))
        wait = max(self._wait(key, attempt.ids, now) for key in keys)
        if wait:
            self._remove(attempt.ids)
            raise TooMany(wait)
        return attempt

    def succeeded(self, attempt: Attempt) -> None:
        forgiven = [_hash(key) for key in attempt.keys if key[0].forgiven]
        with self.database.write() as session:
            session.execute(delete(AttemptRow).where(AttemptRow.key_hash.in_(forgiven)))
        self._remove(attempt.ids)

    def _wait(self, key: Key, own: Sequence[int], now: datetime) -> int:
        limit = key[0]
        others = select(AttemptRow.at).where(AttemptRow.key_hash == _hash(key), AttemptRow.id.not_in(own))
        with self.database.read() as session:
            recent = others.where(AttemptRow.at > now - limit.within).order_by(AttemptRow.at)
            moments = session.scalars(recent).all()
        if len(moments) < limit.times:
            return 0
        return math.ceil((moments[-limit.times] + limit.within - now).total_seconds()) or 1

    def _remove(self, ids: Sequence[int]) -> None:
        with self.database.write() as session:
            session.execute(delete(AttemptRow).where(AttemptRow.id.in_(ids)))


def sign_in_keys(address: str, email: str) -> tuple[Key, ...]:
    return (ACCOUNT, f"{address} {email.strip().lower()}"), (ADDRESS, address)


def _hash(key: Key) -> str:
    return hashlib.sha256(f"{key[0].name} {key[1]}".encode()).hexdigest()
