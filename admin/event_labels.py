"""Events in an editor's words: names of fields, codes, days and hours."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from fastapi import Request
from sqlalchemy.orm import Session

from admin.service_words import NOTHING, ServiceWords, words_for
from admin.staff import SignedIn
from knowledge.events.recurrence import HELSINKI
from knowledge.word_marks import Mark, marks

_TIMES: Final = ("starts", "ends", "without", "extra")
"""Told as texts in the reports of imports."""


@dataclass(frozen=True, slots=True)
class EventLabels:
    """`services` words what services have too."""

    services: ServiceWords

    def say(self, key: str, **values: object) -> str:
        return self.services.panel.get(f"events.{key}", self.services.language, **values)

    def tongue(self, code: str) -> str:
        return self.services.tongue(code)

    def provider(self, provider_id: str) -> str:
        return self.services.code("provider", provider_id)

    def place(self, code: str | None) -> str:
        return self.services.code("municipalities", code) if code else self.say("online")

    def field(self, name: str, language: str = "") -> str:
        """A field's label; with its language where it belongs to one."""
        label = self.say(f"field_{name}")
        return f"{label} ({self.tongue(language)})" if language else label

    def value(self, field: str, value: object) -> str:
        """A field's value as one line."""
        match value:
            case None | "" | () | []:
                return NOTHING
            case bool():
                return self.services.say("yes" if value else "no")
            case datetime():
                return self.clock(value)
            case str() if field in _TIMES:
                return self.clock(datetime.fromisoformat(value))
            case tuple() | list():
                return ", ".join(self.value(field, each) for each in value)
            case _ if field == "kind":
                return self.say(f"kind_{value}")
            case _ if field == "municipality":
                return self.place(str(value))
            case _:
                return self.services.value(field, str(value))

    def change(self, verb: str) -> str:
        """What was done in a version."""
        return self.services.change(verb)

    def marks(self, field: str, before: object, after: object) -> tuple[Mark, ...]:
        """What has changed, word by word; nothing stands for what was not there."""
        return marks(*("" if each in (None, "", ()) else self.value(field, each) for each in (before, after)))

    def moment(self, moment: datetime) -> str:
        """With its weekday, in Helsinki."""
        return self.clock(moment.astimezone(ZoneInfo(HELSINKI)))

    def clock(self, wall_clock: datetime) -> str:
        day = self.say(f"day_{('mo', 'tu', 'we', 'th', 'fr', 'sa', 'su')[wall_clock.weekday()]}")
        return f"{day} {wall_clock.day}.{wall_clock.month}.{wall_clock.year} {wall_clock:%H:%M}"


def event_labels(request: Request, session: SignedIn, database: Session) -> EventLabels:
    return EventLabels(words_for(request, session, database))
