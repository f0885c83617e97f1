"""A counsellor changes answers with the person and shows new results: fenced, told, kept for the bot."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot import store
from bot.advice import Advice
from bot.cases import without
from bot.conversation import Author, Draft, Message, spoken
from bot.desk import DeskRefusal
from bot.effects import advised
from bot.models import Conversation
from bot.store import Also, nothing_more
from dialogues.conversation.summary import label, value_text
from dialogues.conversation.together import is_answer, new_results, with_answer
from dialogues.engine import DialogueState
from knowledge.names import Names
from knowledge.profile import NeedsProfile


class AnswerChanged(DeskRefusal):
    """The answer is no longer the one that the counsellor saw."""


class BadAnswer(DeskRefusal):
    """No such question, none of its answers, or one that the person has left out."""


class NothingFits(DeskRefusal):
    """There is no service for these answers: nothing was sent."""


@dataclass(frozen=True, slots=True)
class Together:
    """All verbs raise bot.desk.NotHolder and store.NotFound."""

    advice: Advice
    names: Names

    def change(
        self,
        conversation_id: str,
        staff_id: str,
        slot: str,
        codes: Sequence[str],
        seen: Sequence[str],
        also: Also = nothing_more,
    ) -> None:
        """`seen` are the codes that the counsellor saw. The same answer again changes nothing.

        Raises AnswerChanged and BadAnswer.
        """
        desk = self.advice.desk
        with desk.database.write() as session:
            conversation = desk.held(session, conversation_id, staff_id)
            state = store.load_state(conversation)
            places = self.advice.catalogue.municipalities
            if slot in conversation.left_out or not is_answer(slot, codes, state.profile.audience, places):
                raise BadAnswer(slot)
            known = codes_of(state.profile, slot)
            if known == tuple(codes):
                return
            if known != tuple(seen):
                raise AnswerChanged(slot)
            changed = with_answer(state, slot, codes)
            store.save_state(conversation, changed)
            store.append(session, conversation, [self._told(conversation, changed, slot)], desk.clock())
            also(session)
        desk.wake(conversation_id)

    def show_results(
        self, conversation_id: str, staff_id: str, client_id: str, also: Also = nothing_more
    ) -> Message:
        """As the bot's message, without what the person left out; the same `client_id` is once.

        Raises NothingFits.
        """
        desk = self.advice.desk
        with desk.database.write() as session:
            conversation = desk.held(session, conversation_id, staff_id)
            if earlier := store.said_before(session, conversation_id, client_id):
                return store.message(earlier)
            state = store.load_state(conversation)
            profile = without(state.profile, conversation.left_out)
            advice = self.advice
            results = new_results(state, profile, advice.catalogue, advice.words, advice.today)
            if results is None:
                raise NothingFits(conversation_id)
            store.save_state(conversation, results.state)
            draft = replace(
                spoken(results.said, conversation.language), client_id=client_id, staff_id=staff_id
            )
            (message,) = store.append(session, conversation, [draft], desk.clock())
            session.add_all(advised(conversation, [card.id for card in draft.services], desk.clock()))
            also(session)
        desk.wake(conversation_id)
        return message

    def _told(self, conversation: Conversation, state: DialogueState, slot: str) -> Draft:
        """To the person, in their language: what stands there now."""
        texts, language = self.advice.words, conversation.language
        name = conversation.holder_name or ""
        value = value_text(state.profile, slot, language, texts, self.names)
        told = self.advice.desk.texts.get(
            "desk.answer_changed",
            language,
            name=name,
            label=label(slot, state.profile.audience, language, texts),
            value=value or "–",
        )
        return Draft(author=Author.SYSTEM, name=name, text=told, language=language)


def codes_of(profile: NeedsProfile, slot: str) -> tuple[str, ...]:
    """An answer as codes, () where it is not known."""
    value = getattr(profile, slot)
    return (value,) if isinstance(value, str) else tuple(value or ())
