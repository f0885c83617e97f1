"""The hand-off or the whole bot, paused by a coordinator, and what people are told meanwhile."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final, Literal, get_args
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.conversation import Author, Draft, Holder, Payloads
from bot.pause_models import PauseRow
from bot.queue_words import answered_where
from bot.transfer import Colleague
from dialogues.conversation.texts import Texts
from dialogues.engine import Button
from knowledge.database import Database

Paused = Literal["handoff", "bot"]
PAUSED: Final[tuple[Paused, ...]] = get_args(Paused)
LONGEST_TOLD: Final = 500

_STILL_ANSWERED: Final = frozenset(
    ("ask_human", "hand_off", "cancel_human", "set_language", "privacy", "delete_conversation", "feedback")
)
"""Buttons that work while the bot is paused: to a person, out of the queue, and what one has a right to."""


@dataclass(frozen=True, slots=True)
class Pause:
    """`texts` are what people are told, by language; without `until` somebody has to end it.

    `city` "" is everywhere.
    """

    what: Paused
    city: str
    texts: Mapping[str, str]
    since: datetime
    until: datetime | None
    name: str

    def is_on(self, now: datetime) -> bool:
        return self.until is None or now < self.until


class Pauses:
    """What is paused, as this process last read it: `refresh` is asked every second, a look costs nothing."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: Mapping[tuple[str, str], Pause] = {}

    def refresh(self) -> None:
        """Raises SQLAlchemyError."""
        with self._database.read() as session:
            self._known = {(each.what, each.city): each for each in stored(session)}

    def of(self, what: Paused, city: str | None, now: datetime) -> Pause | None:
        """Whether this is paused now for a city's people: everywhere, or in the city alone."""
        found = (self._known.get((what, place)) for place in ("", city or ""))
        return next((pause for pause in found if pause and pause.is_on(now)), None)

    def told_in(self, city: str | None, now: datetime) -> tuple[Pause, ...]:
        """All that is paused for a city's people, the most far-reaching last."""
        return tuple(pause for what in PAUSED if (pause := self.of(what, city, now)))

    def now(self, moment: datetime) -> tuple[Pause, ...]:
        """All that is paused anywhere: what holds everywhere before what holds in a city."""
        on = (pause for pause in self._known.values() if pause.is_on(moment))
        return tuple(sorted(on, key=lambda pause: (pause.city, PAUSED.index(pause.what))))


def stored(session: Session) -> tuple[Pause, ...]:
    """Also those whose time is over."""
    return tuple(
        Pause(what, each.city, each.texts, each.since, each.until, each.name)
        for each in session.scalars(select(PauseRow).order_by(PauseRow.what))
        for what in PAUSED
        if what == each.what
    )


def begin(
    session: Session,
    what: Paused,
    texts: Mapping[str, str],
    by: Colleague,
    now: datetime,
    until: datetime | None = None,
    city: str = "",
) -> None:
    """Pauses it everywhere or in a city, or words a pause anew."""
    row = session.get(PauseRow, (what, city))
    if row is None or (row.until is not None and row.until <= now):
        row = session.merge(PauseRow(what=what, city=city, since=now, staff_id=by.id, name=by.name))
    row.texts, row.until = dict(texts), until


def end(session: Session, what: Paused, city: str = "") -> bool:
    """Whether there was anything to end."""
    row = session.get(PauseRow, (what, city))
    if row is not None:
        session.delete(row)
    return row is not None


def ready_made(texts: Texts, what: Paused) -> dict[str, str]:
    """What people are told unless a coordinator words it otherwise, in every language."""
    return {language: texts.get(f"pause.{what}", language) for language in texts.by_language}


def told(pause: Pause, texts: Texts, language: str, zone: ZoneInfo) -> str:
    """What people are told, with the planned end where there is one."""
    text = pause.texts.get(language) or texts.get(f"pause.{pause.what}", language)
    if pause.until is None:
        return text
    end = pause.until.astimezone(zone)
    say = partial(texts.get, language=language)
    ends = say(
        "pause.until",
        weekday=say(f"weekday.{end.weekday()}"),
        day=end.day,
        month=end.month,
        time=f"{end.hour}.{end.minute:02}",
    )
    return f"{text} {ends}"


def is_still_answered(payload: str | None) -> bool:
    """Whether a button works although the bot is paused."""
    named = re.match(r"/(\w+)", payload or "")
    return named is not None and named[1] in _STILL_ANSWERED


def left_message(
    texts: Texts, payloads: Payloads, language: str, sentence: str, code: str, *, danger: bool, search: bool
) -> tuple[Draft, ...]:
    """What is told who asks for a person while the hand-off is paused: the message can be left.

    Who may be in danger reads the numbers to call first.
    """
    say: Callable[..., str] = partial(texts.get, language=language)
    buttons = [Button(say("button.cancel_handoff"), payloads.cancel)]
    if search:
        buttons.insert(0, Button(say("button.search"), payloads.search))
    numbers = [Draft(author=Author.BOT, text=say("danger.acute"), language=language)] if danger else []
    about = Draft(author=Author.SYSTEM, text=sentence, language=language)
    kept = Draft(
        author=Author.SYSTEM,
        text=f"{say('pause.leave')} {answered_where(say, code)}",
        language=language,
        buttons=tuple(buttons),
    )
    return (*numbers, about, kept)


def silent_bot(
    texts: Texts, payloads: Payloads, language: str, sentence: str, holder: Holder, *, open_desk: bool
) -> Draft:
    """The one answer of a paused bot; a person is offered where one can answer."""
    offers = open_desk and holder is not Holder.WAITING
    person = (Button(texts.get("button.person", language), payloads.person),) if offers else ()
    return Draft(author=Author.SYSTEM, text=sentence, language=language, buttons=person)
