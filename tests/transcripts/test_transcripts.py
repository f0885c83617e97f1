"""Every transcript, played on the embedded engine: the specification of what the bot says.

A file begins with `language: fi` (and `municipality: 564`, where the page told it), then alternates:
`> words` the person types, `[Button]` or `[A] + [B]` the person presses;
`< words` each message of the bot, all of them and in order, `...` standing for anything, a line that goes on
beginning with two spaces; `? [A] [B]` buttons that the messages offer, `?- [A]` buttons that they do not;
`* name | reasons` a service shown, `*-` none is shown; `! Effect` all that the runtime has to do.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from knowledge.vocabulary import LANGUAGES
from tests.transcripts.player import Player
from tests.transcripts.whole import WholePlayer, runtime

HERE = Path(__file__).parent
FILES = sorted(HERE.glob("*/*.txt"))
WHOLE = sorted((HERE / "whole").glob("*/*.txt"))
"""Through the whole turn, not the engine alone: there `! waiting` tells who holds the conversation now."""


@dataclass(slots=True)
class Turn:
    """What a transcript says of one turn; `line` is "" for the opening."""

    line: str
    number: int
    expected: list[str] = field(default_factory=list)

    def of(self, *marks: str) -> list[str]:
        return [line for line in self.expected if line.startswith(marks)]


def read(path: Path) -> tuple[dict[str, str], list[Turn]]:
    header: dict[str, str] = {}
    turns = [Turn("", 0)]
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.startswith(("language:", "municipality:")):
            name, _, value = line.partition(":")
            header[name] = value.strip()
        elif line.startswith(("> ", "[")):
            turns.append(Turn(line, number))
        elif line.startswith("  "):
            turns[-1].expected[-1] += f"\n{line}"
        elif line and not line.startswith("#"):
            turns[-1].expected.append(line)
    return header, turns


def differences(turn: Turn, actual: list[str]) -> Iterator[str]:
    """In words, what of a turn is not as the transcript says."""
    for mark in ("< ", "! "):
        wanted, got = turn.of(mark), [line for line in actual if line.startswith(mark)]
        if len(wanted) != len(got) or not all(map(like, wanted, got)):
            yield f"expected {wanted}, got {got}"
    offered = " ".join(line for line in actual if line.startswith("?"))
    for line in turn.of("? "):
        yield from (f"{title} is not offered" for title in titles(line) if title not in offered)
    for line in turn.of("?- "):
        yield from (f"{title} is offered" for title in titles(line) if title in offered)
    cards = [line for line in actual if line.startswith("* ")]
    for line in turn.of("* "):
        if not any(like(line, card) for card in cards):
            yield f"no service is like {line!r} among {cards}"
    if turn.of("*-") and cards:
        yield f"services are shown: {cards}"


def titles(line: str) -> list[str]:
    return re.findall(r"\[[^\]]*\]", line)


def like(wanted: str, got: str) -> bool:
    pattern = ".*".join(map(re.escape, wanted.split("...")))
    return re.fullmatch(pattern, re.sub(r"\n\n", "\n", got), re.DOTALL) is not None


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_conversation_goes_as_written(path: Path) -> None:
    header, turns = read(path)
    player = Player(header["language"], header.get("municipality"))
    wrong = [f"opening: {difference}" for difference in differences(turns[0], player.opening)]
    for turn in turns[1:]:
        wrong += [
            f"line {turn.number} {turn.line}: {difference}"
            for difference in differences(turn, player.play(turn.line))
        ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("path", WHOLE, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_whole_turn_goes_as_written(path: Path, tmp_path: Path) -> None:
    header, turns = read(path)
    player = WholePlayer(runtime(tmp_path), header["language"], header.get("municipality"))
    wrong = [
        f"line {turn.number} {turn.line}: {difference}"
        for turn in turns[1:]
        for difference in differences(turn, player.play(turn.line))
    ]
    assert not wrong, "\n".join(wrong)


def test_every_language_has_transcripts() -> None:
    assert {path.parent.name for path in FILES} == set(LANGUAGES)


def test_danger_is_played_in_every_language() -> None:
    played = {path.parent.name for path in WHOLE if path.stem == "danger_and_return"}
    assert played == set(LANGUAGES)


def test_a_difference_is_found() -> None:
    turn = Turn("> hei", 1, ["< Hei...", "? [Ohje]", "* Työ...", "! Erase"])
    found = list(differences(turn, ["< Moi.", "? [Valikko]"]))
    assert len(found) == 4
