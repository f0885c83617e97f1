"""What an iCalendar event says: its texts per language, its kind, and where it is held."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import icalendar

from knowledge.events.content import EventTongue, EventWords
from knowledge.events.rules import LONGEST, is_secure_link
from knowledge.municipalities import Municipalities
from knowledge.sources.plain_text import plain, shortened
from knowledge.vocabulary import SERVICE_LANGUAGES
from knowledge.words import fold

SURE: Final = 0.85
"""Below it a place name is a guess (`Found.certainty`)."""

_KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "recruiting": ("rekry", "recruit", "tyopaikkatreff", "jobb"),
    "fair": ("messu", "massa", "mässa", "fair", "expo"),
    "drop_in": ("drop-in", "drop in", "pop-up", "neuvontapiste", "ilman ajanvarausta"),
    "training": ("koulutus", "valmennus", "kurssi", "tyopaja", "utbildning", "kurs", "training", "workshop"),
    "info": ("info", "esittely", "webinaari", "webinar"),
}
"""Beginnings of words, folded; the first kind of which one is there."""

_ONLINE: Final = re.compile(
    r"\b(?:https?:|www\.|teams|zoom|webex|google meet|online|etana\b|etayhtey|verko|webbina|digitalt)"
)
_POSTAL: Final = re.compile(r"\b\d{5}\s+(\S.*)$")


@dataclass(frozen=True, slots=True)
class Told:
    """`where` is the place as it was written; `texts` are by language."""

    texts: Mapping[str, EventTongue]
    kind: str
    where: str
    place: str
    address: str
    municipality: str | None
    online: bool
    url: str


def read_told(event: icalendar.Event, language: str, places: Municipalities) -> Told:
    """`language` is that of what does not name its own."""
    names, summaries = (dict(_by_language(event, name, language)) for name in ("SUMMARY", "DESCRIPTION"))
    texts = {
        code: EventTongue(
            EventWords(
                shortened(name, LONGEST["name"]), shortened(summaries.get(code, ""), LONGEST["summary"])
            ),
            "reviewed",
        )
        for code, name in names.items()
        if name
    }
    where = plain(next((text for _, text in _texts(event, "LOCATION")), ""))
    place, address = _parts(where)
    online = "CONFERENCE" in event or bool(_ONLINE.search(fold(where)))
    return Told(
        texts=texts,
        kind=_kind(event, names),
        where=where,
        place="" if online and "://" in place else place,
        address=address,
        municipality=_municipality(where, places),
        online=online,
        url=url if is_secure_link(url := str(event.get("URL", "")).strip()) else "",
    )


def read_languages(event: icalendar.Event, told: Told) -> tuple[str, ...]:
    """Those it is told in: where it names its languages, people take part in them."""
    named = [params.get("LANGUAGE") for params, _ in _with_parameters(event, "SUMMARY")]
    return tuple(sorted(told.texts)) if any(named) else ()


def _by_language(event: icalendar.Event, name: str, language: str) -> Iterator[tuple[str, str]]:
    for code, text in _texts(event, name):
        known = code if code in SERVICE_LANGUAGES else code.partition("-")[0]
        yield (known if known in SERVICE_LANGUAGES else language), plain(text)


def _texts(event: icalendar.Event, name: str) -> Iterator[tuple[str, str]]:
    for params, text in _with_parameters(event, name):
        yield str(params.get("LANGUAGE", "")).lower(), text


def _with_parameters(event: icalendar.Event, name: str) -> Iterator[tuple[Mapping[str, str], str]]:
    found = event.get(name)
    for each in found if isinstance(found, list) else [found] if found is not None else []:
        yield getattr(each, "params", {}), str(each)


def _kind(event: icalendar.Event, names: Mapping[str, str]) -> str:
    told = fold(" ".join([*event.categories, *names.values()]))
    return next((kind for kind, words in _KINDS.items() if any(_begins(told, word) for word in words)), "")


def _begins(told: str, word: str) -> bool:
    return re.search(rf"\b{re.escape(word)}", told) is not None


def _parts(where: str) -> tuple[str, str]:
    """The name of the place and its address; what begins with a street has no name."""
    first, _, rest = where.partition(",")
    if any(sign.isdigit() for sign in first):
        first, rest = "", where
    return shortened(first.strip(), LONGEST["place"]), shortened(rest.strip(), LONGEST["address"])


def _municipality(where: str, places: Municipalities) -> str | None:
    """After the postal code, else the last part that names one: streets are called after towns too."""
    postal = _POSTAL.search(where)
    parts = ([postal[1]] if postal else []) + where.split(",")[::-1]
    found = (places.find(part) for part in parts)
    return next((each.municipality.code for each in found if each and each.certainty >= SURE), None)
