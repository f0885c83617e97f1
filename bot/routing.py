"""Who fits whom: the order of each counsellor's waiting list, the next for one, whom to call. Pure.

Nothing is ever given to anybody: this says who may take whom now, and in which order they are shown.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Final

from bot.city import sees
from bot.presence import Presence
from bot.teams import Team
from bot.transfer import RESERVED

ANYBODY: Final = Team(id="")
"""The one desk of an installation without teams."""


class Reach(IntEnum):
    """How near a counsellor is to who waits, the nearest first."""

    MEANT = 0
    TEAM = 1
    LANGUAGE = 2
    ANYONE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiter:
    """`needs` are goals and audience; `waited` and `passed_on` seconds; `interpreter`: any language will do.

    `meant_for` and `meant_for_team` are ids while it was passed on to them, `passed_on` ago.
    """

    id: str
    language: str
    municipality: str | None = None
    city: str | None = None
    needs: frozenset[str] = frozenset()
    waited: float = 0
    urgent: bool = False
    interpreter: bool = False
    meant_for: str | None = None
    meant_for_team: str | None = None
    passed_on: float = 0

    @property
    def kind(self) -> tuple[str, str | None, str | None, frozenset[str], bool]:
        """What decides who is near; many who wait are of one kind."""
        return _base(self.language), self.municipality, self.city, self.needs, self.interpreter

    @property
    def is_kept(self) -> bool:
        """For its receiver alone. Danger never waits for one person."""
        meant = self.meant_for or self.meant_for_team
        return bool(meant) and not self.urgent and self.passed_on < RESERVED.total_seconds()


@dataclass(frozen=True, slots=True)
class Fit:
    """`open`: they may be called for it now. `head_start` are seconds."""

    waiter: Waiter
    reach: Reach
    open: bool
    head_start: float

    @property
    def rank(self) -> tuple[bool, bool, bool, float, str]:
        """The smaller comes first: danger, what was passed on to me, then the wait.

        A near one counts as if they had waited longer; as that is bounded, nobody is overtaken for ever.
        """
        urgent, meant = self.waiter.urgent, self.reach is Reach.MEANT
        return not urgent, not meant, not self.open, -(self.waiter.waited + self.head_start), self.waiter.id


@dataclass(frozen=True, slots=True)
class Duty:
    """The teams there are and who is at the desk at one moment."""

    teams: tuple[Team, ...]
    people: tuple[Presence, ...]

    def best_teams(self, waiter: Waiter) -> tuple[Team, ...]:
        """Those that serve this person most closely; the whole desk where there are no teams."""
        serving = [team for team in self.teams or (ANYBODY,) if serves(team, waiter)]
        closest = max((_closeness(team, waiter) for team in serving), default=0)
        return tuple(team for team in serving if _closeness(team, waiter) == closest)

    def fit(self, waiter: Waiter, who: Presence) -> Fit:
        return _fit(waiter, who, self.teams, self._around(waiter))

    def waiting_for(self, who: Presence, waiters: Iterable[Waiter]) -> tuple[Fit, ...]:
        """The whole waiting list in the order in which it fits them; not what is kept for somebody else."""
        known: dict[object, _Around] = {}
        fits = []
        for each in (waiter for waiter in waiters if who.sees(waiter.city)):
            if (around := known.get(each.kind)) is None:
                around = known[each.kind] = self._around(each)
            fits.append(_fit(each, who, self.teams, around))
        shown = (fit for fit in fits if fit.reach is Reach.MEANT or not fit.waiter.is_kept)
        return tuple(sorted(shown, key=lambda fit: fit.rank))

    def next_for(self, who: Presence, waiters: Iterable[Waiter]) -> tuple[Waiter, ...]:
        """Whom they might take now, the best first; without room only danger and what is meant for them."""
        fits = (fit for fit in self.waiting_for(who, waiters) if fit.open)
        return tuple(
            fit.waiter for fit in fits if who.has_room or fit.waiter.urgent or fit.reach is Reach.MEANT
        )

    def to_notify(self, waiter: Waiter) -> tuple[Presence, ...]:
        """Who is to be told, the least loaded first: in danger everybody at the desk, else who has time."""
        there = [each for each in self.people if each.on_duty and each.sees(waiter.city)]
        if waiter.urgent:
            told = there
        else:
            free = (each for each in there if each.state != "busy" and each.has_room)
            told = [each for each in free if self.fit(waiter, each).open]
        return tuple(sorted(told, key=lambda each: (each.open / max(1, each.capacity), each.name)))

    def _around(self, waiter: Waiter) -> "_Around":
        best = self.best_teams(waiter)
        members = frozenset(member.staff_id for team in best for member in team.members)
        around = _Around(best, None if ANYBODY in best else members)
        there = (each for each in self.people if each.sees(waiter.city))
        at_work = (each for each in there if each.state in ("online", "busy"))
        speaking = [each.staff_id for each in at_work if waiter.interpreter or each.speaks(waiter.language)]
        if any(around.has(each) for each in speaking):
            return around
        return replace(around, nearest=Reach.LANGUAGE if speaking else Reach.ANYONE)


@dataclass(frozen=True, slots=True)
class _Around:
    """Who is near for one kind of waiter. `members` of the best teams, None for everybody.

    `nearest` is how near the nearest is who works now: a width that reaches nobody is not waited out.
    """

    best: tuple[Team, ...]
    members: frozenset[str] | None
    nearest: Reach = Reach.TEAM

    def has(self, staff_id: str) -> bool:
        return self.members is None or staff_id in self.members


def _fit(waiter: Waiter, who: Presence, teams: Iterable[Team], around: _Around) -> Fit:
    reach = _reach(waiter, who, teams, around)
    to_teams = min((team.widen_to_teams for team in around.best), default=0)
    to_all = min(team.widen_to_all for team in around.best or (ANYBODY,))
    opens_after = {Reach.LANGUAGE: to_teams, Reach.ANYONE: to_all}.get(reach, 0)
    is_open = waiter.urgent or waiter.waited >= opens_after or reach <= around.nearest
    head_start = {Reach.TEAM: to_all, Reach.LANGUAGE: to_teams}.get(reach, 0)
    return Fit(waiter, reach, reach is Reach.MEANT or (is_open and not waiter.is_kept), head_start)


def _reach(waiter: Waiter, who: Presence, teams: Iterable[Team], around: _Around) -> Reach:
    if waiter.meant_for == who.staff_id:
        return Reach.MEANT
    if waiter.meant_for_team and any(
        team.id == waiter.meant_for_team and team.has(who.staff_id) for team in teams
    ):
        return Reach.MEANT
    if not (waiter.interpreter or who.speaks(waiter.language)):
        return Reach.ANYONE
    return Reach.TEAM if around.has(who.staff_id) else Reach.LANGUAGE


def serves(team: Team, waiter: Waiter) -> bool:
    """Whether this person belongs to the team's work at all."""
    speaks = waiter.interpreter or not team.languages or _base(waiter.language) in _bases(team.languages)
    near = not team.municipalities or waiter.municipality in team.municipalities
    ours = sees(team.cities, waiter.city)
    return bool(ours and speaks and near and (not team.needs or team.needs & waiter.needs))


def _closeness(team: Team, waiter: Waiter) -> int:
    """A team for this need is closer than one for this place, and that than one for this language."""
    return (
        4 * bool(team.needs & waiter.needs)
        + 2 * bool(team.municipalities or team.cities)
        + bool(team.languages)
    )


def _bases(languages: Collection[str]) -> set[str]:
    return {_base(each) for each in languages}


def _base(language: str) -> str:
    return language.partition("-")[0]
