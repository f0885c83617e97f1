"""What to offer a person who writes in another language than that of the conversation."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from dialogues.understanding.language import LanguageDetector

SHIPPED = Path(__file__).parent.parent / "languages" / "notices.yml"


class NoticesError(Exception):
    """The file of notices cannot be used. The message names it and what is wrong."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Said in a language that is not spoken here. `knows`: languages its speakers most likely read too."""

    text: str
    person: str
    knows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LanguageOffer:
    """The person writes in `language`; `notice` is None when the conversation can go on in it."""

    language: str
    notice: Notice | None = None


@dataclass(frozen=True, slots=True)
class LanguageOffers:
    """Built once, where the parts are wired."""

    detector: LanguageDetector
    notices: Mapping[str, Notice]

    @classmethod
    def load(cls, notices: Path = SHIPPED) -> "LanguageOffers":
        """Raises NoticesError."""
        return cls(LanguageDetector.load(), read_notices(notices))

    def offer(
        self, text: str, current: str, offered: Collection[str], earlier: Sequence[str] = ()
    ) -> LanguageOffer | None:
        """None while the person writes in the language of the conversation, or not clearly in another.

        `earlier` are the texts the person wrote before, oldest first.
        """
        language = self.detector.other_language(text, current, earlier)
        if language is None or language in offered:
            return LanguageOffer(language) if language else None
        notice = self.notices.get(language)
        return LanguageOffer(language, notice) if notice else None


def read_notices(path: Path) -> Mapping[str, Notice]:
    """By language. Raises NoticesError."""
    content: Any = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    try:
        return {
            language: Notice(entry["notice"], entry["person"], tuple(entry["knows"]))
            for language, entry in content.items()
        }
    except (AttributeError, KeyError, TypeError) as error:
        raise NoticesError(
            f"{path.name}: each language needs knows, notice and person ({error!r})"
        ) from error
