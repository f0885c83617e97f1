"""Texts as they are compared: without case, accents, punctuation and stretched letters."""

import re
import unicodedata
from typing import Final

PAUSE: Final = ","
"""The word that stands for any punctuation which ends a clause."""

_APOSTROPHES = re.compile("['’ʼ`´]")
_ARABIC: Final = str.maketrans(
    {"ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "ٱ": "ا", "ـ": None, "\u200c": " ", "\u200d": None}
)
"""Arabic and Persian keyboards write the same letters differently; tatweel and joiners are no letters.

The non-joiner parts a word as a space does: "می‌خواهم" is often written "می خواهم"."""
_STRETCHED = re.compile(r"([^\W\d])\1{2,}")
_MARKS = ".,;:!?()\n،؛؟۔"
_WORD = re.compile(rf"\d+(?:[.,]\d+)?|[^\W\d_]+|[{_MARKS}]")


def fold(text: str) -> str:
    """Lower case, no accents (ä = a), no apostrophes, no letter more than twice in a row."""
    decomposed = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text).casefold())
    bare = "".join(map(_digit, decomposed)).translate(_ARABIC)
    return _STRETCHED.sub(r"\1\1", bare)


def _digit(sign: str) -> str:
    """Any digit as ours ("۲" and "٢" are 2), no accents."""
    if unicodedata.category(sign) == "Mn":
        return ""
    return str(unicodedata.digit(sign)) if sign.isdecimal() else sign


def words(text: str) -> list[str]:
    """The folded words and numbers in order ("3kk" is two), with a PAUSE for each mark between clauses."""
    return [PAUSE if found in _MARKS else found for found in _WORD.findall(fold(text))]


def is_question(text: str) -> bool:
    return "?" in text or "؟" in text


def plain(text: str) -> str:
    """The folded words without any mark: equal for two texts that say the same in other spelling."""
    return " ".join(word for word in words(text) if word != PAUSE)
