"""Names of municipalities written in Cyrillic or Arabic letters, compared by their sounds."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

from knowledge.place_edits import near, shorter_by_one

CERTAIN, SLIP = 0.95, 0.7
_SHORTEST, _SHORTEST_SLIP, _SHORTEST_SLIP_IN_SENTENCE, _SHORTEST_UNSIGNALLED = 3, 6, 7, 5
_FEWEST_CONSONANTS, _LONG_IN_ARABIC = 3, 6
"""Shorter Arabic words are like too many others."""

_CYRILLIC: Final = re.compile(r"[\u0400-\u04ff]")
_ARABIC: Final = re.compile(r"[\u0600-\u06ff]")

_SOUNDS_OF_CYRILLIC: Final = str.maketrans(
    "абвгґдеёєиіїйклмнопрстуфхцыэюя", "abvhhdeoeiiiiklmnoprstufhcieua", "ьъ'’-"
)
_SOUNDS_OF_LATIN: Final = str.maketrans(
    {"g": "h", "j": "i", "w": "v", "x": "ks", "é": "e", "ü": "u", "-": "", ":": "", " ": ""}
)
_SOUNDS_TOLD_APART_NOWHERE: Final = {"y": "ui", "ö": "oe", "å": "oa", "ä": "a"}
_I_BEFORE_VOWEL = re.compile(r"i+(?=[aeou])")
_DOUBLED = re.compile(r"(.)\1+")
_ENDINGS_OF_A: Final = ("a", "e", "i", "u", "oi", "ei", "ou", "am", "ah")
_ENDINGS_OF_CONSONANT: Final = ("", "a", "e", "i", "u", "om")

_CONSONANTS_OF_ARABIC: Final = {
    "ب": "p", "پ": "p", "ت": "t", "د": "d", "ك": "k", "ک": "k", "گ": "k", "غ": "k", "س": "s", "ه": "h",
    "ف": "v", "ڤ": "v", "ل": "l", "م": "m", "ن": "n", "ر": "r",
}  # fmt: skip
"""No name of ours is written with any other."""
_VOWELS_OF_ARABIC: Final = {"ا": "a", "و": "u", "ي": "i", "ی": "i", "ى": "i", "ئ": "i", "ؤ": "u", "ة": "a"}
_READ_TWICE: Final = {"و": "uv", "ج": "i"}
"""Letters read otherwise than in Arabic: the first stands for two sounds of ours, the other for our j."""
_CONSONANTS_IN_ARABIC: Final = {"b": "p", "g": "k", "f": "v", "w": "v", "x": "k", "z": "s", "c": "k"}
_HEARD_AS: Final = {
    "a": "a", "ä": "a", "e": "i", "i": "i", "j": "i", "o": "u", "u": "u", "y": "ui", "ö": "ui", "å": "u",
}  # fmt: skip
_PREFIXES: Final = "بلوف"
"""Arabic writes "in", "to" and "and" onto the next word."""


@dataclass(frozen=True, slots=True)
class _Heard:
    """A name as Arabic letters give it: vowels between its consonants, each with the letters it may take."""

    code: str
    gaps: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class ForeignNames:
    """Look-up of single words. Build with `ForeignNames.of`."""

    cyrillic: Mapping[str, str]
    slips: Mapping[str, tuple[str, ...]]
    arabic: Mapping[str, tuple[_Heard, ...]]

    @classmethod
    def of(cls, finnish: Sequence[tuple[str, str]], swedish: Sequence[tuple[str, str]]) -> "ForeignNames":
        """From (code, name in Latin letters); of two names that sound alike the first is kept.

        Arabic letters leave so much open that only the Finnish names are looked for in them.
        """
        cyrillic: dict[str, str] = {}
        slips: dict[str, tuple[str, ...]] = {}
        for code, name in (*finnish, *swedish):
            for sounds in _sounds_of_name(name):
                for form in _declined(sounds):
                    cyrillic.setdefault(form, code)
                if len(sounds) >= _SHORTEST_SLIP:
                    for form in (sounds, *shorter_by_one(sounds)):
                        slips[form] = (*slips.get(form, ()), sounds)
        arabic: dict[str, tuple[_Heard, ...]] = {}
        for code, name in finnish:
            frame, gaps = _frame_of_name(name)
            arabic[frame] = (*arabic.get(frame, ()), _Heard(code, gaps))
        return cls(cyrillic, slips, arabic)

    def look_up(self, word: str, signalled: bool) -> tuple[str | None, float]:
        """The code of the place that a word in lower case names, and how certainly.

        `signalled`: the sentence says that a place follows, or there is nothing else in it.
        """
        if _CYRILLIC.search(word):
            return self._in_cyrillic(word, signalled)
        if _ARABIC.search(word):
            return self._in_arabic(word)
        return None, 0.0

    def _in_cyrillic(self, word: str, signalled: bool) -> tuple[str | None, float]:
        sounds = _heard(word.translate(_SOUNDS_OF_CYRILLIC))
        code = self.cyrillic.get(sounds) if len(sounds) >= _SHORTEST else None
        if code:
            plain = signalled or len(sounds) >= _SHORTEST_UNSIGNALLED
            return (code, CERTAIN) if plain else (None, 0.0)
        shortest = _SHORTEST_SLIP if signalled else _SHORTEST_SLIP_IN_SENTENCE
        if len(sounds) < shortest:
            return None, 0.0
        for form in (sounds, *shorter_by_one(sounds)):
            for known in self.slips.get(form, ()):
                if known[:2] == sounds[:2] and near(sounds, known):
                    return self.cyrillic[known], SLIP
        return None, 0.0

    def _in_arabic(self, word: str) -> tuple[str | None, float]:
        for written in (word, word[1:]) if word[0] in _PREFIXES else (word,):
            for frame, gaps in _readings(written):
                if len(frame) < _FEWEST_CONSONANTS and len(written) < _LONG_IN_ARABIC:
                    continue
                for name in self.arabic.get(frame, ()):
                    if _may_be_written(name.gaps, gaps):
                        return name.code, CERTAIN
        return None, 0.0


def _sounds_of_name(name: str) -> Iterator[str]:
    choices = [_SOUNDS_TOLD_APART_NOWHERE.get(letter, letter) for letter in name.lower()]
    for letters in product(*choices):
        yield _heard("".join(letters).translate(_SOUNDS_OF_LATIN))


def _heard(sounds: str) -> str:
    """Long sounds as short ones, and no difference between "ia" and "a": "нокия" and "Nokia" are one."""
    return _DOUBLED.sub(r"\1", _I_BEFORE_VOWEL.sub("", sounds))


def _declined(sounds: str) -> Iterator[str]:
    """As Russian and Ukrainian inflect: в Ваасе, з Вааси, у Котці, из Варкауса."""
    yield sounds
    stem = sounds[:-1]
    if sounds.endswith("a") and len(sounds) > 3:
        yield from (stem + ending for ending in _ENDINGS_OF_A)
        if stem.endswith("k"):
            yield f"{stem[:-1]}ci"
    elif sounds[-1:] not in "aeiou":
        yield from (sounds + ending for ending in _ENDINGS_OF_CONSONANT)
    elif sounds.endswith("i") and len(sounds) > 5:
        yield from (stem + ending for ending in ("ah", "am"))


def _frame_of_name(name: str) -> tuple[str, tuple[tuple[str, ...], ...]]:
    """The consonants of a name, and which letters may stand before, between and after them."""
    frame = ""
    gaps: list[list[str]] = [[]]
    for letter in _DOUBLED.sub(r"\1", name.lower()):
        if letter in _HEARD_AS:
            gaps[-1].append(_HEARD_AS[letter])
        elif letter.isalpha():
            frame += _CONSONANTS_IN_ARABIC.get(letter, letter)
            gaps.append([])
    return frame, tuple(tuple(gap) for gap in gaps)


def _readings(word: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The consonants of a written word and the vowels around them, in every way it may be read."""
    for sounds in product(*(_READ_TWICE.get(letter, letter) for letter in word)):
        frame, gaps = "", [""]
        for at, sound in enumerate(sounds):
            if sound in _CONSONANTS_OF_ARABIC or (sound == "v" and _beside_vowel(sounds, at)):
                frame += _CONSONANTS_OF_ARABIC.get(sound, sound)
                gaps.append("")
            elif sound in _VOWELS_OF_ARABIC or sound in "ui":
                gaps[-1] += _VOWELS_OF_ARABIC.get(sound, sound)
            else:
                break
        else:
            yield frame, tuple(gaps)
            if frame.endswith("h") and not gaps[-1]:  # in Persian a final ه is the vowel e
                yield frame[:-1], (*gaps[:-2], f"{gaps[-2]}i")


def _beside_vowel(sounds: Sequence[str], at: int) -> bool:
    around = (*sounds[max(0, at - 1) : at], *sounds[at + 1 : at + 2])
    return any(sound in _VOWELS_OF_ARABIC or sound in ("u", "i") for sound in around)


def _may_be_written(name: tuple[tuple[str, ...], ...], word: tuple[str, ...]) -> bool:
    """Whether the written vowels are those of the name.

    Short ones are left out, but not at either end, and not all of them in a short word.
    """
    if len(name) != len(word):
        return False
    if word[0][:1] == "a" and name[0] and "a" not in name[0][0]:
        word = (word[0][1:] or name[0][0][0], *word[1:])  # the alef that only carries another vowel
    inside = [at for at in range(1, len(name) - 1) if name[at]]
    if len(name) <= _FEWEST_CONSONANTS + 1 and inside and not any(word[at] for at in inside):
        return False
    ends = all(bool(name[at]) == bool(word[at]) for at in (0, -1))
    return ends and all(_fits(sounds, _DOUBLED.sub(r"\1", at)) for sounds, at in zip(name, word, strict=True))


def _fits(sounds: tuple[str, ...], written: str) -> bool:
    rest = iter(sounds)
    return all(any(letter in sound for sound in rest) for letter in written)
