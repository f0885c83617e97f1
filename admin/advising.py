"""What is recommended at the desk: the catalogue of today for the desk's verbs, with their traces."""

from dataclasses import dataclass

from fastapi import Request

from admin.desk_case_verbs import Refused
from admin.desk_verbs import DeskVerbs, desk_of
from admin.service_side import editing_of
from admin.staff import Staff
from admin.wording import wording_of
from bot.advice import Advice, Offer, UnknownService
from bot.conversation import Message
from bot.incoming import cleaned


@dataclass(frozen=True, slots=True)
class OfferView:
    """`unfit` says in words why it is not meant for this person, "" where it is. `language` is the text's."""

    id: str
    name: str
    provider: str
    summary: str
    language: str
    unfit: str


def advice_of(request: Request) -> Advice:
    editing = editing_of(request)
    return Advice(desk_of(request), editing.catalogue(), editing.words, editing.today())


def offers(request: Request, who: Staff, conversation_id: str, query: str) -> tuple[OfferView, ...]:
    """Raises bot.store.NotFound."""
    advice = advice_of(request)
    found = advice.find(advice.desk.case(conversation_id), query, who.language)
    return tuple(_view(request, who, offer) for offer in found)


def recommend(
    request: Request, who: Staff, conversation_id: str, service_id: str, text: str, client_id: str
) -> Message:
    """Raises Refused for an unknown service, bot.desk.DeskRefusal and bot.store.NotFound."""
    advice = advice_of(request)
    sentence = cleaned(text) if text.strip() else ""
    trace = DeskVerbs(advice.desk, who).trace("recommend", conversation_id, service=service_id)
    try:
        return advice.recommend(conversation_id, who.id, service_id, sentence, client_id, trace)
    except UnknownService:
        raise Refused("no_service_today") from None


def _view(request: Request, who: Staff, offer: Offer) -> OfferView:
    say, card = wording_of(request).say, offer.card
    return OfferView(
        id=card.id,
        name=card.name,
        provider=card.provider,
        summary=card.summary,
        language=card.text_language,
        unfit=" ".join(say(f"advice.unfit_{each}", who.language) for each in offer.unfit),
    )
