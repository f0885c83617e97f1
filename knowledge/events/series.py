"""A published event: the first time it takes place, and when it happens again."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from knowledge.event import Occurrence
from knowledge.events.recurrence import LONGEST_AHEAD, Recurrence, moment, starts_between


@dataclass(frozen=True, slots=True)
class EventSeries:
    """`first` is the first time, in its own words. `group` is shared by what is listed once.

    An instance that was moved or changed is a series of its own in the group of the one it was taken from.
    """

    first: Occurrence
    group: str
    recurrence: Recurrence = field(default_factory=Recurrence)

    def between(self, after: datetime, until: datetime) -> Iterator[Occurrence]:
        """Those that end after the one moment and begin by the other, soonest first."""
        zone = ZoneInfo(self.recurrence.zone)
        start = self.first.starts.astimezone(zone).replace(tzinfo=None)
        # Wall-clock length: a night shift of a drop-in still ends at six when the clocks change.
        length = self.first.ends.astimezone(zone).replace(tzinfo=None) - start
        begun = after.astimezone(zone).replace(tzinfo=None) - length
        earliest = max(begun, min((start, *self.recurrence.extra)))
        latest = until.astimezone(zone).replace(tzinfo=None)
        day = earliest.replace(hour=0, minute=0, second=0, microsecond=0)
        for begins in starts_between(self.recurrence, start, day, day + LONGEST_AHEAD):
            if begins > latest:
                return
            ends = moment(begins + length, self.recurrence.zone)
            if ends > after:
                yield replace(self.first, starts=moment(begins, self.recurrence.zone), ends=ends)
