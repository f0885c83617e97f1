"""Which language a text is in."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import langdetect
import numpy as np
from numpy.typing import NDArray

from knowledge.words import listed

CANDIDATES: Final = (
    "fi", "sv", "en", "ru", "uk", "et", "ar", "fa", "so",
    "no", "da", "de", "nl", "es", "fr", "it", "pl", "tr", "bg", "pt", "ro", "hu", "lv", "lt", "sq", "vi",
)  # fmt: skip
"""Ours, and others: taken for ours otherwise (German and Danish for Swedish), or answered in vain."""

_DECIDED_BY_SCRIPT: Final = (
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("ckb", re.compile(r"[ڕێۆڵەڤ]")),
    ("ur", re.compile(r"[ٹڈڑںے]")),
)
_KURMANJI_WORDS: Final = listed("""
    ez tu em hûn ew min te wî wê me we wan xwe li ji bi re ku ne im e in heye hene nîne çi çawa kengî çima kî
    dikare dikarim dikarin dixwazim dixwazin digerim dizanim nizanim dibêjim kir bû dibe bêkar kar karê karekî
    zimanê finlandî fînî gelo bo rojbaş silav spas tenê jî her divê hewce alîkarî alîkariya mala malê zarok
    zarokên kurdî kurmancî
""")
_KURMANJI_LETTERS = re.compile("[êîû]")
_KURMANJI_SHARE: Final = 0.5
"""langdetect has no profile of it: so many of the words, one with a letter of its own, make it Kurmanji."""
_TWINS: Final = ("no", "da")
_NORWEGIAN: Final = listed("""
    hva meg deg seg noen noe nå etter bare ut opp av arbeid arbeidsledig jobb jobben uke språk språkkurs leter
    trenger hjelp hjelpe snakke snakker nettopp utdanning utdanningen mistet barna bedrift å ble
    blir sykepleier finne finner søker vet
""")
_DANISH: Final = listed("""
    hvad mig dig sig nogen noget nu efter kun ud op af arbejde arbejdet arbejdsløs job jobbet uge sprog
    sprogkurser sprogkursus brug hjælp hjælpe tale taler lige uddannelse mistede børn virksomhed blev
    bliver fyret finde finder søger læse mit
""")
"""Words by which the two are told apart: their profiles alone take one for the other."""
_SCRIPTS: Final = (
    (re.compile(r"[\u0400-\u04ff]"), frozenset(("ru", "uk", "bg"))),
    (re.compile(r"[\u0600-\u06ff]"), frozenset(("ar", "fa"))),
    (re.compile(r"[a-z]"), frozenset(CANDIDATES) - {"ru", "uk", "bg", "ar", "fa"}),
)
_WORD = re.compile(r"[^\W\d_]+")
_LONGEST_NGRAM: Final = 3
_UNSEEN: Final = 1e-5
"""The share given to an n-gram that a language's profile lacks."""
_INDEPENDENCE: Final = 0.4
"""N-grams of one text overlap, so that each says less than if it stood alone."""
_COMMON: Final = {"fi": 4.0, "sv": 4.0, "en": 4.0} | dict.fromkeys(("ru", "uk", "et", "ar", "fa", "so"), 1.0)
_NEIGHBOUR, _RARER = 0.4, 0.2
"""How common languages are among those who write, against each other; tuned on the evaluation sentences."""
_RARE: Final = frozenset(("pt", "ro", "hu", "lv", "lt", "sq", "vi", "bg"))
_OWN_LETTERS: Final = frozenset(("ru", "uk", "ar", "fa"))
_WRITTEN_BY_ALL: Final = frozenset(("fi", "sv", "en"))
"""Who speaks one of the former writes it in Latin letters too: then only these three are believed."""
_CURRENT: Final = 0.6
"""How likely a person goes on in the language of the conversation, before the text is read."""
_MEMORY: Final = 0.7
"""What an earlier message still counts, one message later."""
_SURE: Final = 0.9
_FEWEST_WORDS, _FEWEST_LETTERS = 3, 4


@dataclass(frozen=True, slots=True)
class LanguageDetector:
    """langdetect's profiles as one table: a row per n-gram, the logarithm of its share per candidate."""

    rows: dict[str, int]
    logs: NDArray[np.float32]

    @classmethod
    def load(cls) -> "LanguageDetector":
        """Reads the profiles of the candidates only. Takes a tenth of a second: once, at the start."""
        folder = Path(langdetect.__file__).parent / "profiles"
        shares = [_shares(json.loads((folder / name).read_text(encoding="utf-8"))) for name in CANDIDATES]
        rows = {ngram: row for row, ngram in enumerate(sorted(set().union(*shares)))}
        table = np.full((len(rows), len(CANDIDATES)), _UNSEEN, dtype=np.float32)
        for column, of_language in enumerate(shares):
            for ngram, share in of_language.items():
                table[rows[ngram], column] += share
        return cls(rows, np.log(table))

    def likelihoods(
        self, text: str, current: str | None = None, history: Sequence[str] = ()
    ) -> dict[str, float]:
        """Probability per language, best first; empty when the text has no letters we know.

        `current` is the language of the conversation and `history` those of earlier messages, oldest first,
        as `detect` gave them: both only tip the balance.
        """
        letters = text.casefold()
        for language, script in _DECIDED_BY_SCRIPT:
            if script.search(letters):
                return {language: 1.0}
        if _is_kurmanji(letters):
            return {"ku": 1.0}
        at = [self.rows[ngram] for ngram in _ngrams(letters) if ngram in self.rows]
        possible = next((languages for script, languages in _SCRIPTS if script.search(letters)), None)
        if not at or possible is None:
            return {}
        scores = self.logs[at].sum(axis=0) * _INDEPENDENCE + np.log(_expected(current, history))
        scores[[language not in possible for language in CANDIDATES]] = -np.inf
        shares = np.exp(scores - scores.max())
        shares /= shares.sum()
        _tell_twins_apart(shares, letters)
        best_first = np.argsort(-shares, kind="stable")
        return {CANDIDATES[i]: float(shares[i]) for i in best_first}

    def detect(self, text: str, current: str | None = None, history: Sequence[str] = ()) -> str | None:
        """The likeliest language of `text`, None when there is nothing to go by."""
        return next(iter(self.likelihoods(text, current, history)), None)

    def other_language(self, text: str, current: str, earlier: Sequence[str] = ()) -> str | None:
        """The language in which the person clearly writes instead of `current`, else None.

        `earlier` are the texts the person wrote before, oldest first.
        """
        if len(_WORD.findall(text)) < _FEWEST_WORDS and not _decided_by_script(text):
            return None
        history: list[str] = []
        for said in earlier:
            language = self.detect(said, current, history) if len(_WORD.findall(said)) > 1 else None
            history += [language] if language else []
        likely = self.likelihoods(text, current, history)
        best = next(iter(likely), None)
        if best is None or best == _spoken(current):
            return None
        together = _TWINS if best in _TWINS else (best,)
        if sum(likely.get(each, 0.0) for each in together) < _SURE:
            return None
        transliterated = _spoken(current) in _OWN_LETTERS and _SCRIPTS[-1][0].search(text.casefold())
        return None if transliterated and best not in _WRITTEN_BY_ALL else best


def _tell_twins_apart(shares: NDArray[np.float64], letters: str) -> None:
    """All of what both have goes to the one whose own words are there."""
    words = set(_WORD.findall(letters))
    norwegian, danish = (CANDIDATES.index(twin) for twin in _TWINS)
    own = len(words & _NORWEGIAN) - len(words & _DANISH)
    if own:
        winner, loser = (norwegian, danish) if own > 0 else (danish, norwegian)
        shares[winner] += shares[loser]
        shares[loser] = 0.0


def _decided_by_script(text: str) -> bool:
    """A language written without spaces has no words to count."""
    return any(len(script.findall(text)) >= _FEWEST_LETTERS for _, script in _DECIDED_BY_SCRIPT)


def _is_kurmanji(letters: str) -> bool:
    words = _WORD.findall(letters)
    known = sum(word in _KURMANJI_WORDS for word in words)
    return bool(_KURMANJI_LETTERS.search(letters)) and known >= max(2, _KURMANJI_SHARE * len(words))


def _expected(current: str | None, history: Sequence[str]) -> NDArray[np.float64]:
    """How likely each candidate is before the text is read."""
    rare = dict.fromkeys(_RARE, _RARER)
    weights = np.array([(_COMMON | rare).get(language, _NEIGHBOUR) for language in CANDIDATES])
    weights /= weights.sum()
    if current and _spoken(current) in CANDIDATES:
        weights *= 1 - _CURRENT
        weights[CANDIDATES.index(_spoken(current))] += _CURRENT
    for age, language in enumerate(reversed(history), start=1):
        if _spoken(language) in CANDIDATES:
            weights[CANDIDATES.index(_spoken(language))] += _MEMORY**age
    expected: NDArray[np.float64] = weights / weights.sum()
    return expected


def _spoken(language: str) -> str:
    """ "fi" for "fi-x-selko": plain Finnish is Finnish."""
    return language.partition("-")[0]


def _shares(profile: dict[str, Any]) -> dict[str, float]:
    """N-gram -> its share among the n-grams of its length, upper and lower case together."""
    shares: dict[str, float] = {}
    for ngram, count in profile["freq"].items():
        folded = ngram.casefold()
        shares[folded] = shares.get(folded, 0.0) + count / profile["n_words"][len(ngram) - 1]
    return shares


def _ngrams(text: str) -> Iterator[str]:
    for word in _WORD.findall(text):
        padded = f" {word} "
        for length in range(1, _LONGEST_NGRAM + 1):
            for start in range(len(padded) - length + 1):
                ngram = padded[start : start + length]
                if ngram != " ":
                    yield ngram
