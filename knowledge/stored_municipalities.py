"""The municipalities of a database: those that were imported, or the shipped ones."""

from dataclasses import asdict
from functools import cache
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from knowledge.municipalities import Municipalities, Municipality, read_municipalities
from knowledge.reference_models import MunicipalityRow

_FIELDS: Final = tuple(Municipality.__slots__)


def municipalities_of(session: Session) -> Municipalities:
    """Raises OSError where the shipped list cannot be read."""
    stored = every_municipality(session)
    return Municipalities(stored) if stored else read_municipalities()


def newest_municipalities(session: Session, known: Municipalities) -> Municipalities:
    """`known` itself while nothing else is stored: they take long to make. Raises OSError as above."""
    stored = every_municipality(session)
    return known if not stored or stored == known.everything else Municipalities(stored)


def todays_codes(session: Session) -> frozenset[str]:
    """Of the municipalities that have not merged into others. Raises OSError as above."""
    stored = session.execute(select(MunicipalityRow.code, MunicipalityRow.successor)).all()
    return frozenset(code for code, successor in stored if successor is None) or _shipped_codes()


def every_municipality(session: Session) -> tuple[Municipality, ...]:
    """As stored, those that have merged into others too; none in a database without an import."""
    rows = session.scalars(select(MunicipalityRow).order_by(MunicipalityRow.code))
    return tuple(Municipality(**{name: getattr(row, name) for name in _FIELDS}) for row in rows)


def store_municipalities(session: Session, places: tuple[Municipality, ...]) -> None:
    """In place of whatever was stored."""
    session.execute(delete(MunicipalityRow))
    session.add_all(MunicipalityRow(**asdict(place)) for place in places)
    session.flush()


@cache
def _shipped_codes() -> frozenset[str]:
    return frozenset(place.code for place in read_municipalities())
