"""Finds names of municipalities inside sentences: inflected, Swedish, colloquial and misspelt ones."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from knowledge.place_edits import near, shorter_by_one
from knowledge.place_scripts import ForeignNames
from knowledge.place_words import (
    ALIASES,
    ALSO_WORDS,
    FILLERS,
    HOME_WORDS,
    IRREGULAR_STEMS,
    NEVER,
    ORDINARY_IN,
    ORDINARY_WORDS,
)
from knowledge.words import fold, words

EXACT, INFLECTED, AMBIGUOUS, MISSPELT = 1.0, 0.95, 0.85, 0.7
SHORTEST_MISSPELT, SHORTEST_MISSPELT_IN_SENTENCE, SHORTEST_COLLOQUIAL, LONG = 5, 8, 4, 9
LONG_SWEDISH = 6

PLACE_CASES = ("ssa", "sta", "lla", "lta", "lle", "seen", "siin", "lainen", "laiset", "laisena", "sa")
CASES = ("", "n", *PLACE_CASES)
COLLOQUIAL = ("a", "ta", "tta", "na", "ksi", "ten", "s", "st", "lt", "sse", "se", "l", "ga")
MISSPELT_ENDINGS = (*CASES, "ta", "la")
SOFT_I = ("joki", "järvi", "niemi", "lahti", "salmi", "koski", "lampi", "nummi", "saari", "mäki")
WEAK = {"kk": "k", "pp": "p", "tt": "t", "nk": "ng", "mp": "mm", "nt": "nn", "lt": "ll", "rt": "rr"}
LAST_LATIN = "\u024f"
LAST_SYLLABLE = re.compile(r"^(.*?)([bcdfghjklmnpqrstvxz]+)([aeiouyäö])$")


@dataclass(frozen=True, slots=True)
class Mention:
    code: str
    certainty: float
    words: str


@dataclass(frozen=True, slots=True)
class _Word:
    """One word of the text: `marked` keeps its accents, `plain` has lost them."""

    written: str
    marked: str
    plain: str


class PlaceNames:
    """Names by code, `{code: (Finnish, Swedish)}`, ready for look-ups of well under a millisecond."""

    def __init__(self, names: Mapping[str, tuple[str, str]]) -> None:
        by_name = {fold(finnish): code for code, (finnish, _) in names.items()}
        self._full = {fold(_joined(name)) for pair in names.values() for name in pair}
        self._also_words = {by_name[name] for name in ALSO_WORDS if name in by_name}
        self._stems: dict[str, list[tuple[str, str]]] = {}
        for code, (finnish, swedish) in names.items():
            self._add(code, {*_stems(_joined(finnish)), _joined(swedish)})
        for alias, name in ALIASES.items():
            if fold(name) in by_name:
                self._add(by_name[fold(name)], _stems(alias) if len(alias) > SHORTEST_COLLOQUIAL else {alias})
        self._mistyped = self._with_a_letter_left_out()
        self._foreign = _foreign_names(names)

    def mentions(self, text: str, language: str) -> Iterator[Mention]:
        """Every place a text names, in its order. Words that are ordinary ones too need a sign of a place."""
        written = [_word(word) for word in words(unicodedata.normalize("NFC", text))]
        content = sum(word.plain not in FILLERS for word in written)
        position = 0
        while position < len(written):
            pair = _pair(written[position : position + 2])
            if pair and pair.plain in self._full and (code := self._exactly(pair)):
                yield Mention(code, EXACT, pair.written)
                position += 2
                continue
            code, certainty = self._at(written, position, content <= 1, language)
            if code:
                yield Mention(code, certainty, written[position].written)
            position += 1

    def _add(self, code: str, stems: Iterable[str]) -> None:
        for stem in stems:
            self._stems.setdefault(fold(stem), []).append((code, stem.lower()))

    def _at(self, text: list[_Word], position: int, alone: bool, language: str) -> tuple[str | None, float]:
        word = text[position]
        if word.marked in NEVER or word.plain in FILLERS:
            return None, 0.0
        before = {other.plain for other in text[max(0, position - 3) : position]}
        signalled = alone or not HOME_WORDS.isdisjoint(before)
        code = self._exactly(word)
        if code is None and word.plain > LAST_LATIN:
            ordinary = word.marked in ORDINARY_WORDS and not signalled
            return (None, 0.0) if ordinary else self._foreign.look_up(word.marked, signalled)
        if code is None:
            return self._misspelt(word, signalled)
        if not self._doubtful(code, word, language):
            return code, EXACT if word.plain in self._full else INFLECTED
        return code if signalled and not _roman(word.written, language) else None, AMBIGUOUS

    def _doubtful(self, code: str, word: _Word, language: str) -> bool:
        """Whether it may well be an ordinary word or somebody's name."""
        if word.marked in ORDINARY_WORDS or word.plain in ORDINARY_IN.get(language, ()):
            return True
        in_a_place = word.plain.endswith(PLACE_CASES) and word.plain not in self._full
        return code in self._also_words and not in_a_place

    def _exactly(self, word: _Word) -> str | None:
        for ending in (*CASES, *COLLOQUIAL):
            if word.plain.endswith(ending):
                stem = len(word.plain) - len(ending)
                long_enough = stem >= SHORTEST_COLLOQUIAL or ending in CASES
                if long_enough and (code := self._code_of(word, stem)):
                    return code
        return self._code_of(word, len(_before_illative(word.plain)))

    def _code_of(self, word: _Word, length: int) -> str | None:
        """People leave accents out; an accent that the name lacks makes it another word."""
        for code, stem in self._stems.get(word.plain[:length], ()):
            letters = zip(word.marked, stem, word.plain, strict=False)
            if all(typed in (right, plain) for typed, right, plain in letters):
                return code
        return None

    def _misspelt(self, word: _Word, signalled: bool) -> tuple[str | None, float]:
        shortest = SHORTEST_MISSPELT if signalled else SHORTEST_MISSPELT_IN_SENTENCE
        plain = word.plain
        candidates = [plain[: len(plain) - len(end)] for end in MISSPELT_ENDINGS if plain.endswith(end)]
        for stem in (*candidates, _before_illative(plain)):
            if len(stem) >= shortest and (code := self._one_letter_off(stem)):
                return code, MISSPELT
        return None, 0.0

    def _one_letter_off(self, stem: str) -> str | None:
        """One letter too many, too few, changed, or two swapped; the first one must be right."""
        for form in (stem, *shorter_by_one(stem)):
            for known in self._mistyped.get(form, ()):
                if known[0] == stem[0] and near(stem, known):
                    return self._stems[known][0][0]
        return None

    def _with_a_letter_left_out(self) -> dict[str, tuple[str, ...]]:
        shortened: dict[str, tuple[str, ...]] = {}
        for stem, owners in self._stems.items():
            shortest = LONG if owners[0][0] in self._also_words else SHORTEST_MISSPELT
            if len(stem) >= shortest:
                for form in (stem, *shorter_by_one(stem)):
                    shortened[form] = (*shortened.get(form, ()), stem)
        return shortened


def _foreign_names(names: Mapping[str, tuple[str, str]]) -> ForeignNames:
    """Of the Swedish names only those long enough not to be anything else."""
    return ForeignNames.of(
        [(code, fi.lower().removesuffix(" tl").removesuffix(" kunta")) for code, (fi, _) in names.items()],
        [(code, sv.lower()) for code, (_, sv) in names.items() if len(sv) >= LONG_SWEDISH],
    )


def _joined(name: str) -> str:
    return name.replace(":", "").lower()


def _word(written: str) -> _Word:
    marked = _joined(written)
    return _Word(written, marked, fold(marked))


def _pair(two: list[_Word]) -> _Word | None:
    return _word(f"{two[0].written} {two[1].written}") if len(two) == 2 else None


def _stems(name: str) -> set[str]:
    """What case endings are put after: "helsinki" gives helsinki- and helsingi-, "lahti" also lahde-."""
    strong = {name, *IRREGULAR_STEMS.get(name, ())}
    if name.endswith("nen"):
        strong |= {name[:-3] + "s", name[:-3] + "si", name[:-3] + "se"}
    elif name.endswith("s"):
        strong |= {name[:-1] + "kse", name[:-1] + "de", name[:-1] + "te"}
    elif name.endswith("vesi"):
        strong |= {name[:-2] + "de", name[:-2] + "te"}
    elif name.endswith(SOFT_I):
        strong.add(name[:-1] + "e")
    elif name.endswith("e"):
        strong.add(name + "e")
    return strong | {weak for stem in strong for weak in _weak_grades(stem)}


def _weak_grades(stem: str) -> Iterator[str]:
    parts = LAST_SYLLABLE.match(stem)
    if not parts:
        return
    before, consonants, vowel = parts.groups()
    for strong, weak in WEAK.items():
        if consonants.endswith(strong):
            yield before + consonants[: -len(strong)] + weak + vowel
            return
    singles = {"k": ("", "v"), "p": ("v",), "t": ("d",)}.get(consonants[-1], ())
    if consonants[-2:-1] not in ("s", "t", "k", "p"):
        yield from (before + consonants[:-1] + weak + vowel for weak in singles)


def _before_illative(word: str) -> str:
    """ "Turkuun" gives "turku", "Iihin" gives "ii"; "" where the word ends otherwise."""
    if len(word) < 5 or word[-1] != "n" or word[-2] not in "aeiouy":
        return ""
    if word[-3] == word[-2]:
        return word[:-2]
    return word[:-3] if word[-3] == "h" and word[-4] == word[-2] else ""


def _roman(written: str, language: str) -> bool:
    """ "II" is a number, and so is "ii" in English."""
    return fold(written) == "ii" and (written == "II" or (language == "en" and written == "ii"))
