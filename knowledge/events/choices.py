"""How often an event repeats, as people choose it: written as a rule, and read back from one."""

import calendar
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from knowledge.events.recurrence import LOCAL, checked_rule

EVERY: Final = ("none", "daily", "weekdays", "weekly", "two_weeks", "monthly", "monthly_weekday")
"""`monthly` is the same day of the month, `monthly_weekday` the same weekday of it ("the second Tuesday")."""

DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class Repeat:
    """`days` are those of a weekly one besides its first; `until` is the last possible day."""

    every: str = "none"
    days: tuple[str, ...] = ()
    until: date | None = None


def rule_of(repeat: Repeat, starts: datetime) -> str:
    """ "" for none."""
    if repeat.every == "none":
        return ""
    parts = [_frequency(repeat, starts)]
    if repeat.until:
        parts.append(f"UNTIL={datetime.combine(repeat.until, datetime.max.time()).strftime(LOCAL)}")
    return checked_rule(";".join(parts))


def repeat_of(rule: str, starts: datetime | None) -> Repeat | None:
    """None for a rule that nobody can choose: it came from a calendar, and stays as it is."""
    if not rule or starts is None:
        return Repeat()
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    until = datetime.strptime(parts["UNTIL"], LOCAL).date() if "UNTIL" in parts else None  # noqa: DTZ007
    named = tuple(parts.get("BYDAY", "").split(","))
    for every in EVERY[1:]:
        for days in ((), named if set(named) <= set(DAYS) else ()):
            repeat = Repeat(every, days if every in ("weekly", "two_weeks") else (), until)
            if _without_hour(rule_of(repeat, starts)) == _without_hour(rule):
                return repeat
    return None


def _without_hour(rule: str) -> str:
    """A series until nine o'clock of a day ends on that day."""
    return ";".join(part[:14] if part.startswith("UNTIL=") else part for part in rule.split(";"))


def _frequency(repeat: Repeat, starts: datetime) -> str:
    own = DAYS[starts.weekday()]
    days = ",".join(day for day in DAYS if day in (own, *repeat.days)) if repeat.days else ""
    match repeat.every:
        case "daily":
            return "FREQ=DAILY"
        case "weekdays":
            return "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
        case "weekly":
            return f"FREQ=WEEKLY;BYDAY={days}" if days else "FREQ=WEEKLY"
        case "two_weeks":
            return f"FREQ=WEEKLY;INTERVAL=2;BYDAY={days}" if days else "FREQ=WEEKLY;INTERVAL=2"
        case "monthly":
            last = starts.day == calendar.monthrange(starts.year, starts.month)[1]
            return "FREQ=MONTHLY;BYMONTHDAY=-1" if last else "FREQ=MONTHLY"
        case "monthly_weekday":
            week = (starts.day - 1) // 7 + 1
            return f"FREQ=MONTHLY;BYDAY={-1 if week == 5 else week}{own}"
        case _:
            raise ValueError(f"nothing repeats {repeat.every!r}")
