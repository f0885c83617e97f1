"""What a running service does for calendars by itself: one process asks each of them once a day."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from admin.import_kinds import Desired, Opened, ical_at
from knowledge.database import Database
from knowledge.editing.actor import OSAAMO
from knowledge.sources.calendars import DailyCalendar, due_calendars, note_asked
from knowledge.sources.ical import CalendarWishes
from knowledge.sources.importer import Plan, run_import
from knowledge.sources.runs import AlreadyRunning
from knowledge.sources.source import SourceError
from knowledge.stored_municipalities import municipalities_of
from knowledge.upkeep.turns import take_turn

CALENDARS_SECONDS: Final = 900
"""Between two looks whether a calendar is due."""

TURN: Final = timedelta(minutes=30)
CALENDARS: Final = "calendars"

Open = Callable[[str, CalendarWishes, Desired], Opened]


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarReader:
    """`open` asks for an address; `name` tells this process from others."""

    database: Database
    now: Callable[[], datetime]
    open: Open = ical_at
    name: str = field(default_factory=lambda: uuid4().hex)

    def look(self) -> int:
        """Takes in what is due where it is this process's turn; returns how many. Raises SQLAlchemyError."""
        with self.database.read() as session:
            due = due_calendars(session, self.now())
        return sum(self._is_mine() and self._taken(each) for each in due)

    def _is_mine(self) -> bool:
        with self.database.write() as session:
            return take_turn(session, CALENDARS, self.name, self.now(), TURN)

    def _taken(self, calendar: DailyCalendar) -> bool:
        """Whether it was still due; what stands in the way is noted for those who keep the calendars."""
        with self.database.read() as session:
            if calendar.id not in {each.id for each in due_calendars(session, self.now())}:
                return False
            desired = Desired(municipalities_of(session))
        run_id, problem = None, ""
        try:
            opened = self.open(calendar.address, calendar.wishes, desired)
            run_id = run_import(self.database, opened.source, OSAAMO, Plan(publish=True), self.now).id
        except (SourceError, AlreadyRunning) as error:
            problem = str(error)
        with self.database.write() as session:
            note_asked(session, calendar.id, run_id, problem, self.now())
        return True
