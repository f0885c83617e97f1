"""One process does a work at a time: a row says whose turn it is, and until when."""

from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from knowledge.upkeep.models import UpkeepTurnRow


def take_turn(session: Session, work: str, holder: str, now: datetime, length: timedelta) -> bool:
    """Whether it is the holder's turn until `now` + `length`; who has it already keeps it."""
    ensure(session, work, now)
    free = or_(UpkeepTurnRow.until <= now, UpkeepTurnRow.holder == holder)
    taken = session.execute(
        update(UpkeepTurnRow)
        .where(UpkeepTurnRow.work == work, free)
        .values(holder=holder, until=now + length)
        .execution_options(synchronize_session=False)
    )
    return cast("CursorResult[Any]", taken).rowcount == 1


def wait_for(session: Session, work: str, now: datetime) -> None:
    """Until this transaction ends, others that wait for the same work wait for it."""
    ensure(session, work, now)
    session.execute(select(UpkeepTurnRow).where(UpkeepTurnRow.work == work).with_for_update())


def ensure(session: Session, work: str, now: datetime) -> None:
    """The row is there; two that add it at once both find it."""
    if session.get(UpkeepTurnRow, work) is not None:
        return
    try:
        with session.begin_nested():
            session.add(UpkeepTurnRow(work=work, holder="", until=now))
    except IntegrityError:
        session.expire_all()
