"""What the bot answers to a message: danger first, then the engine."""

import asyncio
import logging
import traceback
from collections.abc import Awaitable
from dataclasses import replace
from functools import partial

from anyio import to_thread

from bot.conversation import Author, Draft, Holder, Outcome, Snapshot, decide, spoken
from bot.duty import asker
from bot.feed import BOT_TYPES
from bot.parts import Parts
from bot.pause import Pause, is_still_answered, silent_bot, told
from bot.routing import Waiter
from dialogues.engine import Button, DialogueState, EngineError, PersonMessage, SwitchLanguage, Turn
from dialogues.understanding.danger_model import Danger
from dialogues.understanding.language_offers import LanguageOffer, Notice

ENGINE_SECONDS = 20
TYPING_AFTER_SECONDS = 0.3

_log = logging.getLogger(__name__)


class Answering:
    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def outcome(self, seen: Snapshot, said: Draft) -> Outcome:
        decision = decide(seen.holder)
        danger = None if said.payload else await to_thread.run_sync(self._danger, seen, said.text)
        sure = danger is not None and danger.sure
        if not decision.bot_speaks:
            return Outcome(state=seen.state, urgent=sure)
        if danger is not None and danger.sure:
            return Outcome(replies=self._calm(danger, seen), state=seen.state, urgent=True)
        outcome = await self._answered_unless_paused(seen, said)
        if danger is not None:
            outcome = replace(outcome, replies=(self._gentle(seen), *outcome.replies))
        return self._with_language(seen, said, outcome)

    def _danger(self, seen: Snapshot, text: str) -> Danger | None:
        """What may be danger twice is danger; who has had the whole answer is not stopped by a guess."""
        danger = self._parts.signs_of_danger(text)
        if danger is None or danger.sure:
            return danger
        signs = (self._parts.signs_of_danger(earlier) for earlier in seen.earlier)
        before = [sign for sign in signs if sign]
        return replace(danger, sure=bool(before) and not any(sign.sure for sign in before))

    def _calm(self, danger: Danger, seen: Snapshot) -> tuple[Draft, Draft]:
        language = seen.language
        say = partial(self._parts.texts.get, language=language)
        person = Button(say("button.person"), self._parts.payloads.danger)
        go_on = Button(say("button.go_on"), self._parts.payloads.go_on(seen.state))
        calm = Draft(author=Author.BOT, text=say(f"danger.{danger.kind}"), language=language)
        return calm, replace(
            calm, text=say("danger.person"), buttons=(person, go_on), progress=seen.state.progress
        )

    def _gentle(self, seen: Snapshot) -> Draft:
        """Said before the answer to a message that may mean danger, and may well not."""
        say = partial(self._parts.texts.get, language=seen.language)
        person = Button(say("button.person"), self._parts.payloads.danger)
        text = say("danger.perhaps")
        return Draft(author=Author.BOT, text=text, language=seen.language, buttons=(person,))

    async def _answered_unless_paused(self, seen: Snapshot, said: Draft) -> Outcome:
        paused = self._paused(seen.city)
        if paused is None:
            return await self._answered(seen, said)
        if not is_still_answered(said.payload):
            return Outcome(replies=(await self._silent(paused, asker(seen), seen.holder),), state=seen.state)
        outcome = await self._answered(seen, said)
        if outcome.state.language == seen.language:
            return outcome
        who = replace(asker(seen), language=outcome.state.language)
        return replace(outcome, replies=(await self._silent(paused, who, seen.holder),))

    def _paused(self, city: str | None) -> Pause | None:
        return self._parts.pauses.of("bot", city, self._parts.clock())

    async def _silent(self, paused: Pause, who: Waiter, holder: Holder) -> Draft:
        parts = self._parts
        sentence = told(paused, parts.texts, who.language, parts.cities.zone)
        open_desk = await to_thread.run_sync(parts.desk_answers, who)
        return silent_bot(parts.texts, parts.payloads, who.language, sentence, holder, open_desk=open_desk)

    async def _answered(self, seen: Snapshot, said: Draft) -> Outcome:
        message = PersonMessage(
            text="" if said.payload else said.text,
            payload=said.payload,
            waiting=seen.holder is Holder.WAITING,
            city=seen.city,
        )
        slow = asyncio.get_running_loop().call_later(
            TYPING_AFTER_SECONDS, self._parts.feed.wake, seen.id, BOT_TYPES
        )
        try:
            return await self._asked(self._parts.engine.respond(seen.id, seen.state, message), seen.state)
        finally:
            slow.cancel()

    async def opening(
        self, conversation_id: str, language: str, municipality: str | None, city: str | None
    ) -> Outcome:
        asked = self._parts.engine.start(conversation_id, language, municipality)
        outcome = await self._asked(asked, DialogueState(language=language))
        paused = self._paused(city or self._parts.cities.home(municipality))
        if paused is not None:
            who = Waiter(id=conversation_id, language=language, municipality=municipality, city=city)
            return replace(outcome, replies=(await self._silent(paused, who, Holder.BOT),))
        return replace(outcome, replies=(*self._greeting(language, city), *outcome.replies))

    def _greeting(self, language: str, city: str | None) -> tuple[Draft, ...]:
        """The city's own first words, before those that tell what this is."""
        text = self._parts.cities.of(city).greeting(language)
        return (Draft(author=Author.BOT, text=text, language=language),) if text else ()

    async def _asked(self, asked: Awaitable[Turn], state: DialogueState) -> Outcome:
        """What the engine answers; whatever goes wrong in it, the message is kept and a person is offered."""
        try:
            async with asyncio.timeout(ENGINE_SECONDS):
                turn = await asked
        except Exception as error:  # noqa: BLE001
            self._report(error)
            return Outcome(replies=(self._apology(state.language),), state=state)
        replies = tuple(spoken(said, turn.state.language) for said in turn.replies)
        return Outcome(replies=replies, state=turn.state, effects=turn.effects)

    def _report(self, error: Exception) -> None:
        """Where it happened, not the message of a foreign exception: that may quote the person."""
        self._parts.metrics.engine_errors.inc()
        told = str(error) if isinstance(error, EngineError) else type(error).__name__
        _log.error("the engine failed: %s\n%s", told, "".join(traceback.format_tb(error.__traceback__)))

    def _apology(self, language: str) -> Draft:
        say = partial(self._parts.texts.get, language=language)
        person = Button(say("button.person"), self._parts.payloads.person)
        return Draft(author=Author.BOT, text=say("apology"), language=language, buttons=(person,))

    def _with_language(self, seen: Snapshot, said: Draft, outcome: Outcome) -> Outcome:
        """Says once per language that the person writes in another one, and what can be done about it."""
        if said.payload or _answers_a_question(seen, outcome):
            return outcome
        offer = self._parts.offer_language(said.text, seen.language, self._parts.languages, seen.earlier)
        if offer is None or offer.language in (outcome.state.language, seen.suggested_language):
            return outcome
        told = self._notice(offer, offer.notice, seen) if offer.notice else self._question(offer.language)
        return replace(outcome, replies=(*outcome.replies, told), suggested_language=offer.language)

    def _question(self, language: str) -> Draft:
        """Whether to go on in a language that is spoken here."""
        text = self._parts.texts.get("switch.question", language)
        return Draft(author=Author.BOT, text=text, language=language, buttons=(self._switch(language),))

    def _notice(self, offer: LanguageOffer, notice: Notice, seen: Snapshot) -> Draft:
        """That a language is not spoken here, in that language, with the nearest help."""
        near = [known for known in notice.knows if known in self._parts.languages and known != seen.language]
        person = Button(notice.person, self._parts.payloads.person)
        buttons = (*(self._switch(language) for language in near), person)
        return Draft(author=Author.BOT, text=notice.text, language=offer.language, buttons=buttons)

    def _switch(self, language: str) -> Button:
        return Button(
            self._parts.texts.get("button.switch", language), self._parts.payloads.language(language)
        )

    async def switched(self, seen: Snapshot, language: str) -> Outcome:
        state = replace(seen.state, language=language)
        effects = (SwitchLanguage(language),)
        if not decide(seen.holder).bot_speaks or language == seen.language:
            return Outcome(state=state, effects=effects)
        if paused := self._paused(seen.city):
            silent = await self._silent(paused, replace(asker(seen), language=language), seen.holder)
            return Outcome(replies=(silent,), state=state, effects=effects)
        payload = self._parts.payloads.language(language)
        message = PersonMessage(payload=payload, waiting=seen.holder is Holder.WAITING, city=seen.city)
        asked = self._parts.engine.respond(seen.id, seen.state, message)
        outcome = await self._asked(asked, state)
        return replace(outcome, effects=(*outcome.effects, *effects))


def _answers_a_question(seen: Snapshot, outcome: Outcome) -> bool:
    """Whether the message brought an assessment forward: then its language stands in nobody's way."""
    before, after = seen.state, outcome.state
    forward = outcome.effects or before.profile != after.profile or before.progress != after.progress
    return bool(before.progress and forward)
