"""The published versions of guides, read from their snapshots as the bot sees them."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from knowledge.guide import Guide, GuideStep, GuideText
from knowledge.guides.content import CONTENT, GuideContent, StepFacts, Tongue
from knowledge.guides.models import GuideRevisionRow, GuideRow
from knowledge.models import ProviderRow


def published_guides(session: Session) -> Mapping[str, Guide]:
    """All, by id; drafts of texts stay out, and a guide without any text too."""
    shown = and_(
        GuideRevisionRow.guide_id == GuideRow.id, GuideRevisionRow.number == GuideRow.published_revision
    )
    found = (
        select(GuideRow.id, GuideRevisionRow.snapshot, GuideRow.review_due)
        .join(GuideRevisionRow, shown)
        .order_by(GuideRow.id)
    )
    names = dict(session.execute(select(ProviderRow.id, ProviderRow.names)).all())
    guides = {}
    for guide_id, snapshot, review_due in session.execute(found):
        content = CONTENT.validate_python(snapshot)
        guide = as_shown(guide_id, content, names[content.facts.provider], review_due)
        if guide.texts:
            guides[guide_id] = guide
    return MappingProxyType(guides)


def newest_guides(session: Session, known: Mapping[str, Guide], version: int) -> Mapping[str, Guide]:
    """`known` itself while no guide has changed after this version of the catalogue."""
    changed = session.scalar(select(GuideRow.id).where(GuideRow.catalogue_version > version).limit(1))
    return published_guides(session) if changed else known


def as_shown(
    guide_id: str, content: GuideContent, provider_names: Mapping[str, str], review_due: date | None = None
) -> Guide:
    """A version as the chat would show it."""
    facts = content.facts
    texts = {key: text for key, text in sorted(content.texts.items()) if text.status != "draft"}
    said = {
        key: GuideText(key, text.words.title, text.words.summary, status=text.status)
        for key, text in texts.items()
        if text.words.title
    }
    return Guide(
        id=guide_id,
        kind=facts.kind,
        provider=facts.provider,
        provider_names=MappingProxyType(dict(provider_names)),
        texts=MappingProxyType(said),
        steps=tuple(_step(each, texts) for each in facts.steps),
        goals=frozenset(facts.goals),
        fields=frozenset(facts.fields),
        occupations=facts.occupations,
        municipalities=None if facts.municipalities is None else frozenset(facts.municipalities),
        short_of_staff=None if facts.short_of_staff is None else frozenset(facts.short_of_staff),
        review_due=review_due,
    )


def _step(step: StepFacts, texts: Mapping[str, Tongue]) -> GuideStep:
    said = {
        language: GuideText(language, words.title, words.body, words.link, text.status)
        for language, text in texts.items()
        if (words := text.words.steps.get(step.id))
    }
    return GuideStep(step.id, MappingProxyType(said), step.url, step.services)
