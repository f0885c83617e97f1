"""A service as it is shown to one person: in one language, with its reasons in words."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from dialogues.conversation.texts import Texts
from dialogues.engine import ServiceCard
from knowledge.matching import Reason, Recommendation
from knowledge.municipalities import Municipalities
from knowledge.service import Service, ServiceText

MOST_REASONS: Final = 3
MOST_PLACES: Final = 4
_VALUES_NAMED: Final = 2
_ONE_TEXT: Final = ("language", "newcomer")


def recommended_card(
    found: Recommendation, texts: Texts, language: str, places: Municipalities, today: date
) -> ServiceCard:
    return card(found.service, texts, language, today, (why(found, texts, language, places),))


def card(
    service: Service, texts: Texts, language: str, today: date, reasons: tuple[str, ...] = ()
) -> ServiceCard:
    """In the nearest language that the service has words in."""
    words = nearest_text(service, texts, language)
    return ServiceCard(
        id=service.id,
        name=words.name,
        provider=provider_name(service, texts, language),
        summary=words.summary,
        category=service.category,
        url=service.url,
        languages=service.languages,
        municipalities=None if service.municipalities is None else tuple(sorted(service.municipalities)),
        reasons=reasons,
        first_step=words.first_step,
        condition=words.condition,
        text_language=words.language,
        text_status=words.status,
        review_overdue=service.review_due is not None and service.review_due < today,
    )


def local_card(
    service: Service, texts: Texts, language: str, today: date, places: Municipalities
) -> ServiceCard:
    """For somebody who may live anywhere: a local service says where it serves, in its text's language."""
    shown = card(service, texts, language, today)
    if service.municipalities is None:
        return shown
    where = _where(service.municipalities, texts, shown.text_language, places)
    return replace(shown, condition=f"{where} {shown.condition}".strip())


def _where(codes: frozenset[str], texts: Texts, language: str, places: Municipalities) -> str:
    known = filter(None, map(places.get, codes))
    names = sorted({place.name(language) for place in known}) or sorted(codes)
    if len(names) <= MOST_PLACES:
        return texts.get("search.area", language, places=", ".join(names))
    named = ", ".join(names[: MOST_PLACES - 1])
    return texts.get("search.area_more", language, places=named, count=len(names) - MOST_PLACES + 1)


def nearest_text(service: Service, texts: Texts, language: str) -> ServiceText:
    """Every published service has words in some language."""
    wanted = (*texts.chain(language), *service.texts)
    return next(service.texts[code] for code in wanted if code in service.texts)


def provider_name(service: Service, texts: Texts, language: str) -> str:
    wanted = (*texts.chain(language), *service.provider_names)
    return next(
        (service.provider_names[code] for code in wanted if code in service.provider_names), service.provider
    )


def why(found: Recommendation, texts: Texts, language: str, places: Municipalities) -> str:
    """One sentence: "Because you want to start a business and you live in Oulu."."""
    audience = "employer" if any(reason.kind == "employer_need" for reason in found.reasons) else "person"
    place = [reason for reason in found.reasons if reason.kind == "municipality"]
    clauses = [
        clause
        for reason in found.reasons
        if reason not in place
        for clause in _clauses(reason, audience, texts, language, places)
    ][: MOST_REASONS - len(place)]
    clauses += [clause for reason in place for clause in _clauses(reason, audience, texts, language, places)]
    if not clauses:
        return texts.get("reason.general", language)
    first, last = texts.listed(clauses[:-1], language), clauses[-1]
    joined = texts.get("list.two", language, first=first, last=last) if first else last
    return texts.get("reason.sentence", language, reasons=joined)


def _clauses(
    reason: Reason, audience: str, texts: Texts, language: str, places: Municipalities
) -> Iterator[str]:
    if reason.kind == "municipality":
        key = "reason.company_municipality" if audience == "employer" else "reason.municipality"
        place = places.get(reason.values[0])
        yield texts.get(key, language, place=place.name(language) if place else reason.values[0])
    elif reason.kind in _ONE_TEXT:
        yield texts.get(f"reason.{reason.kind}", language)
    else:
        for value in reason.values[:_VALUES_NAMED]:
            yield texts.get(f"reason.{reason.kind}.{value}", language)
