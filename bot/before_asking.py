"""What is told before anybody asks for a person: that nobody is at the desk now, and when it opens."""

from functools import partial

from sqlalchemy.exc import SQLAlchemyError

from bot.duty import company, openings, read_duty
from bot.parts import Parts
from bot.queue_words import opening_sentence
from bot.routing import Waiter
from knowledge.away import is_away


def nobody_there(parts: Parts, language: str, municipality: str | None, city: str | None) -> str | None:
    """None where somebody can answer, where a pause of the hand-off is told anyway, and where the rows that
    would tell it cannot be read: the first words come without a database."""
    now = parts.clock()
    if parts.pauses.of("handoff", city, now):
        return None
    who = Waiter(id="", language=language, municipality=municipality, city=city)
    say = partial(parts.texts.get, language=language)
    try:
        with parts.database.read() as session:
            duty = read_duty(session, now)
    except SQLAlchemyError as error:
        if not is_away(error):
            raise
        return None
    doors = openings(duty, who, parts.cities.of(city).hours)
    if not doors.is_open(now):
        return say("queue.away", opening=opening_sentence(say, doors, now))
    there = company(duty, who, ())
    return say("queue.nobody_here") if there.known and not there.anybody else None
