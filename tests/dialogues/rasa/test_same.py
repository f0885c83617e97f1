"""What a person is told is the same on both engines: message by message, button by button.

Own words are left out: there the two understand differently. They are heard by the embedded engine, and the
conversation goes on from there on both, which also shows that either can go on where the other stopped.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import httpx
import pytest

from dialogues.engine import DialogueState, PersonMessage, Said, Turn
from dialogues.on_rasa.engine import RasaEngine
from dialogues.understanding.examples import Example, read_examples
from tests.support.rasa import PROJECT, RealRasa
from tests.transcripts.player import merged
from tests.transcripts.test_transcripts import FILES, read

pytestmark = pytest.mark.timeout(900)
EXAMPLES_PER_INTENT = 1
MISREAD_BY_RASA = 0.03
"""How many of its own training sentences Rasa's classifier may take for another intent."""
MISREAD_IN_A_TRANSCRIPT = 1


class Both:
    """One conversation on both engines, compared after each turn."""

    def __init__(self, real: RealRasa, rasa: RasaEngine) -> None:
        self._real = real
        self._rasa = rasa
        self._said: tuple[Said, ...] = ()
        self._state = DialogueState("fi")
        self._waiting = False
        self.compared = 0
        self.misread: list[str] = []

    async def start(self, language: str, municipality: str | None) -> None:
        mine = await self._real.parts.embedded.start("one", language, municipality)
        self._same(mine, await self._rasa.start("one", language, municipality), "opening")

    async def start_on_one(self, language: str) -> None:
        self._go_on(await self._real.parts.embedded.start("one", language))

    async def play(self, line: str) -> None:
        message = self._message(line)
        mine = await self._real.parts.embedded.respond("one", self._state, message)
        if message.payload or await self._is_read_alike(message.text):
            self._same(mine, await self._rasa.respond("one", self._state, message), line)
        else:
            self._go_on(mine)

    def _message(self, line: str) -> PersonMessage:
        if line.startswith("> "):
            return PersonMessage(text=line.removeprefix("> "), waiting=self._waiting)
        offered = {button.title: button for said in self._said for button in said.buttons}
        titles = [title.strip()[1:-1] for title in line.split(" + ")]
        assert offered.keys() >= set(titles), f"{line}: the embedded engine offers {list(offered)}"
        pressed = [offered[title] for title in titles]
        return PersonMessage(payload=merged(pressed), waiting=self._waiting)

    async def _is_read_alike(self, text: str) -> bool:
        """Of training sentences; one that Rasa's classifier takes for something else is noted."""
        intent = self._real.parts.understanding.parse(text, self._state.language).intent
        if not self._real.parts.understanding.knows(text, intent):
            return False
        if await _intent_on_rasa(self._real, text) == intent:
            return True
        self.misread.append(text)
        return False

    def _same(self, mine: Turn, on_rasa: Turn, line: str) -> None:
        assert on_rasa.replies == mine.replies, line
        assert on_rasa.effects == mine.effects, line
        assert on_rasa.state == mine.state, line
        self.compared += 1
        self._go_on(mine)

    def _go_on(self, turn: Turn) -> None:
        self._state = turn.state
        self._said = turn.replies or self._said
        for effect in turn.effects:
            name = type(effect).__name__
            self._waiting = name == "HandOff" or (self._waiting and name != "CancelHandOff")


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_transcript_goes_the_same_way(real_rasa: RealRasa, path: Path) -> None:
    async def play() -> Both:
        rasa = real_rasa.engine()
        both = Both(real_rasa, rasa)
        header, turns = read(path)
        await both.start(header["language"], header.get("municipality"))
        for turn in turns[1:]:
            await both.play(turn.line)
        await rasa.close()
        return both

    both = asyncio.run(play())
    assert both.compared
    assert len(both.misread) <= MISREAD_IN_A_TRANSCRIPT, both.misread


def test_training_sentences_are_answered_the_same(real_rasa: RealRasa) -> None:
    async def play() -> tuple[int, list[str]]:
        rasa, misread = real_rasa.engine(), []
        examples = list(_some_of_each())
        for example in examples:
            understood = await _intent_on_rasa(real_rasa, example.text)
            if understood != example.intent:
                misread.append(f"{example.text!r} is {example.intent}, not {understood}")
                continue
            both = Both(real_rasa, rasa)
            await both.start_on_one(example.language)
            await both.play(f"> {example.text}")
        await rasa.close()
        return len(examples), misread

    asked, misread = asyncio.run(play())
    assert len(misread) <= asked * MISREAD_BY_RASA, misread


def _some_of_each() -> Iterator[Example]:
    groups: dict[tuple[str, str], list[Example]] = defaultdict(list)
    for example in read_examples(PROJECT / "nlu"):
        groups[example.language, example.intent].append(example)
    for group in groups.values():
        yield from islice(group, EXAMPLES_PER_INTENT)


async def _intent_on_rasa(real: RealRasa, text: str) -> str:
    serving = real.serving
    async with httpx.AsyncClient(
        base_url=serving.url, params={"token": serving.token}, trust_env=False
    ) as client:
        answer = await client.post("/model/parse", json={"text": text})
    return str(answer.json()["intent"]["name"])
