"""The number by which every process knows that the chat has something new to show."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from knowledge.events.models import EventRow
from knowledge.guides.models import GuideRow
from knowledge.models import CatalogueVersionRow, ServiceRow


def current_version(session: Session) -> int:
    """0 before the first publication."""
    return session.scalar(select(CatalogueVersionRow.number)) or 0


def next_version(session: Session) -> int:
    """The number of what this transaction publishes; others that publish wait until it ends.

    Taken before any service is locked: so two that publish never wait for each other.
    """
    grown = (
        update(CatalogueVersionRow)
        .values(number=CatalogueVersionRow.number + 1)
        .returning(CatalogueVersionRow.number)
    )
    number = session.scalar(grown)
    if number is None:
        session.add(CatalogueVersionRow(id=1, number=1))
        session.flush()
        return 1
    return number


def show_again(session: Session, provider: str) -> None:
    """All that is published of a provider has something new: its provider's name or address."""
    version = next_version(session)
    for kind in (ServiceRow, GuideRow, EventRow):
        changed = update(kind).where(kind.provider_id == provider, kind.published_revision.is_not(None))
        session.execute(changed.values(catalogue_version=version))
