"""What every action has at hand, and how it speaks."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from dialogues.conversation.assessment import profile_of
from dialogues.conversation.texts import Texts
from dialogues.engine import Button
from dialogues.tracker import TrackerView
from dialogues.understanding.facts import FactReader
from knowledge.catalogue import Catalogue
from knowledge.matching import depends_on_age
from knowledge.municipalities import Municipalities
from knowledge.names import Names
from knowledge.occupations import Occupations


@dataclass(frozen=True, slots=True)
class Voice:
    """Speaks one language."""

    texts: Texts
    language: str

    def __call__(self, key: str, **values: object) -> str:
        """The text of a key of texts/<language>.yml."""
        return self.texts.get(key, self.language, **values)

    def button(self, key: str, intent: str, **entities: Any) -> Button:
        return Button(self(key), payload(intent, **entities))


@dataclass(frozen=True, slots=True)
class Context:
    """`shown` are codes of the municipalities that are buttons, `of_cities` those of a city, by its code."""

    texts: Texts
    catalogue: Callable[[], Catalogue]
    shown: tuple[str, ...]
    reader: FactReader
    today: Callable[[], date]
    classification: Callable[[], Occupations]
    now: Callable[[], datetime]
    of_cities: Mapping[str, tuple[str, ...]]

    @property
    def occupations(self) -> Occupations:
        return self.classification()

    @property
    def names(self) -> Names:
        return Names(self.municipalities, self.occupations)

    @property
    def facts(self) -> FactReader:
        """With the municipalities of today's catalogue: a new year's list needs no restart."""
        return self.reader.knowing(self.municipalities)

    @property
    def municipalities(self) -> Municipalities:
        return self.catalogue().municipalities

    def cities(self, view: TrackerView) -> tuple[str, ...]:
        """The codes of the municipalities that are buttons in this conversation."""
        return self.of_cities.get(str(view.slots.get("city")), self.shown)

    def voice(self, view: TrackerView) -> Voice:
        return Voice(self.texts, language_of(view))

    def place_name(self, code: str, language: str) -> str:
        place = self.municipalities.get(code)
        return place.name(language) if place else code

    def depends_on_age(self, view: TrackerView) -> bool:
        """Whether the age would change what is shown. Costs several matchings: asked once, at the end."""
        return depends_on_age(profile_of(view.slots), self.catalogue(), self.today())


def helsinki_now() -> datetime:
    return datetime.now(ZoneInfo("Europe/Helsinki"))


def age_is_asked(view: TrackerView) -> bool:
    """Whether the age belongs to the questions; not known before the others are answered."""
    return bool(view.slots.get("age_matters"))


def language_of(view: TrackerView) -> str:
    return str(view.slots.get("language") or "fi")


def payload(intent: str, **entities: Any) -> str:
    """`/intent{"entity": value}` as a button carries it."""
    return f"/{intent}{json.dumps(entities, ensure_ascii=False)}" if entities else f"/{intent}"


def is_typed(view: TrackerView) -> bool:
    """Whether the person wrote the message rather than pressed a button."""
    return not view.latest.text.startswith("/")


def entity(view: TrackerView, name: str) -> Any:
    """The first value of an entity of the latest message, None when it has none."""
    return next((found.value for found in view.latest.entities if found.name == name), None)


def entities(view: TrackerView, name: str) -> tuple[Any, ...]:
    return tuple(found.value for found in view.latest.entities if found.name == name)
