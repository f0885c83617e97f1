"""The numbers by which every process knows that the chat has something new to show or to propose."""

from typing import Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from knowledge.events.models import EventRow
from knowledge.guides.models import GuideRow
from knowledge.models import CatalogueVersionRow, ServiceRow

SHOWN: Final = 1
ESCO: Final = 2
"""What has a number of its own: all that is published, and the classification of occupations."""


def current_version(session: Session, of: int = SHOWN) -> int:
    """0 before the first publication, or the first import."""
    return session.scalar(select(CatalogueVersionRow.number).where(CatalogueVersionRow.id == of)) or 0


def next_version(session: Session, of: int = SHOWN) -> int:
    """The number of what this transaction publishes; others that publish wait until it ends.

    Taken before any service is locked: so two that publish never wait for each other.
    """
    grown = (
        update(CatalogueVersionRow)
        .where(CatalogueVersionRow.id == of)
        .values(number=CatalogueVersionRow.number + 1)
        .returning(CatalogueVersionRow.number)
    )
    number = session.scalar(grown)
    if number is None:
        session.add(CatalogueVersionRow(id=of, number=1))
        session.flush()
        return 1
    return number


def show_again(session: Session, provider: str) -> None:
    """All that is published of a provider has something new: its provider's name or address."""
    version = next_version(session)
    for kind in (ServiceRow, GuideRow, EventRow):
        changed = update(kind).where(kind.provider_id == provider, kind.published_revision.is_not(None))
        session.execute(changed.values(catalogue_version=version))
