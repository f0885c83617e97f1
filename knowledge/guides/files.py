"""A guide as a file: the same keys as the starter's, so that what one city writes another can take."""

from datetime import date
from typing import Any

import yaml

from knowledge.guides.content import STEP_FIELDS, GuideContent, StepFacts
from knowledge.guides.working_copy import GuideCopy


def as_yaml(copy: GuideCopy, review_due: date) -> str:
    """The working copy; `review_due` stands where none is set yet."""
    facts = copy.content.facts
    places, short = facts.municipalities, facts.short_of_staff
    told = {
        "id": copy.id,
        "kind": facts.kind,
        "provider": facts.provider,
        "goals": list(facts.goals),
        "fields": list(facts.fields),
        "occupations": list(facts.occupations),
        "area": "nationwide" if places is None else list(places),
        "short_of_staff": "everywhere" if short is None else list(short) or "nowhere",
        "review_due": copy.review_due or review_due,
        "source_language": facts.source_language,
        "note": facts.note,
        "texts": {
            language: {"title": text.words.title, "summary": text.words.summary, "status": text.status}
            for language, text in copy.content.texts.items()
        },
        "steps": [_step(step, copy.content) for step in facts.steps],
    }
    return yaml.safe_dump(told, allow_unicode=True, sort_keys=False, width=100)


def _step(step: StepFacts, content: GuideContent) -> dict[str, Any]:
    said = {
        language: {name: value for name in STEP_FIELDS if (value := getattr(words, name))}
        for language, text in content.texts.items()
        if (words := text.words.steps.get(step.id))
    }
    return {"id": step.id, "url": step.url, "services": list(step.services), "texts": said}
