"""The published versions of services, read from their snapshots as the bot sees them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from knowledge.editing.content import CONTENT, Content
from knowledge.models import ProviderRow, ServiceRevisionRow, ServiceRow
from knowledge.service import Service, ServiceText


@dataclass(frozen=True, slots=True)
class Published:
    """What has changed: every id that was touched, and those of them that are shown now."""

    touched: frozenset[str]
    shown: tuple[Service, ...]


def published_since(session: Session, version: int) -> Published:
    """What was published, changed or hidden after this version of the catalogue (-1: everything)."""
    after = ServiceRow.catalogue_version > version
    touched = frozenset(session.scalars(select(ServiceRow.id).where(after)))
    return Published(touched, tuple(_shown(session, after)))


def as_shown(
    service_id: str, content: Content, provider_names: Mapping[str, str], review_due: date | None = None
) -> Service:
    """A version as the chat would show it; its drafts of texts are left out."""
    facts = content.facts
    texts = {language: _text(content, language) for language in sorted(content.texts)}
    return Service(
        id=service_id,
        provider=facts.provider,
        provider_names=MappingProxyType(dict(provider_names)),
        category=facts.category,
        audience=frozenset(facts.audience),
        url=facts.url,
        texts=MappingProxyType({key: text for key, text in texts.items() if text.status != "draft"}),
        municipalities=None if facts.municipalities is None else frozenset(facts.municipalities),
        min_age=facts.min_age,
        max_age=facts.max_age,
        newcomers_only=facts.newcomers_only,
        required_situations=frozenset(facts.required_situations),
        situations=frozenset(facts.situations),
        goals=frozenset(facts.goals),
        barriers=frozenset(facts.barriers),
        fields=frozenset(facts.fields),
        unemployed_for=frozenset(facts.unemployed_for),
        employer_needs=frozenset(facts.employer_needs),
        role=facts.role,
        stand_in=facts.stand_in,
        languages=facts.languages,
        valid_from=facts.valid_from,
        valid_to=facts.valid_to,
        review_due=review_due,
        evidence=facts.evidence,
        keywords=MappingProxyType(dict(facts.keywords)),
    )


def _shown(session: Session, condition: Any) -> Iterator[Service]:
    found = (
        select(ServiceRow.id, ServiceRevisionRow.snapshot, ServiceRow.review_due)
        .join(
            ServiceRevisionRow,
            and_(
                ServiceRevisionRow.service_id == ServiceRow.id,
                ServiceRevisionRow.number == ServiceRow.published_revision,
            ),
        )
        .where(condition)
        .execution_options(yield_per=500)
    )
    names = dict(session.execute(select(ProviderRow.id, ProviderRow.names)).all())
    for service_id, snapshot, review_due in session.execute(found):
        content = CONTENT.validate_python(snapshot)
        service = as_shown(service_id, content, names[content.facts.provider], review_due)
        if service.texts:
            yield service


def _text(content: Content, language: str) -> ServiceText:
    text = content.texts[language]
    words = text.words
    return ServiceText(language, words.name, words.summary, words.first_step, words.condition, text.status)
