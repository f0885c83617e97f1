"""Codes and fields of guides in an editor's words, over those of services."""

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import Request
from sqlalchemy.orm import Session

from admin.guide_services import offered
from admin.service_words import NOTHING, Option, ServiceWords, words_for
from admin.staff import SignedIn
from knowledge.editing.content import Value
from knowledge.guide import KINDS
from knowledge.guides.content import GuideContent


@dataclass(frozen=True, slots=True)
class GuideLabels(ServiceWords):
    """`steps` are the places of a guide's steps, from one, by their ids."""

    steps: Mapping[str, int]

    def field(self, name: str, language: str = "") -> str:
        """A field's label; one of a step is named `title.<id>`."""
        plain, _, step = name.partition(".")
        label = ServiceWords.field(self, plain, language)
        return (
            self.panel.get("guides.in_step", self.language, step=self._place(step), field=label)
            if step
            else label
        )

    def code(self, field: str, code: str) -> str:
        match field.partition(".")[0]:
            case "kind":
                return self.panel.get(f"guides.kind_{code}", self.language)
            case "short_of_staff":
                return ServiceWords.code(self, "municipalities", code)
            case "steps":
                return self._place(code)
            case "services":
                return self.service(code)
            case plain:
                return ServiceWords.code(self, plain, code)

    def value(self, field: str, value: Value) -> str:
        if field == "short_of_staff" and not value:
            return self.panel.get(f"guides.{'everywhere' if value is None else 'nowhere'}", self.language)
        return ServiceWords.value(self, field, value)

    def options(self, field: str) -> tuple[Option, ...]:
        if field == "kind":
            return tuple(Option(code, self.code(field, code)) for code in KINDS)
        return ServiceWords.options(self, field)

    def service(self, service_id: str) -> str:
        """A service's name, in the panel's language where it has one."""
        found = self.editing.catalogue().by_id.get(service_id)
        if found is None:
            return service_id
        text = found.texts.get(self.language) or found.texts.get("fi") or next(iter(found.texts.values()))
        return text.name

    def all_services(self) -> list[str]:
        """What the chat shows, each with its name first, as a step's field takes it."""
        ids = self.editing.catalogue().by_id
        return sorted((offered(each, self.service(each)) for each in ids), key=str.casefold)

    def _place(self, step: str) -> str:
        return str(self.steps.get(step, step)) or NOTHING


def labels_for(
    request: Request, session: SignedIn, database: Session, content: GuideContent | None = None
) -> GuideLabels:
    known = words_for(request, session, database)
    steps = content.facts.steps if content else ()
    places = {step.id: place for place, step in enumerate(steps, start=1)}
    return GuideLabels(known.language, known.panel, known.editing, known.providers, places)
