"""What an editor has to know of the needs on one page of the list."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from knowledge.editing.content import Content
from knowledge.editing.working_copy import content_of
from knowledge.models import FieldOverrideRow, ProposalRow, ServiceRow, ServiceSourceRow
from knowledge.upkeep.findings import FoundWord
from knowledge.upkeep.harm import OF_NO_SERVICE, Need
from knowledge.upkeep.link_outcomes import DEAD_AFTER
from knowledge.upkeep.models import LinkCheckRow, ServiceUpkeepRow


@dataclass(frozen=True, slots=True)
class CheckedLink:
    """`status` is HTTP's, None where no such site answers. `outcome` as in `link_outcomes`."""

    url: str
    outcome: str
    status: int | None
    since: date | None
    moved_to: str
    failed_days: int = 0

    def is_so(self, kind: str) -> bool:
        """Whether it is a dead or a moved link."""
        if kind == "moved_link":
            return self.outcome == "good" and bool(self.moved_to)
        return kind == "dead_link" and self.failed_days >= DEAD_AFTER


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """Of one service. `language` is that of the `name`; `newer` are corrected fields (language, field).

    `unpublished` : somebody has written since, so that what is found may be mended already.
    """

    id: str
    name: str
    language: str
    provider: str
    unpublished: bool
    review_due: date | None
    missing: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    outdated: tuple[FoundWord, ...] = ()
    link: CheckedLink | None = None
    newer: tuple[tuple[str, str], ...] = ()
    proposals: int = 0


def details_of(session: Session, needs: Iterable[Need]) -> Mapping[str, Detail]:
    """By the service's id."""
    ids = sorted({each.subject for each in needs if each.kind not in OF_NO_SERVICE})
    services = select(ServiceRow).where(ServiceRow.id.in_(ids)).options(selectinload(ServiceRow.texts))
    found = select(ServiceUpkeepRow).where(ServiceUpkeepRow.service_id.in_(ids))
    upkeep = {row.service_id: row for row in session.scalars(found)}
    links = links_of(session, {row.url for row in upkeep.values()})
    newer, proposals = _newer(session, ids), _proposals(session, ids)
    return {
        row.id: _detail(row, upkeep.get(row.id), links, newer.get(row.id, ()), proposals.get(row.id, 0))
        for row in session.scalars(services)
    }


def links_of(session: Session, urls: set[str]) -> Mapping[str, CheckedLink]:
    """Those of the links that have been asked for."""
    rows = session.scalars(select(LinkCheckRow).where(LinkCheckRow.url.in_(urls)))
    return {row.url: _checked(row) for row in rows}


def _checked(row: LinkCheckRow) -> CheckedLink:
    return CheckedLink(
        row.url, row.outcome, row.status, row.failed_since, row.moved_to, failed_days=row.failed_days
    )


def _detail(
    row: ServiceRow,
    upkeep: ServiceUpkeepRow | None,
    links: Mapping[str, CheckedLink],
    newer: tuple[tuple[str, str], ...],
    proposals: int,
) -> Detail:
    name, language = _name(content_of(row))
    return Detail(
        id=row.id,
        name=name,
        language=language,
        provider=row.provider_id,
        unpublished=row.published_revision is not None and row.digest != row.published_digest,
        review_due=row.review_due,
        missing=tuple(upkeep.missing) if upkeep else (),
        stale=tuple(upkeep.stale) if upkeep else (),
        outdated=tuple(FoundWord(**each) for each in upkeep.outdated) if upkeep else (),
        link=links.get(upkeep.url) if upkeep else None,
        newer=newer,
        proposals=proposals,
    )


def _name(content: Content) -> tuple[str, str]:
    """In the source language, else in any, with that language."""
    wanted = (content.facts.source_language, *content.texts)
    language = next((code for code in wanted if code in content.texts), wanted[0])
    return (content.texts[language].words.name if content.texts else "", language)


def _newer(session: Session, ids: list[str]) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Fields that were corrected before the source said something new."""
    found = (
        select(FieldOverrideRow.service_id, FieldOverrideRow.language, FieldOverrideRow.field)
        .join(ServiceSourceRow, ServiceSourceRow.service_id == FieldOverrideRow.service_id)
        .where(FieldOverrideRow.service_id.in_(ids), FieldOverrideRow.made_at < ServiceSourceRow.changed_at)
        .order_by(FieldOverrideRow.language, FieldOverrideRow.field)
    )
    fields: dict[str, tuple[tuple[str, str], ...]] = {}
    for service_id, language, name in session.execute(found):
        fields[service_id] = (*fields.get(service_id, ()), (language, name))
    return fields


def _proposals(session: Session, ids: list[str]) -> Mapping[str, int]:
    counted = (
        select(ProposalRow.service_id, func.count())
        .where(ProposalRow.service_id.in_(ids), ProposalRow.state == "open")
        .group_by(ProposalRow.service_id)
    )
    return dict(session.execute(counted).all())
