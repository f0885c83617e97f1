"""A message of a conversation as the messages that Telegram shows."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Final

from telegram import InlineKeyboardMarkup

from bot.channels.plain import Block, Piece, Plain
from bot.conversation import Message
from bot.telegram.keyboards import keyboard, long_titles

LONGEST: Final = 2_000
"""Characters, which are at most 4,000 of the UTF-16 units of which Telegram takes 4,096."""
_GAP: Final = Piece("\n\n")
_NOTHING: Final = "…"
_ENDS: Final = tuple(re.compile(end) for end in (r"\n\s*\n", r"\n", r"(?<=[.!?…؟۔])\s", r"\s"))
"""Where a text may be cut, the best first: after a paragraph, a line, a sentence, a word."""
_LONGEST_CLUSTER: Final = 40
_FLAGS: Final = "".join(map(chr, range(0x1F1E6, 0x1F200)))
"""Two of these are one flag."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """`html` in Telegram's HTML; `plain` the same without markup, should that be refused."""

    html: str
    plain: str
    keyboard: InlineKeyboardMarkup | None = None


def rendered(message: Message, plain: Plain) -> tuple[Rendered, ...]:
    """One at least; the last one has the buttons."""
    blocks = [*plain.blocks(message), *_long_titles(message, plain)]
    pages = (page for page in packed(blocks) if _is_seen(page))
    parts = tuple(Rendered(_html(each), _shown(each)) for each in pages) or (Rendered(_NOTHING, _NOTHING),)
    return (*parts[:-1], replace(parts[-1], keyboard=keyboard(message)))


def packed(blocks: Sequence[Block], longest: int = LONGEST) -> Iterator[Block]:
    """As few as hold all of it: what belongs together stays so unless it is too long by itself."""
    page: Block = ()
    for block in blocks:
        room = longest - _length(page) - len(_GAP.text)
        for part in _cut(block, longest, room if room >= longest // 2 else longest):
            if page and _length(page) + len(_GAP.text) + _length(part) > longest:
                yield page
                page = ()
            page = (*page, _GAP, *part) if page else part
    if page:
        yield page


def _cut(block: Block, longest: int, first: int) -> Iterator[Block]:
    """What is too long, at the best places; blanks there are left out. `first` fit the first part."""
    text, start = "".join(piece.text for piece in block), 0
    while len(text) - start > longest:
        end = _end(text, start, start + (longest if start else first))
        if text[start:end].strip():
            yield _slice(block, start, end)
        start = end
        while start < len(text) and text[start].isspace():
            start += 1
    if text[start:].strip():
        yield _slice(block, start, len(text))


def _end(text: str, start: int, limit: int) -> int:
    """Not in the first half, unless there is no other place; never inside what is seen as one character."""
    for wanted in _ENDS:
        places = [found.end() for found in wanted.finditer(text, start, limit)]
        if places and places[-1] > (start + limit) // 2:
            return places[-1]
    end = limit
    while end > limit - _LONGEST_CLUSTER and end > start + 1 and _belongs_to_former(text, end):
        end -= 1
    return end


def _belongs_to_former(text: str, at: int) -> bool:
    """A mark on a letter, a part of an emoji, the second half of a flag."""
    letter, former, before = text[at], text[at - 1], text[:at]
    half_a_flag = letter in _FLAGS and (at - len(before.rstrip(_FLAGS))) % 2 == 1
    tone = "\U0001f3fb" <= letter <= "\U0001f3ff"
    joins = "\u200d" in (letter, former)
    return half_a_flag or tone or joins or unicodedata.category(letter) in ("Mn", "Me", "Mc")


def _slice(block: Block, start: int, end: int) -> Block:
    pieces, at = [], 0
    for piece in block:
        kept = piece.text[max(0, start - at) : max(0, end - at)]
        if kept:
            pieces.append(replace(piece, text=kept))
        at += len(piece.text)
    return tuple(pieces)


def _length(block: Block) -> int:
    return sum(len(piece.text) for piece in block)


def _html(block: Block) -> str:
    return "".join(map(_marked, block)).strip()


def _marked(piece: Piece) -> str:
    text = escape(_sendable(piece.text), quote=False)
    if piece.link:
        return f'<a href="{escape(_sendable(piece.link))}">{text}</a>'
    tag = {"strong": "b", "quiet": "i", "": ""}[piece.style]
    return f"<{tag}>{text}</{tag}>" if tag and text.strip() else text


def _shown(block: Block) -> str:
    linked = (f"{each.text}: {each.link}" if each.link else each.text for each in block)
    return _sendable("".join(linked)).strip()


def _sendable(text: str) -> str:
    """Without halves of characters and without what no text has, which Telegram refuses."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return "".join(each for each in whole if each == "\n" or unicodedata.category(each) != "Cc")


def _long_titles(message: Message, plain: Plain) -> tuple[Block, ...]:
    titles = [plain.option(message, each) for each in long_titles(message)]
    return ((Piece("\n".join(titles)),),) if titles else ()


def _is_seen(block: Block) -> bool:
    """Telegram refuses what has nothing to be seen in it."""
    return any(unicodedata.category(each)[0] in "LNPS" for piece in block for each in piece.text)
