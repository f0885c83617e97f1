"""Works that only one process does at a time: who holds one renews it, and another takes it over."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, delete, or_, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.channels.door_models import LeaseRow
from knowledge.database import Database


@dataclass(frozen=True, slots=True)
class Leases:
    """`holder` names this process and no other."""

    database: Database
    clock: Callable[[], datetime]
    holder: str

    def take(self, name: str, seconds: float) -> bool:
        """Takes or renews it for so long. False while another process has it."""
        try:
            with self.database.write(lasting=False) as session:
                return self._taken(session, name, self.clock(), timedelta(seconds=seconds))
        except IntegrityError:
            return False

    def let_go(self, name: str) -> None:
        """At once for the next; of another's nothing changes."""
        mine = (LeaseRow.name == name, LeaseRow.holder == self.holder)
        with self.database.write(lasting=False) as session:
            session.execute(delete(LeaseRow).where(*mine))

    def _taken(self, session: Session, name: str, now: datetime, lasts: timedelta) -> bool:
        free = or_(LeaseRow.holder == self.holder, LeaseRow.until < now)
        taken = session.execute(
            update(LeaseRow)
            .where(LeaseRow.name == name, free)
            .values(holder=self.holder, until=now + lasts)
            .execution_options(synchronize_session=False)
        )
        if cast("CursorResult[Any]", taken).rowcount:
            return True
        if session.get(LeaseRow, name) is not None:
            return False
        session.add(LeaseRow(name=name, holder=self.holder, until=now + lasts))
        return True
