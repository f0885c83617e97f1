"""Teams of the desk: whom each serves, when it is open, who is in it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.opening_hours import OpeningHours, OtherDay, read_spans, write_spans
from bot.team_models import TeamExceptionRow, TeamMemberRow, TeamRow

DEFAULT_CAPACITY: Final = 5


class NoSuchTeam(Exception):  # noqa: N818
    """The team is not there (any more)."""


@dataclass(frozen=True, slots=True)
class Member:
    """`capacity`: how many conversations at once."""

    staff_id: str
    capacity: int = DEFAULT_CAPACITY


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """Empty `cities`, `languages`, `municipalities` and `needs` (goals and audiences) mean all.

    `hours` is "" where those of the city or the settings hold; its `other_days` hold in both cases.
    `widen_to_teams` and `widen_to_all` are seconds of waiting.
    """

    id: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    cities: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    municipalities: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    hours: str = ""
    closed_on_holidays: bool = True
    other_days: tuple[OtherDay, ...] = ()
    members: tuple[Member, ...] = ()
    widen_to_teams: int = 180
    widen_to_all: int = 480
    notice_email: str | None = None
    notice_after_minutes: int = 10

    def name(self, language: str) -> str:
        """In the language, else in Finnish, else in any."""
        code = language.partition("-")[0]
        return self.names.get(code) or self.names.get("fi") or next(iter(self.names.values()), "")

    def has(self, staff_id: str) -> bool:
        return any(member.staff_id == staff_id for member in self.members)

    def opening_hours(self, default: OpeningHours) -> OpeningHours:
        """`default` are the city's or the settings' hours. Raises ValueError for what cannot be read."""
        week = OpeningHours.parse(self.hours, default.zone.key).week if self.hours else default.week
        return OpeningHours(week, default.zone, self.closed_on_holidays, self.other_days)


def read_teams(session: Session) -> tuple[Team, ...]:
    """All, with their members and the days that are otherwise, in the order of their ids."""
    members, days = _members(session), _other_days(session)
    rows = session.scalars(select(TeamRow).order_by(TeamRow.id))
    return tuple(_team(row, members.get(row.id, []), days.get(row.id, [])) for row in rows)


def read_team(session: Session, team_id: str) -> Team:
    """Raises NoSuchTeam."""
    found = next((team for team in read_teams(session) if team.id == team_id), None)
    if found is None:
        raise NoSuchTeam(team_id)
    return found


def hold_team(session: Session, team_id: str) -> Team:
    """As `read_team`; nobody else changes it before the transaction ends."""
    session.get(TeamRow, team_id, with_for_update=True)
    return read_team(session, team_id)


def teams_of(session: Session, staff_id: str) -> tuple[str, ...]:
    """The ids of the teams that somebody is in."""
    mine = select(TeamMemberRow.team_id).where(TeamMemberRow.staff_id == staff_id)
    return tuple(session.scalars(mine.order_by(TeamMemberRow.team_id)))


def write_team(session: Session, team: Team) -> str:
    """A new team where `id` is "", else all of it anew but its other days. Returns the id.

    Raises NoSuchTeam.
    """
    row = session.get(TeamRow, team.id) if team.id else TeamRow(id=uuid4().hex)
    if row is None:
        raise NoSuchTeam(team.id)
    row.names, row.hours = dict(team.names), team.hours
    row.languages, row.municipalities = sorted(team.languages), sorted(team.municipalities)
    row.cities = sorted(team.cities)
    row.needs, row.closed_on_holidays = sorted(team.needs), team.closed_on_holidays
    row.widen_to_teams, row.widen_to_all = team.widen_to_teams, team.widen_to_all
    row.notice_email, row.notice_after_minutes = team.notice_email, team.notice_after_minutes
    session.add(row)
    session.flush()
    session.execute(delete(TeamMemberRow).where(TeamMemberRow.team_id == row.id))
    session.add_all(
        TeamMemberRow(team_id=row.id, staff_id=each.staff_id, capacity=each.capacity) for each in team.members
    )
    return row.id


def remove_team(session: Session, team_id: str) -> None:
    """Raises NoSuchTeam."""
    row = session.get(TeamRow, team_id)
    if row is None:
        raise NoSuchTeam(team_id)
    for table in (TeamMemberRow, TeamExceptionRow):
        session.execute(delete(table).where(table.team_id == team_id))
    session.delete(row)


def write_other_day(session: Session, team_id: str, other: OtherDay) -> None:
    """In the place of what was said of that day before. Raises NoSuchTeam."""
    if session.get(TeamRow, team_id) is None:
        raise NoSuchTeam(team_id)
    row = session.get(TeamExceptionRow, (team_id, other.day))
    row = row or TeamExceptionRow(team_id=team_id, day=other.day)
    row.hours, row.reason = write_spans(other.spans), other.reason
    session.add(row)


def remove_other_day(session: Session, team_id: str, day: date) -> None:
    session.execute(
        delete(TeamExceptionRow).where(TeamExceptionRow.team_id == team_id, TeamExceptionRow.day == day)
    )


def _members(session: Session) -> dict[str, list[Member]]:
    found: dict[str, list[Member]] = {}
    for row in session.scalars(select(TeamMemberRow).order_by(TeamMemberRow.staff_id)):
        found.setdefault(row.team_id, []).append(Member(row.staff_id, row.capacity))
    return found


def _other_days(session: Session) -> dict[str, list[OtherDay]]:
    found: dict[str, list[OtherDay]] = {}
    for row in session.scalars(select(TeamExceptionRow).order_by(TeamExceptionRow.day)):
        found.setdefault(row.team_id, []).append(OtherDay(row.day, read_spans(row.hours), row.reason))
    return found


def _team(row: TeamRow, members: Collection[Member], other_days: Collection[OtherDay]) -> Team:
    return Team(
        id=row.id,
        names=row.names,
        cities=frozenset(row.cities),
        languages=frozenset(row.languages),
        municipalities=frozenset(row.municipalities),
        needs=frozenset(row.needs),
        hours=row.hours,
        closed_on_holidays=row.closed_on_holidays,
        other_days=tuple(other_days),
        members=tuple(members),
        widen_to_teams=row.widen_to_teams,
        widen_to_all=row.widen_to_all,
        notice_email=row.notice_email,
        notice_after_minutes=row.notice_after_minutes,
    )
