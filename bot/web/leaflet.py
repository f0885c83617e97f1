"""What a person takes along: their answers, the services with the first step, the way back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import takewhile
from typing import Final

import segno
from babel import Locale, dates
from markupsafe import Markup

from bot.conversation import Author, Message
from bot.web.site import Site
from dialogues.engine import ServiceCard

AGAIN: Final = "/start_again"
_RIGHT_TO_LEFT: Final = "\u200f"
"""Invisible; a line that begins with a number or a link runs the right way after it."""

_DATES_AS: Final = {"en": "en_GB"}

CardOf = Callable[[str, str], ServiceCard | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaflet:
    """`answers` are labels with what was answered. `page` is the chat's address, which asks for `code`."""

    language: str
    made: date
    answers: Sequence[tuple[str, str]]
    services: Sequence[ServiceCard]
    code: str
    page: str

    @property
    def address(self) -> str:
        """To be written by hand."""
        return self.page.removesuffix("/")

    @property
    def day(self) -> str:
        return dates.format_date(
            self.made, "long", Locale.parse(_DATES_AS.get(self.language, self.language.partition("-")[0]))
        )

    @property
    def picture(self) -> Markup:
        """The way back as a QR code. What stands behind # no browser sends to a server, and no log keeps."""
        digits = self.code.replace(" ", "")
        picture = segno.make(f"{self.page}#code={digits}", error="m", micro=False)
        return Markup(picture.svg_inline(scale=4, border=4, light="#fff", omitsize=True))


def shown_services(messages: Sequence[Message], language: str, card: CardOf) -> tuple[ServiceCard, ...]:
    """Each once, as it was shown last, since the person last began anew.

    What was shown in another language is asked for again in this one, without its reasons.
    """
    recent = takewhile(lambda each: not _begins_anew(each), reversed(messages))
    last = {each.id: (each, message) for message in reversed([*recent]) for each in message.services}
    return tuple(
        shown if message.language == language else card(shown.id, language) or shown
        for shown, message in last.values()
    )


def _begins_anew(message: Message) -> bool:
    return message.author is Author.PERSON and (message.payload or "").startswith(AGAIN)


def as_text(leaflet: Leaflet, site: Site) -> str:
    """For a file: every line by itself, in the direction of the language."""
    say = partial(site.leaflets.get, language=leaflet.language)
    name = partial(site.texts.get, language=leaflet.language)
    blocks = [f"{say('take.title')}\n{say('take.made', date=leaflet.day)}"]
    if leaflet.answers:
        answers = (f"{label}: {value}" for label, value in leaflet.answers)
        blocks.append("\n".join((say("take.answers").upper(), *answers)))
    blocks.append(say("take.services").upper() if leaflet.services else say("take.no_services"))
    blocks += [_service(at, card, name) for at, card in enumerate(leaflet.services, start=1)]
    way_back = (
        say("take.code").upper(), leaflet.code, say("take.code_how", address=leaflet.address),
        say("take.code_care"),
    )  # fmt: skip
    blocks += ["\n".join(way_back), say("take.emergency")]
    mark = _RIGHT_TO_LEFT if site.direction(leaflet.language) == "rtl" else ""
    lines = "\n\n".join(blocks).splitlines()
    return "".join(f"{mark}{line}\r\n" if line else "\r\n" for line in lines)


def _service(number: int, card: ServiceCard, name: Callable[[str], str]) -> str:
    facts = (("why", " ".join(card.reasons)), ("first_step", card.first_step), ("condition", card.condition))
    told = (f"{name(key)}: {value}" for key, value in facts if value)
    return "\n".join(filter(None, (f"{number}. {card.name}", card.provider, card.summary, *told, card.url)))
