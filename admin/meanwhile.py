"""Two people at one form: who saves second sees what the first left, and nothing is overwritten unseen."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """What a field says, with its label in the panel's words."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which the two saves are not of one mind."""

    label: str
    theirs: str
    yours: str


class SavedMeanwhile(Exception):  # noqa: N818
    """Somebody has saved since the form was opened. `seen` marks what stands there now."""

    def __init__(self, differences: tuple[Difference, ...], seen: str) -> None:
        super().__init__(f"{len(differences)} fields say something else by now")
        self.differences = differences
        self.seen = seen


def mark(said: Iterable[Said]) -> str:
    """What a form carries from its opening to its saving: another one for other words, "" for none at all."""
    told = "\x1e".join(f"{each.label}\x1f{each.text}" for each in said)
    return hashlib.sha256(told.encode()).hexdigest() if told else ""


def differences(theirs: Iterable[Said], yours: Iterable[Said]) -> tuple[Difference, ...]:
    """Of two fillings of one form; a field that only one of them has is empty in the other."""
    texts, mine = ({each.label: each.text for each in said} for said in (theirs, yours))
    return tuple(
        Difference(label, texts.get(label, ""), mine.get(label, ""))
        for label in {**texts, **mine}
        if texts.get(label, "") != mine.get(label, "")
    )


def refuse_overwriting(seen: str, theirs: tuple[Said, ...], yours: tuple[Said, ...]) -> None:
    """`seen` is the mark of what stood there when the form was opened. Raises SavedMeanwhile."""
    now = mark(theirs)
    if seen != now and (found := differences(theirs, yours)):
        raise SavedMeanwhile(found, now)
