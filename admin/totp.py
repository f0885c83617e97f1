"""The second step of signing in: codes of an authenticator (TOTP, RFC 6238)."""

import hmac
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import pyotp
import segno
from sqlalchemy import update
from sqlalchemy.orm import Session

from admin.models import StaffRow
from bot.sealing import Seal, SealBroken

_PURPOSE: Final = "second step"
_PERIOD: Final = 30
_EARLIER_TO_LATER: Final = (-1, 0, 1)
"""Steps of 30 seconds by which the clock of a telephone may be wrong (RFC 6238, 5.2)."""


@dataclass(frozen=True, slots=True)
class SetUp:
    """What an authenticator has to learn, as text and as an image."""

    secret: str
    picture: str

    @property
    def groups(self) -> str:
        """The secret for typing."""
        return " ".join(self.secret[at : at + 4] for at in range(0, len(self.secret), 4))


def begin(session: Session, staff_id: str, seal: Seal) -> SetUp:
    """The same secret until it is confirmed: a page that is loaded again shows the same picture."""
    row = session.get_one(StaffRow, staff_id)
    secret = _opened(row.totp_pending, seal)
    if secret is None:
        secret = pyotp.random_base32()
        row.totp_pending = seal.close(secret, _PURPOSE)
    address = pyotp.TOTP(secret).provisioning_uri(name=row.email, issuer_name="Osaamo")
    return SetUp(secret, segno.make(address, error="m").svg_inline(scale=5, border=4, light="#fff"))


def confirm(session: Session, staff_id: str, seal: Seal, code: str, now: datetime) -> bool:
    """From now on the account has a second step, if the code is right."""
    row = session.get_one(StaffRow, staff_id)
    secret = _opened(row.totp_pending, seal)
    step = _step(secret, code, now) if secret else None
    if step is None:
        return False
    row.totp_secret, row.totp_pending, row.totp_step = row.totp_pending, None, step
    return True


def takes(session: Session, staff_id: str, seal: Seal, code: str, now: datetime) -> bool:
    """Each code once, however many processes are asked at the same time."""
    row = session.get_one(StaffRow, staff_id)
    secret = _opened(row.totp_secret, seal)
    step = _step(secret, code, now) if secret else None
    if step is None:
        return False
    unused = update(StaffRow).where(StaffRow.id == staff_id, StaffRow.totp_step < step)
    return session.execute(unused.values(totp_step=step).returning(StaffRow.id)).one_or_none() is not None


def remove(session: Session, staff_id: str) -> None:
    row = session.get_one(StaffRow, staff_id)
    row.totp_secret = row.totp_pending = None


def _step(secret: str, code: str, now: datetime) -> int | None:
    """The time step that a code belongs to."""
    digits, known = "".join(filter(str.isdecimal, code)), pyotp.TOTP(secret, interval=_PERIOD)
    current = int(now.timestamp()) // _PERIOD
    right = (
        step
        for step in (current + offset for offset in _EARLIER_TO_LATER)
        if hmac.compare_digest(known.generate_otp(step).encode(), digits.encode())
    )
    return next(right, None)


def _opened(sealed: str | None, seal: Seal) -> str | None:
    """None where there is none, and where it was sealed with another secret than today's."""
    try:
        return seal.open(sealed, _PURPOSE) if sealed else None
    except SealBroken:
        return None
