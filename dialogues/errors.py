"""What can be wrong with the Rasa project, and with what a person's client sends to it."""

from pathlib import Path

from dialogues.engine import EngineError


class ProjectError(Exception):
    """The project cannot be run as it is written. `line` counts from 1."""

    def __init__(self, path: Path, line: int, sentence: str) -> None:
        super().__init__(f"{path}:{line}: {sentence}")
        self.path = path
        self.line = line
        self.sentence = sentence


class UnknownPayload(EngineError):  # noqa: N818 - it names what came, and reads so in an `except`
    """A payload that none of our buttons carries: the client is at fault, the conversation is unchanged."""
