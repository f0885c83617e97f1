"""Two editors on one guide: what only one of them changed is kept, what both changed is shown to choose."""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, Final

from sqlalchemy.orm import Session

from knowledge.editing.content import Value
from knowledge.editing.errors import Clash, Conflict
from knowledge.guides.content import (
    STEP_FIELDS,
    GuideContent,
    GuideFacts,
    GuideWords,
    StepFacts,
    StepWords,
    Tongue,
)
from knowledge.guides.models import GuideRow
from knowledge.guides.rules import parts
from knowledge.guides.working_copy import content_at, content_of, history
from knowledge.revisions import Change

Place = tuple[str, str]
"""Language ("" for facts) and field; those of a step are named `url.<id>`, `title.<id>` and so on."""

FACTS: Final = tuple(each.name for each in fields(GuideFacts) if each.name != "steps")


class GuideConflict(Conflict):
    """As Conflict; `merged` is what would be saved if the writer's own words stood in every clash."""

    def __init__(self, conflict: Conflict, merged: GuideContent) -> None:
        super().__init__(conflict.version, conflict.clashes, conflict.by, conflict.at)
        self.merged = merged


def merged(session: Session, row: GuideRow, before: GuideContent, yours: GuideContent) -> GuideContent:
    """`yours`, written over `before`, together with what others have saved since; texts without states.

    Raises GuideConflict where both have changed the same field to different values.
    """
    base, theirs, mine = flat(before), flat(content_of(row)), flat(yours)
    result: dict[Place, Value] = {}
    clashes = []
    for place in dict.fromkeys((*mine, *theirs)):
        was, now, wanted = (values.get(place) for values in (base, theirs, mine))
        if wanted not in (was, now) and now != was:
            clashes.append(Clash(place[1], place[0], was, now, wanted))
        result[place] = now if wanted == was else wanted
    content = unflat(result)
    if clashes:
        raise GuideConflict(_conflict(session, row, tuple(clashes)), content)
    return content


def refuse_unseen(session: Session, row: GuideRow, seen: int) -> None:
    """Raises Conflict when the guide says something else than after the revision that the actor saw."""
    if seen == row.revision:
        return
    changes = compare(content_at(session, row.id, seen), content_of(row))
    clashes = tuple(
        Clash(each.field, each.language, each.before, each.after, each.before)
        for each in changes
        if each.field != "status"
    )
    if clashes:
        raise _conflict(session, row, clashes)


def compare(before: GuideContent, after: GuideContent) -> tuple[Change, ...]:
    """Every field that differs: facts and steps, each language's words, then the texts' states."""
    old, new = flat(before), flat(after)
    old |= {(key, "status"): text.status for key, text in before.texts.items()}
    new |= {(key, "status"): text.status for key, text in after.texts.items()}
    places = sorted(dict.fromkeys((*new, *old)), key=lambda place: (place[1] == "status", place[0]))
    changes = (
        Change(name, language, old.get((language, name)), new.get((language, name)))
        for language, name in places
    )
    return tuple(each for each in changes if each.before != each.after)


def flat(content: GuideContent) -> dict[Place, Value]:
    """Every value by its place; empty words and addresses have none."""
    facts = content.facts
    values: dict[Place, Value] = {("", name): getattr(facts, name) for name in FACTS}
    values["", "steps"] = tuple(step.id for step in facts.steps)
    for step in facts.steps:
        own = {("", f"url.{step.id}"): step.url, ("", f"services.{step.id}"): step.services}
        values |= {place: value for place, value in own.items() if value}
    for language, text in content.texts.items():
        values |= {(language, name): said for name, said in parts(text.words).items() if said}
    return values


def unflat(values: Mapping[Place, Value]) -> GuideContent:
    """A step that only one of two has taken away comes back last while the other has written in it."""
    said: Any = values
    named = (name.partition(".")[2] for (_, name), value in values.items() if value and "." in name)
    ids = dict.fromkeys((*(said.get(("", "steps")) or ()), *named))
    steps = tuple(
        StepFacts(key, said.get(("", f"url.{key}")) or "", said.get(("", f"services.{key}")) or ())
        for key in ids
    )
    facts = GuideFacts(steps=steps, **{name: said["", name] for name in FACTS})
    languages = dict.fromkeys(language for language, _ in values if language)
    return GuideContent(facts, {key: Tongue(_words(values, key, tuple(ids))) for key in languages})


def with_theirs(content: GuideContent, theirs: GuideContent, places: frozenset[Place]) -> GuideContent:
    """With somebody else's values where the writer has chosen them."""
    if not places:
        return content
    values, other = flat(content), flat(theirs)
    for place in places:
        values[place] = other.get(place)
    made, states = unflat(values), content.texts
    return replace(
        made,
        texts={key: replace(states.get(key, text), words=text.words) for key, text in made.texts.items()},
    )


def _words(values: Mapping[Place, Value], language: str, ids: tuple[str, ...]) -> GuideWords:
    def said(name: str) -> str:
        return str(values.get((language, name)) or "")

    steps = {key: StepWords(*(said(f"{name}.{key}") for name in STEP_FIELDS)) for key in ids}
    return GuideWords(said("title"), said("summary"), steps)


def _conflict(session: Session, row: GuideRow, clashes: tuple[Clash, ...]) -> Conflict:
    last = history(session, row.id)[0]
    return Conflict(row.revision, clashes, last.made_by_name, last.made_at)
