"""A round of the link check: the links that are due, asked, judged together, and noted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from sqlalchemy import ColumnElement, Select, delete, exists, func, or_, select
from sqlalchemy.orm import Session

from knowledge.editing.validation import LONGEST_URL
from knowledge.models import ServiceRow
from knowledge.upkeep.link_outcomes import Answer, Failing, after, judged
from knowledge.upkeep.links import LinkAsker
from knowledge.upkeep.links_beside import placed_links
from knowledge.upkeep.models import LinkCheckRow, ServiceUpkeepRow, SetAsideRow

EVERY: Final = timedelta(hours=23)
"""An hour less than a day, so that the check does not wander through the day."""

ROUND: Final = 40
"""Links asked before anything is noted: about a minute."""

TOO_MANY: Final = 429
WITNESSES: Final = ("https://www.suomi.fi/", "https://www.stat.fi/", "https://www.kela.fi/")
"""Asked whether we are heard at all, where no host of a round answers."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The answers of a round by link. `void`: nobody could be heard, so nothing of it is true."""

    answers: Mapping[str, Answer]
    void: bool = False


def links_due(session: Session, now: datetime, today: date, most: int = ROUND) -> tuple[str, ...]:
    """What the chat leads to and nobody has asked for a day, longest first; not what was set aside."""
    found: dict[str, datetime | None] = dict(session.execute(_due(now, today).limit(most)).all())
    found |= _due_beside(session, now, today)
    never = datetime.min.replace(tzinfo=UTC)
    return tuple(sorted(found, key=lambda url: (found[url] or never, url))[:most])


async def ask_round(asker: LinkAsker, urls: Sequence[str], witnesses: Sequence[str] = WITNESSES) -> Asked:
    """One link after the other; a site that asks for patience is left alone until tomorrow."""
    answers: dict[str, Answer] = {}
    busy: set[str] = set()
    for url in urls:
        host = urlsplit(url).netloc
        answers[url] = Answer("unsure") if host in busy else await asker.ask(url)
        if answers[url].status == TOO_MANY:
            busy.add(host)
    judgement = judged((urlsplit(url).netloc, _heard(each)) for url, each in answers.items())
    if judgement == "ask":
        judgement = "true" if await _anybody(asker, witnesses) else "void"
    return Asked(answers, void=judgement == "void")


def note(session: Session, answers: Mapping[str, Answer], now: datetime, today: date) -> None:
    """Keeps what became of each link."""
    found = select(LinkCheckRow).where(LinkCheckRow.url.in_(answers))
    known = {row.url: row for row in session.scalars(found)}
    for url, answer in sorted(answers.items()):
        row = known.get(url) or LinkCheckRow(url=url, failed_days=0)
        failing = after(Failing(row.failed_days, row.failed_on, row.failed_since), answer.outcome, today)
        row.failed_days, row.failed_on, row.failed_since = failing.days, failing.last, failing.since
        row.checked_at, row.outcome, row.status = now, answer.outcome, answer.status
        row.moved_to = answer.moved_to if len(answer.moved_to) <= LONGEST_URL else ""
        session.add(row)


def forget(session: Session, now: datetime) -> None:
    """What nobody is led to any more."""
    used = select(ServiceUpkeepRow.url).join(ServiceRow, _shown())
    unused = delete(LinkCheckRow).where(LinkCheckRow.url.not_in(used))
    beside = {each.url for each in placed_links(session, now)}
    session.execute(unused.where(LinkCheckRow.url.not_in(beside)))


def _due_beside(session: Session, now: datetime, today: date) -> dict[str, datetime | None]:
    """Of guides and events, with when each was asked last."""
    urls = {each.url for each in placed_links(session, now)}
    aside = select(SetAsideRow.subject).where(SetAsideRow.kind == "dead_link", SetAsideRow.until >= today)
    urls -= set(session.scalars(aside))
    asked = select(LinkCheckRow.url, LinkCheckRow.checked_at).where(LinkCheckRow.url.in_(urls))
    checked = dict(session.execute(asked).all())
    return {url: checked.get(url) for url in urls if url not in checked or checked[url] <= now - EVERY}


def _due(now: datetime, today: date) -> Select[Any]:
    aside = exists().where(
        SetAsideRow.kind == "dead_link",
        SetAsideRow.subject == ServiceUpkeepRow.url,
        SetAsideRow.until >= today,
    )
    asked: Any = func.min(LinkCheckRow.checked_at)
    return (
        select(ServiceUpkeepRow.url, asked)
        .join(ServiceRow, _shown())
        .outerjoin(LinkCheckRow, LinkCheckRow.url == ServiceUpkeepRow.url)
        .where(~aside, or_(LinkCheckRow.url.is_(None), LinkCheckRow.checked_at <= now - EVERY))
        .group_by(ServiceUpkeepRow.url)
        .order_by(asked.nulls_first(), ServiceUpkeepRow.url)
    )


def _shown() -> ColumnElement[bool]:
    return (ServiceRow.id == ServiceUpkeepRow.service_id) & ServiceRow.published_revision.is_not(None)


def _heard(answer: Answer) -> bool:
    return answer.outcome != "unreachable"


async def _anybody(asker: LinkAsker, witnesses: Sequence[str]) -> bool:
    """Whether any of those who are always there answers us."""
    for witness in witnesses:
        if _heard(await asker.ask(witness)):
            return True
    return False
