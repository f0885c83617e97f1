"""What a person is told on joining the queue: place, wait, who is there, when the desk opens, what to do."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from bot.conversation import Author, Draft, Payloads, Queue
from bot.opening_hours import OpeningHours, Openings
from dialogues.conversation.texts import Texts
from dialogues.engine import Button

MOST_LANGUAGES = 3


@dataclass(frozen=True, slots=True)
class Company:
    """Who is at the desk for a person: anybody, who speaks their language, and which others are spoken.

    `known` is False where no member of the staff has ever been seen at the desk.
    """

    known: bool = False
    anybody: bool = False
    speaks: bool = False
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QueueWords:
    texts: Texts
    payloads: Payloads

    def joined(
        self, language: str, openings: Openings, now: datetime, queue: Queue, company: Company, code: str
    ) -> tuple[Draft, ...]:
        """Of three short sentences at most each. `code` opens it again later; none where one need not."""
        say = partial(self.texts.get, language=language)
        if not openings.is_open(now):
            closed = say("queue.closed", opening=opening_sentence(say, openings, now))
            coming_back = f"{answered_where(say, code)} {say('queue.meanwhile')}"
            return self._drafts(language, (closed, coming_back), self._meanwhile(say))
        place = say("queue.open", position=queue.position)
        if company.known and not company.speaks:
            alone = say("queue.nobody_speaks" if company.anybody else "queue.nobody_here")
            choices = say("queue.choices_language" if company.anybody else "queue.choices")
            buttons = (*self._instead(say, company), *self._meanwhile(say))
            return self._drafts(language, (f"{place} {alone}", choices), buttons)
        wait, meanwhile = _wait(say, queue.wait_seconds), say("queue.meanwhile")
        if not company.speaks:
            return self._drafts(language, (f"{place} {wait} {meanwhile}",), self._meanwhile(say))
        told = (f"{place} {say('queue.speaker_here')} {wait}", meanwhile)
        return self._drafts(language, told, self._meanwhile(say))

    def left(self, language: str, code: str) -> tuple[Draft, ...]:
        """Who leaves the message instead of waiting."""
        say = partial(self.texts.get, language=language)
        text = f"{say('pause.leave')} {answered_where(say, code)}"
        return self._drafts(language, (text,), self._meanwhile(say))

    def interpreter(self, language: str) -> tuple[Draft, ...]:
        """Who has asked for an interpreter."""
        say = partial(self.texts.get, language=language)
        return self._drafts(language, (say("queue.interpreter"),), self._meanwhile(say))

    def _instead(self, say: Callable[..., str], company: Company) -> tuple[Button, ...]:
        leave = Button(say("button.leave_message"), self.payloads.leave_message)
        if not company.anybody:
            return (leave,)
        interpreter = Button(say("button.interpreter"), self.payloads.interpreter)
        others = (
            Button(self.texts.get("button.switch", other), self.payloads.language(other))
            for other in company.languages[:MOST_LANGUAGES]
        )
        return (leave, interpreter, *others)

    def _meanwhile(self, say: Callable[..., str]) -> tuple[Button, ...]:
        search = Button(say("button.search"), self.payloads.search)
        return (search, Button(say("button.cancel_handoff"), self.payloads.cancel))

    def _drafts(self, language: str, told: Collection[str], buttons: tuple[Button, ...]) -> tuple[Draft, ...]:
        """The last message has the buttons."""
        *before, last = told
        plain = (Draft(author=Author.SYSTEM, text=text, language=language) for text in before)
        return (*plain, Draft(author=Author.SYSTEM, text=last, language=language, buttons=buttons))


def answered_where(say: Callable[..., str], code: str) -> str:
    """By the code on the web; without one, where the person is."""
    return say("queue.code", code=code) if code else say("queue.here")


def _wait(say: Callable[..., str], seconds: int | None) -> str:
    if seconds is None:
        return say("queue.wait_unknown")
    minutes = max(1, round(seconds / 60))
    if minutes < 60:
        return say("queue.wait_minutes", minutes=minutes)
    return say("queue.wait_hours", hours=round(minutes / 60))


def opening_sentence(say: Callable[..., str], openings: OpeningHours | Openings, now: datetime) -> str:
    """When the desk opens next, in the language of `say`."""
    opens = openings.next_opening(now)
    if opens is None:
        return say("queue.never_opens")
    return say(
        "queue.opens",
        weekday=say(f"weekday.{opens.weekday()}"),
        day=opens.day,
        month=opens.month,
        time=f"{opens.hour}.{opens.minute:02}",
    )
