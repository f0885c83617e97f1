"""The number by which every process knows that the chat has something new to show."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

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
    """Every published service of a provider has something new: its provider's name or address."""
    changed = update(ServiceRow).where(
        ServiceRow.provider_id == provider, ServiceRow.published_revision.is_not(None)
    )
    session.execute(changed.values(catalogue_version=next_version(session)))
