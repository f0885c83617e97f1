"""What counsellors show to the person out of the catalogue: found as the chat finds it, sent as a reply."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final, Literal

from sqlalchemy.orm import Session

from bot import store
from bot.cases import Case
from bot.conversation import Message
from bot.desk import Desk
from bot.effects import advised
from bot.store import Also, nothing_more
from dialogues.conversation.cards import card, recommended_card
from dialogues.conversation.texts import Texts
from dialogues.engine import ServiceCard
from knowledge.catalogue import Catalogue
from knowledge.eligibility import is_valid, serves_municipality
from knowledge.matching import recommend
from knowledge.profile import NeedsProfile
from knowledge.search import search
from knowledge.service import Service

AT_ONCE: Final = 8
Unfit = Literal["municipality", "audience"]


class UnknownService(Exception):  # noqa: N818
    """The catalogue has no such service today."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A service found; `unfit` tells for whose sake it is not meant for this person."""

    card: ServiceCard
    unfit: tuple[Unfit, ...]


@dataclass(frozen=True, slots=True)
class Advice:
    """`words` are the dialogues' texts, `catalogue` is what the chat shows `today`."""

    desk: Desk
    catalogue: Catalogue
    words: Texts
    today: date

    def find(self, case: Case, query: str, language: str) -> tuple[Offer, ...]:
        """Cards in the reader's `language`: what fits the person first, then what is marked as not for them.

        Without words what the profile asks for.
        """
        profile = case.row.profile
        found = self._found(query.strip(), profile, language)
        offers = (
            Offer(card(each, self.words, language, self.today), self._unfit(each, profile)) for each in found
        )
        return tuple(sorted(offers, key=lambda offer: bool(offer.unfit)))

    def recommend(
        self,
        conversation_id: str,
        staff_id: str,
        service_id: str,
        sentence: str,
        client_id: str,
        also: Also = nothing_more,
    ) -> Message:
        """The card in the person's language as the counsellor's message; the same `client_id` is once.

        Raises UnknownService, bot.desk.NotHolder and store.NotFound.
        """
        row = self.desk.case(conversation_id).row
        service = self._valid(service_id)
        if service is None:
            raise UnknownService(service_id)
        shown = self._card(service, row.profile, row.language)
        text = sentence or self.desk.texts.get("desk.recommends", row.language)

        def counted(session: Session) -> None:
            conversation = store.row(session, conversation_id)
            session.add_all(advised(conversation, [service_id], self.desk.clock()))
            also(session)

        return self.desk.say(conversation_id, staff_id, text, client_id, counted, (shown,))

    def _valid(self, service_id: str) -> Service | None:
        service = self.catalogue.by_id.get(service_id)
        return service if service and is_valid(service, self.today) else None

    def _found(self, query: str, profile: NeedsProfile, language: str) -> tuple[Service, ...]:
        if not query:
            return tuple(each.service for each in recommend(profile, self.catalogue, self.today))[:AT_ONCE]
        asked = partial(search, self.catalogue, query, language, limit=AT_ONCE, today=self.today)
        hits = (
            *(hit.service for hit in asked(municipality=profile.municipality, audience=profile.audience)),
            *(hit.service for hit in asked(municipality=profile.municipality)),
            *self._named(query),
        )
        return tuple({service.id: service for service in hits}.values())[: 2 * AT_ONCE]

    def _named(self, query: str) -> tuple[Service, ...]:
        """Wherever they serve: all words of the query stand in a name."""
        words = query.casefold().split()
        return tuple(
            service
            for service in self.catalogue.services
            if is_valid(service, self.today)
            and any(all(word in text.name.casefold() for word in words) for text in service.texts.values())
        )[:AT_ONCE]

    def _unfit(self, service: Service, profile: NeedsProfile) -> tuple[Unfit, ...]:
        audience: tuple[Unfit, ...] = () if profile.audience in service.audience else ("audience",)
        served = serves_municipality(service, profile.municipality)
        return audience if served else (*audience, "municipality")

    def _card(self, service: Service, profile: NeedsProfile, language: str) -> ServiceCard:
        """With the reasons, where the profile has some."""
        found = recommend(profile, self.catalogue, self.today)
        fitting = next((each for each in found if each.service.id == service.id), None)
        if fitting is None:
            return card(service, self.words, language, self.today)
        return recommended_card(fitting, self.words, language, self.catalogue.municipalities, self.today)
