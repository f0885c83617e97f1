"""Recovery codes: each stands in once for the second step."""

import hashlib
from typing import Final

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from admin.models import RecoveryCodeRow
from admin.passwords import one_time_password

_MANY: Final = 10


def new_codes(session: Session, staff_id: str) -> tuple[str, ...]:
    """Ten codes to be shown once; the earlier ones are worthless from now on."""
    remove(session, staff_id)
    codes = tuple(one_time_password() for _ in range(_MANY))
    session.add_all(RecoveryCodeRow(code_hash=_hash(code), staff_id=staff_id) for code in codes)
    return codes


def takes(session: Session, staff_id: str, code: str) -> bool:
    """True once."""
    mine = delete(RecoveryCodeRow).where(RecoveryCodeRow.staff_id == staff_id)
    used = mine.where(RecoveryCodeRow.code_hash == _hash(code)).returning(RecoveryCodeRow.code_hash)
    return session.execute(used).one_or_none() is not None


def left(session: Session, staff_id: str) -> int:
    mine = select(func.count()).select_from(RecoveryCodeRow).where(RecoveryCodeRow.staff_id == staff_id)
    return session.scalar(mine) or 0


def remove(session: Session, staff_id: str) -> None:
    session.execute(delete(RecoveryCodeRow).where(RecoveryCodeRow.staff_id == staff_id))


def _hash(code: str) -> str:
    """However it was spaced when it was typed; 79 bits need no slow hash."""
    return hashlib.sha256("".join(filter(str.isalnum, code.lower())).encode()).hexdigest()
