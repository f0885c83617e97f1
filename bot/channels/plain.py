"""What a channel cannot show becomes text: services, progress, notes and buttons, in one place for all."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final, Literal

from bot.conversation import Author, Message
from bot.web.payload import is_question
from dialogues.conversation.texts import Texts
from dialogues.engine import ServiceCard

Style = Literal["", "strong", "quiet"]
NOTE: Final = "ℹ️ "
_ISOLATE, _POP = "\u2068", "\u2069"
"""First strong isolate and its end (Unicode TR9): a Latin name leaves the Arabic around it in order."""
_RIGHT: Final = "\u200f"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words in one style. `link` is where they lead, http or https."""

    text: str
    style: Style = ""
    link: str = ""


Block = tuple[Piece, ...]
"""What belongs together: a paragraph, or a service with its facts."""


@dataclass(frozen=True, slots=True)
class Plain:
    """`words` are those of the page."""

    words: Texts

    def blocks(self, message: Message) -> tuple[Block, ...]:
        """The message without its buttons."""
        return tuple(block for block in self._blocks(message) if _has_words(block))

    def text(self, message: Message) -> str:
        """With its buttons as a list: for a channel that shows text only."""
        offered = (self.option(message, each.title) for each in message.buttons)
        paragraphs = ["".join(_written(piece) for piece in block) for block in self.blocks(message)]
        return "\n\n".join((*paragraphs, *filter(None, ["\n".join(offered)])))

    def option(self, message: Message, title: str) -> str:
        return f"• {self._beside(title, message.language)}"

    def _blocks(self, message: Message) -> Iterator[Block]:
        say = partial(self.words.get, language=message.language)
        if message.author is Author.COUNSELLOR:
            named = [self._beside(message.name, message.language)] if message.name else []
            yield (Piece(" · ".join([*named, say("counsellor")]), "strong"),)
        if message.progress and is_question(message):  # on a page it is a line that stands still
            now, of = message.progress
            yield (Piece(say("progress", now=now, all=of), "quiet"),)
        text = self._from_its_side(message.text.strip(), message.language)
        note = NOTE * (message.author is Author.SYSTEM)
        yield (Piece(self._from_its_side(note + text, message.language)),)
        if message.original:
            yield from self._original(message)
        for card in message.services:
            yield tuple(_lines(self._card(card, message.language)))

    def _original(self, message: Message) -> Iterator[Block]:
        if message.original:
            said = self.words.get(f"translated_{message.original.language}", message.language)
            yield Piece(f"{said}:\n", "quiet"), Piece(message.original.text.strip(), "quiet")

    def _card(self, card: ServiceCard, language: str) -> Iterator[Block]:
        beside = partial(self._beside, language=language)
        comma = "، " if self._is_rtl(language) else ", "
        yield (Piece(beside(card.name), "strong"),)
        yield (Piece(beside(card.provider)),)
        yield (Piece(beside(card.summary)),)
        facts = {
            "why": " ".join(card.reasons),
            "serves_in": comma.join(self._tongue(each, language) for each in card.languages),
            "first_step": beside(card.first_step),
            "condition": beside(card.condition),
        }
        for key, fact in facts.items():
            if fact.strip():
                yield Piece(f"{self.words.get(key, language)}: ", "strong"), Piece(fact)
        for note in self._notes(card, language):
            yield (Piece(note, "quiet"),)
        if is_link(card.url):
            yield (Piece(self.words.get("go_to_service", language), link=card.url.strip()),)

    def _notes(self, card: ServiceCard, language: str) -> Iterator[str]:
        if card.text_language != language:
            yield self.words.get("text_in", language, tongue=self._tongue(card.text_language, language))
        if card.text_status == "machine":
            yield self.words.get("unchecked", language)
        if card.review_overdue:
            yield self.words.get("overdue", language)

    def _tongue(self, code: str, language: str) -> str:
        known = self.words.find(f"tongue.{code}", language)
        return known.text if known else code

    def _beside(self, text: str, language: str) -> str:
        """Kept apart from the words around it, where its letters run the other way."""
        apart = self._is_rtl(language) and any(unicodedata.bidirectional(each) == "L" for each in text)
        return f"{_ISOLATE}{text}{_POP}" if apart else text

    def _from_its_side(self, text: str, language: str) -> str:
        """Lines of Arabic that begin with a Latin name still run from the right."""
        if not self._is_rtl(language):
            return text
        return "\n".join(_RIGHT * _begins_with_latin(line) + line for line in text.split("\n"))

    def _is_rtl(self, language: str) -> bool:
        known = self.words.by_language.get(language)
        return known is not None and known.direction == "rtl"


def is_link(address: str) -> bool:
    """To the web, and in one word."""
    return address.strip().lower().startswith(("https://", "http://")) and len(address.split()) == 1


def _lines(lines: Iterable[Block]) -> Iterator[Piece]:
    """One under the other, without the empty ones."""
    for index, line in enumerate(each for each in lines if _has_words(each)):
        if index:
            yield Piece("\n")
        yield from line


def _has_words(block: Block) -> bool:
    return any(piece.text.strip() for piece in block)


def _begins_with_latin(line: str) -> bool:
    """The first letter tells the direction of all; NOTE counts as a Latin one."""
    directions = [way for letter in line if (way := unicodedata.bidirectional(letter)) in ("L", "R", "AL")]
    return directions[:1] == ["L"] and bool({"R", "AL"} & set(directions))


def _written(piece: Piece) -> str:
    return f"{piece.text}: {piece.link}" if piece.link else piece.text
