"""The list of what needs an editor, as its page shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final
from urllib.parse import urlencode

from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from admin.service_side import Editing
from bot.lacking import InVain, in_vain, vain_queries
from knowledge.desk_reports.reporting import Report, open_reports
from knowledge.editing.actor import Actor
from knowledge.upkeep.confirming import confirmed
from knowledge.upkeep.details import Detail, details_of
from knowledge.upkeep.harm import CONFIRMED, KINDS, OF_NO_SERVICE, SET_ASIDE, TOLD, Need, in_order
from knowledge.upkeep.links_beside import LinkInNeed, links_in_need
from knowledge.upkeep.needs import WantedNeeds, needs_of
from knowledge.upkeep.setting_aside import words_aside

PAGE_LENGTH: Final = 50
USUAL_ASIDE: Final = timedelta(days=90)
SEARCHED_WITHIN: Final = timedelta(days=90)


class NeedFilters(BaseModel):
    """What stands in the address. `done` is the key of a confirmation, `aside` what was just set aside."""

    kind: str = Field("", max_length=20)
    provider: str = Field("", max_length=80)
    language: str = Field("", max_length=20)
    page: int = Field(1, ge=1, le=100_000)
    done: str = Field("", max_length=32)
    aside: str = Field("", max_length=620)

    def address(self, **changed: object) -> str:
        """Of the same list otherwise filtered; what was just done is not told again."""
        kept = self.model_dump(exclude_defaults=True, exclude={"done", "aside", "page"})
        first = {"page": 1}.items()
        chosen = {
            key: value for key, value in {**kept, **changed}.items() if value and (key, value) not in first
        }
        return f"/admin/needs-you?{urlencode(chosen)}" if chosen else "/admin/needs-you"


@dataclass(frozen=True, slots=True)
class Line:
    """A need with what is known of its service, of the word that found nothing, or what the desk told.

    `beside` is a link of a guide or an event.
    """

    need: Need
    detail: Detail | None = None
    searched: InVain | None = None
    report: Report | None = None
    beside: LinkInNeed | None = None

    @property
    def confirmable(self) -> bool:
        return self.need.kind in CONFIRMED


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedsPage:
    """One page of the list. `counts` are by kind, whatever kind is shown; `undo` ids to take back."""

    lines: tuple[Line, ...]
    counts: Mapping[str, int]
    total: int
    page: int
    pages: int
    until: date
    undo: tuple[str, ...] = ()
    may_set_aside: frozenset[str] = field(default_factory=frozenset)

    @property
    def waiting(self) -> int:
        return sum(self.counts.values())

    @property
    def confirmable(self) -> bool:
        return any(line.confirmable for line in self.lines)


def needs_page(session: Session, editing: Editing, actor: Actor, filters: NeedFilters) -> NeedsPage:
    """Of the actor's own providers, the most harmful first."""
    today, now = editing.today(), editing.now()
    searched = searched_in_vain(session, now, today, filters)
    wanted = WantedNeeds(providers=_providers(actor, filters), language=filters.language)
    told = {str(each.id): each for each in open_reports(session, wanted.providers, wanted.language)}
    needs = [*needs_of(session, wanted, today), *(_of_word(each) for each in searched.values())]
    needs += [_of_report(each) for each in told.values()]
    beside = {each.need: each for each in links_in_need(session, wanted, today, now)}
    needs += beside
    counts = {kind: sum(each.kind == kind for each in needs) for kind in KINDS}
    chosen = in_order([each for each in needs if filters.kind in ("", each.kind)])
    pages = max(1, -(-len(chosen) // PAGE_LENGTH))
    page = min(filters.page, pages)
    shown = chosen[(page - 1) * PAGE_LENGTH : page * PAGE_LENGTH]
    return NeedsPage(
        lines=_lines(session, shown, searched, told, beside),
        counts=counts,
        total=len(chosen),
        page=page,
        pages=pages,
        until=today + USUAL_ASIDE,
        undo=confirmed(session, filters.done) if filters.done else (),
        may_set_aside=frozenset(SET_ASIDE) - ({"not_found"} if actor.providers is not None else set()),
    )


def searched_in_vain(
    session: Session, now: datetime, today: date, filters: NeedFilters
) -> Mapping[str, InVain]:
    """By key; nobody's in particular, so left out of one provider's list."""
    if filters.provider:
        return {}
    aside = words_aside(session, today)
    found = in_vain(vain_queries(session, now - SEARCHED_WITHIN, filters.language))
    return {each.key: each for each in found if each.key not in aside}


def _providers(actor: Actor, filters: NeedFilters) -> frozenset[str] | None:
    chosen = frozenset({filters.provider}) if filters.provider else None
    if actor.providers is None:
        return chosen
    return actor.providers if chosen is None else actor.providers & chosen


def _of_word(each: InVain) -> Need:
    return Need("not_found", each.key, "", each.latest.date(), each.people)


def _of_report(each: Report) -> Need:
    return Need(TOLD[each.kind], str(each.id), each.provider or "", each.reported_at.date(), each.count)


def _lines(
    session: Session,
    needs: Sequence[Need],
    searched: Mapping[str, InVain],
    told: Mapping[str, Report],
    beside: Mapping[Need, LinkInNeed],
) -> tuple[Line, ...]:
    details = details_of(session, [each for each in needs if each not in beside])
    return tuple(
        Line(each, beside=beside[each]) if each in beside else _line(each, details, searched, told)
        for each in needs
    )


def _line(
    need: Need, details: Mapping[str, Detail], searched: Mapping[str, InVain], told: Mapping[str, Report]
) -> Line:
    if need.kind == "not_found":
        return Line(need, searched=searched[need.subject])
    if need.kind in OF_NO_SERVICE:
        return Line(need, report=told[need.subject])
    return Line(need, details[need.subject])
