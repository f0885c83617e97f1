"""Codes of services in an editor's words: vocabulary, languages, places, providers, values of fields."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from fastapi import Request
from sqlalchemy.orm import Session

from admin.pages import pages_of
from admin.service_side import Editing, editing_of
from admin.staff import SignedIn
from dialogues.conversation.texts import Texts
from knowledge import vocabulary
from knowledge.editing.content import Value
from knowledge.editing.listing import names_of
from knowledge.editing.providers import providers
from knowledge.municipalities import Municipalities
from knowledge.word_marks import Mark, marks

OPTIONS: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "category": ("category", vocabulary.CATEGORIES),
    "required_situations": ("option.situation", vocabulary.SITUATIONS),
    "situations": ("option.situation", vocabulary.SITUATIONS),
    "goals": ("option.goals", vocabulary.GOALS),
    "barriers": ("option.barriers", vocabulary.BARRIERS[:-2]),
    "fields": ("option.field", vocabulary.FIELDS),
    "unemployed_for": ("option.unemployed_for", vocabulary.UNEMPLOYED_FOR),
    "employer_needs": ("option.employer_needs", vocabulary.EMPLOYER_NEEDS),
}
"""Where the dialogues word the codes of a field, and which of them a service can have."""

OWN_OPTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "audience": vocabulary.AUDIENCES,
    "role": vocabulary.ROLES,
    "evidence": ("A", "B", "C", "D"),
}
"""Codes that the panel words itself."""

NOTHING: Final = "–"


@dataclass(frozen=True, slots=True)
class Option:
    code: str
    label: str


@dataclass(frozen=True, slots=True)
class ServiceWords:
    """Words in one language of the panel. `providers` are the names by id."""

    language: str
    panel: Texts
    editing: Editing
    providers: Mapping[str, str]

    @property
    def places(self) -> Municipalities:
        return self.editing.catalogue().municipalities

    def say(self, key: str, **values: object) -> str:
        return self.panel.get(f"services.{key}", self.language, **values)

    def options(self, field: str) -> tuple[Option, ...]:
        if field in OWN_OPTIONS:
            codes = OWN_OPTIONS[field]
        elif field in ("languages", "source_language"):
            codes = vocabulary.SERVICE_LANGUAGES
        else:
            codes = OPTIONS[field][1]
        return tuple(Option(code, self.code(field, code)) for code in codes)

    def code(self, field: str, code: str) -> str:
        """What a code of this field is called; an unknown one speaks for itself."""
        if not code:
            return NOTHING
        match field:
            case "provider":
                return self.providers.get(code, code)
            case "municipalities":
                place = self.places.get(code)
                return place.name(self.language) if place else code
            case "languages" | "source_language" | "language":
                return self.tongue(code)
            case _ if field in OWN_OPTIONS:
                found = self.panel.find(f"services.{field}_{code}", self.language)
            case _ if field in OPTIONS:
                found = self.editing.words.find(f"{OPTIONS[field][0]}.{code}", self.language)
                return found.text[:1].upper() + found.text[1:] if found else code
            case _:
                return code
        return found.text if found else code

    def tongue(self, code: str) -> str:
        """A language's name in the panel's language."""
        found = self.editing.site.texts.find(f"tongue.{code}", self.language)
        return found.text if found else code

    def direction(self, code: str) -> str:
        return self.editing.site.direction(code)

    def value(self, field: str, value: Value) -> str:
        """A field's value as one line."""
        match value:
            case None:
                return self.say("nationwide") if field == "municipalities" else NOTHING
            case bool():
                return self.say("yes" if value else "no")
            case str():
                return self.code(field, value) if field != "status" else self.say(f"status_{value}")
            case date():
                return value.isoformat()
            case tuple():
                return ", ".join(self.code(field, str(each)) for each in value) or NOTHING
            case Mapping():
                return "; ".join(f"{key}: {', '.join(words)}" for key, words in value.items()) or NOTHING
            case _:
                return str(value)

    def change(self, verb: str) -> str:
        """What was done in a revision; a verb that is not worded speaks for itself."""
        found = self.panel.find(f"services.change_{verb}", self.language)
        return found.text if found else verb

    def marks(self, field: str, before: Value, after: Value) -> tuple[Mark, ...]:
        """What has changed, word by word; nothing stands for what was not there."""
        texts = ("" if each is None and field != "municipalities" else each for each in (before, after))
        return marks(
            *(each if isinstance(each, str) and not each else self.value(field, each) for each in texts)
        )

    def field(self, name: str, language: str = "") -> str:
        """A field's label; with its language where it belongs to one."""
        label = self.say(f"field_{name}")
        return f"{label} ({self.tongue(language)})" if language else label

    def place_names(self, codes: Iterable[str]) -> str:
        return ", ".join(sorted(self.code("municipalities", code) for code in codes))


def words_for(request: Request, session: SignedIn, database: Session) -> ServiceWords:
    pages, language = pages_of(request), session.staff.language
    known = names_of({row.id: row.names for row in providers(database)}, language)
    return ServiceWords(language, pages.texts, editing_of(request), known)
