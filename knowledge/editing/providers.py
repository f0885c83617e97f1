"""Organisations: added and renamed by the staff, brought by imports."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge.catalogue_version import show_again
from knowledge.editing.errors import FieldError, NotFound
from knowledge.editing.ids import free_id
from knowledge.editing.sources import SourceProvider, provider_of
from knowledge.editing.validation import is_link, require
from knowledge.models import ProviderRow, ServiceRow

LONGEST_NAME: Final = 200


def write_provider(
    session: Session,
    provider_id: str,
    names: Mapping[str, str],
    url: str,
    four_eyes: bool,
    now: datetime,
) -> ProviderRow:
    """Adds or changes one; the chat shows a new name at once, and no import changes it from then on.

    Raises Invalid.
    """
    clean = {language: name.strip() for language, name in sorted(names.items()) if name.strip()}
    errors = [] if clean else [FieldError("names", "missing")]
    if any(len(name) > LONGEST_NAME for name in clean.values()):
        errors.append(FieldError("names", "too_long", str(LONGEST_NAME)))
    if url and not is_link(url):
        errors.append(FieldError("url", "bad_link", url))
    require(tuple(errors))
    row = session.get(ProviderRow, provider_id)
    if row is None:
        row = ProviderRow(id=provider_id)
        session.add(row)
    named_anew = (row.names, row.url) != (clean, url)
    row.four_eyes = four_eyes
    if named_anew:
        row.names, row.url, row.edited_at, row.renamed = clean, url, now, None
    session.flush()
    if named_anew:
        show_again(session, provider_id)
    return row


def put_provider(
    session: Session,
    system: str,
    provider: SourceProvider,
    languages: frozenset[str] | None = None,
    *,
    later: bool = False,
) -> ProviderRow:
    """Our provider for a source's one: found, or added. Its name follows the source until staff change it.

    `languages` are those that the source speaks of at all, None for every one. With `later` a new name of a
    known one waits for `show_new_names`.
    """
    new = False
    row = provider_of(session, system, provider.source_id)
    if row is None and provider.id is not None:
        row = session.get(ProviderRow, provider.id)
    if row is None:
        key = provider.id or free_id(session, ProviderRow, f"{system}-{provider.source_id}")
        row, new = ProviderRow(id=key, names={}, url=""), True
        session.add(row)
    if row.source_system is None:
        row.source_system, row.source_id = system, provider.source_id
    unspoken = {} if languages is None else {k: each for k, each in row.names.items() if k not in languages}
    names = dict(sorted({**unspoken, **provider.names}.items()))
    renamed = row.edited_at is None and (row.names, row.url) != (names, provider.url)
    row.renamed = {"names": names, "url": provider.url} if renamed else None
    if renamed and (new or not later):
        _rename(session, row)
    session.flush()
    return row


def show_new_names(session: Session, system: str) -> None:
    """Those that an import of this source has brought, now that it ends."""
    mine = select(ProviderRow).where(ProviderRow.source_system == system, ProviderRow.edited_at.is_(None))
    for row in session.scalars(mine.order_by(ProviderRow.id)).all():
        if row.renamed is not None:
            _rename(session, row)


def _rename(session: Session, row: ProviderRow) -> None:
    said = row.renamed or {}
    row.names, row.url, row.renamed = said["names"], said["url"], None
    session.flush()
    show_again(session, row.id)


@dataclass(frozen=True, slots=True)
class Listed:
    """A provider in the list. `services` is how many it has that are not archived."""

    id: str
    names: Mapping[str, str]
    four_eyes: bool
    services: int


def listed(session: Session, words: str = "") -> tuple[Listed, ...]:
    """Those that have the words in one of their names or in their id."""
    counts = dict(
        session.execute(
            select(ServiceRow.provider_id, func.count())
            .where(ServiceRow.state != "archived")
            .group_by(ServiceRow.provider_id)
        ).all()
    )
    wanted = words.strip().casefold()
    return tuple(
        Listed(row.id, row.names, row.four_eyes, counts.get(row.id, 0))
        for row in providers(session)
        if any(wanted in name.casefold() for name in (row.id, *row.names.values()))
    )


def providers(session: Session) -> tuple[ProviderRow, ...]:
    """All, in the order of their ids."""
    return tuple(session.scalars(select(ProviderRow).order_by(ProviderRow.id)))


def provider(session: Session, provider_id: str) -> ProviderRow:
    """Raises NotFound."""
    row = session.get(ProviderRow, provider_id)
    if row is None:
        raise NotFound(f"there is no provider {provider_id}")
    return row


def held_provider(session: Session, provider_id: str) -> ProviderRow:
    """As `provider`; nobody else changes it before the transaction ends."""
    session.get(ProviderRow, provider_id, with_for_update=True)
    return provider(session, provider_id)
