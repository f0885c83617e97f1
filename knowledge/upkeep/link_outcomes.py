"""What an answer to a link means, and on which day a link that leads nowhere counts as dead."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal, TypeAlias

OUTCOMES: Final = ("good", "guarded", "unsure", "gone", "unreachable", "endless")
"""good: a page; guarded: the site is there but lets no program in; unsure: the site has a bad day, or may
not be asked; gone: no such page; unreachable: no such site, or none that answers; endless: redirects."""

FAILURES: Final = frozenset({"gone", "unreachable", "endless"})
DEAD_AFTER: Final = 3
"""Failed checks on different days."""

FEW_HOSTS: Final = 3
"""Of more hosts than these, most do not fall silent at once by themselves."""

Judgement: TypeAlias = Literal["true", "ask", "void"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `status` is HTTP's; `moved_to` where a lasting redirect leads."""

    outcome: str
    status: int | None = None
    moved_to: str = ""


@dataclass(frozen=True, slots=True)
class Failing:
    """On how many days a link has failed, on which last, and since when."""

    days: int = 0
    last: date | None = None
    since: date | None = None

    @property
    def dead(self) -> bool:
        return self.days >= DEAD_AFTER


def outcome_of(status: int) -> str:
    """Of an answer that is no redirect."""
    if status < 400:
        return "good"
    if status in (401, 403, 407, 429, 451):
        return "guarded"
    if status == 408 or status >= 500:
        return "unsure"
    return "gone"


def after(failing: Failing, outcome: str, today: date) -> Failing:
    """A page or a guard clears it; a bad day changes nothing; a failure counts once a day."""
    if outcome in ("good", "guarded"):
        return Failing()
    if outcome not in FAILURES or failing.last == today:
        return failing
    return replace(failing, days=failing.days + 1, last=today, since=failing.since or today)


def judged(heard: Iterable[tuple[str, bool]]) -> Judgement:
    """Whether the answers of a round are true: pairs of host and whether anything came back from it.

    Where nobody answered somebody else has to be asked; where most of many did not, it is us.
    """
    hosts: dict[str, bool] = {}
    for host, answered in heard:
        hosts[host] = hosts.get(host, False) or answered
    silent = sum(not answered for answered in hosts.values())
    if len(hosts) > FEW_HOSTS and silent * 2 > len(hosts):
        return "void"
    return "ask" if hosts and silent == len(hosts) else "true"
