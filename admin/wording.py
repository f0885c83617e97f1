"""Codes of a conversation in a counsellor's words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from fastapi import Request

from bot.cases import SERVICES
from dialogues.conversation.summary import profile_lines, value_text
from dialogues.conversation.texts import Texts
from knowledge.names import Names
from knowledge.profile import NeedsProfile


@dataclass(frozen=True, slots=True)
class Wording:
    """`dialogue` are the texts of the dialogues (labels and options), `panel` those of the panel."""

    dialogue: Texts
    panel: Texts
    names_now: Callable[[], Names]
    zone: tzinfo

    @property
    def names(self) -> Names:
        return self.names_now()

    def say(self, key: str, language: str, **values: object) -> str:
        return self.panel.get(key, language, **values)

    def language(self, code: str, language: str) -> str:
        """A language's name in the panel's language, else its code."""
        name = self.panel.find(f"language.{code}", language)
        return name.text if name else code

    def place(self, profile: NeedsProfile, language: str) -> str:
        return self._value(profile, "municipality", language)

    def needs(self, profile: NeedsProfile, language: str) -> str:
        """What is needed in few words: the first of needs, goals and situation that is known."""
        slots = ("employer_needs",) if profile.audience == "employer" else ("goals", "situation")
        return next(filter(None, (self._value(profile, slot, language) for slot in slots)), "")

    def answers(self, profile: NeedsProfile, language: str) -> tuple[tuple[str, str, str], ...]:
        """(slot, question, answer) for all that is known."""
        return profile_lines(profile, language, self.dialogue, (), self.names)

    def part(self, part: str, language: str) -> str:
        """What a part of the hand-off's summary is called; "" for one that there is not."""
        if part == SERVICES:
            return self.say("conversation.left_out_services", language)
        known = self.dialogue.find(f"label.{part}", language)
        return known.text if known else ""

    def date(self, moment: datetime) -> date:
        """Where the service is."""
        return moment.astimezone(self.zone).date()

    def day(self, moment: datetime, language: str) -> str:
        """The day of the week and the date."""
        day = self.date(moment)
        return f"{self.say(f'day_name.{day.weekday()}', language)} {day.day}.{day.month}.{day.year}"

    def time(self, moment: datetime, language: str) -> str:
        """The time of day, in the service's time zone."""
        local = moment.astimezone(self.zone)
        return f"{local.hour:02}:{local.minute:02}" if language == "en" else f"{local.hour}.{local.minute:02}"

    def moment(self, moment: datetime, now: datetime, language: str) -> str:
        """The time of today, else the date too, in the service's time zone."""
        local, time = moment.astimezone(self.zone), self.time(moment, language)
        if local.date() == now.astimezone(self.zone).date():
            return time
        return f"{local.day}.{local.month}. {time}"

    def _value(self, profile: NeedsProfile, slot: str, language: str) -> str:
        return value_text(profile, slot, language, self.dialogue, self.names)


def elapsed(since: datetime, now: datetime) -> str:
    """A waiting clock: "4:07" within the hour, then "2 h 05 min", then days."""
    seconds = max(0, int((now - since).total_seconds()))
    if seconds < 3600:
        return f"{seconds // 60}:{seconds % 60:02}"
    if seconds < 86400:
        return f"{seconds // 3600} h {seconds // 60 % 60:02} min"
    return f"{seconds // 86400} d {seconds // 3600 % 24} h"


def wording_of(request: Request) -> Wording:
    wording: Wording = request.app.state.wording
    return wording
