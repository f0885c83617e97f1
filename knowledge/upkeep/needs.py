"""Everything in the catalogue that needs an editor, found by the database."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, String, cast, exists, false, func, select
from sqlalchemy.orm import Session

from knowledge.editing.workflow import REVIEW_MONTHS
from knowledge.models import FieldOverrideRow, ProposalRow, ServiceRow, ServiceSourceRow
from knowledge.upkeep.harm import KINDS, OF_A_LINK, Need
from knowledge.upkeep.link_outcomes import DEAD_AFTER
from knowledge.upkeep.models import LinkCheckRow, ServiceUpkeepRow, SetAsideRow

WARN_MONTHS: Final = 15
"""After so many months since the last confirmation editors are told; people after REVIEW_MONTHS."""

SEEN_WITHIN: Final = timedelta(weeks=8)
"""What nobody was shown for so long after its publication is a service that nobody is ever shown."""

FEWEST_SHOWN: Final = 100
"""Before people were shown so many services, that one is not among them says nothing."""

OF_A_LANGUAGE: Final = ("stale", "missing", "outdated_word")


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedNeeds:
    """`providers` None are all. With a language only what is wrong in that language."""

    providers: frozenset[str] | None = None
    language: str = ""


def needs_of(session: Session, wanted: WantedNeeds, today: date) -> list[Need]:
    """In no order; what was set aside is left out."""
    kinds = OF_A_LANGUAGE if wanted.language else KINDS
    return [
        Need(kind, service_id, provider, since.date() if isinstance(since, datetime) else since, people)
        for kind in kinds
        for service_id, provider, since, people in session.execute(_asked(session, kind, wanted, today))
    ]


def later(day: date, months: int) -> date:
    """The same day of a later month, or its last day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _asked(session: Session, kind: str, wanted: WantedNeeds, today: date) -> Select[Any]:
    """Service, provider, since when, how many people were shown it."""
    people = func.coalesce(ServiceUpkeepRow.shown, 0)
    found = _question(session, kind, wanted, today)
    found = found.add_columns(people).where(_not_aside(kind, today))
    if wanted.providers is not None:
        found = found.where(ServiceRow.provider_id.in_(sorted(wanted.providers)))
    return found


def _question(session: Session, kind: str, wanted: WantedNeeds, today: date) -> Select[Any]:
    published = ServiceRow.published_revision.is_not(None)
    match kind:
        case "overdue":
            return _services(ServiceRow.review_due, published, ServiceRow.review_due < today)
        case "due_soon":
            warned = later(today, REVIEW_MONTHS - WARN_MONTHS)
            soon = ServiceRow.review_due.between(today, warned)
            return _services(ServiceRow.review_due, published, soon)
        case "review":
            return _services(ServiceRow.updated_at, ServiceRow.state == "in_review")
        case "dead_link":
            links = _services(LinkCheckRow.failed_since, published, LinkCheckRow.failed_days >= DEAD_AFTER)
            return links.join(LinkCheckRow, LinkCheckRow.url == ServiceUpkeepRow.url)
        case "moved_link":
            moved = (LinkCheckRow.outcome == "good") & (LinkCheckRow.moved_to != "")
            links = _services(LinkCheckRow.checked_at, published, moved)
            return links.join(LinkCheckRow, LinkCheckRow.url == ServiceUpkeepRow.url)
        case "stale" | "missing" | "outdated_word":
            return _services(ServiceUpkeepRow.published_at, published, _has(kind, wanted.language))
        case "never_shown":
            return _services(ServiceUpkeepRow.published_at, published, *_unseen(session, today))
        case "proposal":
            return _proposals()
        case "source_newer":
            return _newer()
        case _:
            return _services(ServiceRow.updated_at, false())


def _services(since: Any, *conditions: ColumnElement[bool]) -> Select[Any]:
    return (
        select(ServiceRow.id, ServiceRow.provider_id, since)
        .outerjoin(ServiceUpkeepRow, ServiceUpkeepRow.service_id == ServiceRow.id)
        .where(*conditions)
    )


def _has(kind: str, language: str) -> ColumnElement[bool]:
    """Whether there is anything of this kind, in any or in one language."""
    column: Any = ServiceUpkeepRow.outdated if kind == "outdated_word" else getattr(ServiceUpkeepRow, kind)
    written = cast(column, String)
    if language:
        return written.contains(f'"{language}"', autoescape=True)
    return written != "[]"


def _unseen(session: Session, today: date) -> Iterable[ColumnElement[bool]]:
    """Only where enough services were shown to say so."""
    shown = session.scalar(select(func.sum(ServiceUpkeepRow.shown))) or 0
    if shown < FEWEST_SHOWN:
        return (false(),)
    before = datetime.combine(today, time.min, UTC) - SEEN_WITHIN
    return (ServiceUpkeepRow.shown == 0, ServiceUpkeepRow.published_at < before)


def _proposals() -> Select[Any]:
    waiting = (
        select(ProposalRow.service_id, func.min(ProposalRow.made_at).label("since"))
        .where(ProposalRow.state == "open")
        .group_by(ProposalRow.service_id)
        .subquery()
    )
    found = _services(waiting.c.since, ServiceRow.state != "archived")
    return found.join(waiting, waiting.c.service_id == ServiceRow.id)


def _newer() -> Select[Any]:
    """The source has said something new since a field was corrected."""
    newer = FieldOverrideRow.made_at < ServiceSourceRow.changed_at
    corrected = exists().where(FieldOverrideRow.service_id == ServiceRow.id, newer)
    found = _services(ServiceSourceRow.changed_at, ServiceRow.state != "archived", corrected)
    there = (ServiceSourceRow.service_id == ServiceRow.id) & ServiceSourceRow.gone.is_(False)
    return found.join(ServiceSourceRow, there)


def _not_aside(kind: str, today: date) -> ColumnElement[bool]:
    """A link is set aside wherever it stands; our words over a source's until it says something new."""
    subject: Any = ServiceUpkeepRow.url if kind in OF_A_LINK else ServiceRow.id
    mine = (SetAsideRow.kind == kind) & (SetAsideRow.subject == subject) & (SetAsideRow.until >= today)
    if kind == "source_newer":
        mine &= SetAsideRow.made_at >= ServiceSourceRow.changed_at
    return ~exists().where(mine)
