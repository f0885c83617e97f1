"""Today's figures of the desk; a split never shows so few people that one of them could be known."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Final

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import Session

from bot.models import StoredFeedback, StoredHandOff

FEWEST: Final = 5
"""Languages with fewer requests than this are counted together."""

HELPFUL: Final = {"yes": "yes", "partly": "partly", "no": "no"} | {
    **{"5": "yes", "4": "yes", "3": "partly"},
    **{"2": "no", "1": "no"},
}


@dataclass(frozen=True, slots=True)
class Waited:
    """One request of today; `seconds` until it was taken, None while it was not."""

    language: str
    seconds: float | None
    desk_open: bool


@dataclass(frozen=True, slots=True)
class Share:
    """Requests in these languages. `wait` is the median of seconds, of those asked in opening hours."""

    languages: tuple[str, ...]
    asked: int
    taken: int
    wait: int | None

    @property
    def is_shown(self) -> bool:
        return self.asked >= FEWEST


@dataclass(frozen=True, slots=True)
class Figures:
    all: Share
    closed: int
    ratings: Mapping[str, int]
    by_language: tuple[Share, ...]


def read_figures(session: Session, since: datetime, cities: Collection[str] = ()) -> Figures:
    """Of these cities; none are all."""
    requests, ours = _requests(session, since, cities), _of(StoredHandOff, cities)
    closed = session.scalar(select(func.count()).where(StoredHandOff.closed_at >= since, ours))
    rated: dict[str, int] = dict.fromkeys(("yes", "partly", "no"), 0)
    answered = StoredFeedback.at >= since, _of(StoredFeedback, cities)
    given = select(StoredFeedback.rating, func.count()).where(*answered)
    for rating, number in session.execute(given.group_by(StoredFeedback.rating)):
        if rating in HELPFUL:
            rated[HELPFUL[rating]] += number
    return Figures(share((), requests), closed or 0, rated, by_language(requests))


def by_language(requests: Iterable[Waited]) -> tuple[Share, ...]:
    """The most asked first; small languages are one share, made large enough by the next one."""
    found: dict[str, list[Waited]] = defaultdict(list)
    for each in requests:
        found[each.language].append(each)
    ordered = sorted(found, key=lambda language: (-len(found[language]), language))
    small = [language for language in ordered if len(found[language]) < FEWEST]
    alone = ordered[: len(ordered) - len(small)]
    while small and alone and sum(len(found[each]) for each in small) < FEWEST:
        small.insert(0, alone.pop())
    shares = [share((language,), found[language]) for language in alone]
    if small:
        shares.append(share(small, [each for language in small for each in found[language]]))
    return tuple(shares)


def share(languages: Collection[str], requests: Collection[Waited]) -> Share:
    taken = [each for each in requests if each.seconds is not None]
    waits = [each.seconds for each in taken if each.desk_open and each.seconds is not None]
    return Share(tuple(languages), len(requests), len(taken), round(median(waits)) if waits else None)


def _of(table: type[StoredHandOff | StoredFeedback], cities: Collection[str]) -> ColumnElement[bool]:
    return table.city.in_(cities) if cities else true()


def _requests(session: Session, since: datetime, cities: Collection[str]) -> list[Waited]:
    found = session.execute(
        select(
            StoredHandOff.language, StoredHandOff.at, StoredHandOff.taken_at, StoredHandOff.desk_open
        ).where(StoredHandOff.at >= since, _of(StoredHandOff, cities))
    )
    return [
        Waited(language, (taken - asked).total_seconds() if taken else None, desk_open)
        for language, asked, taken, desk_open in found
    ]
