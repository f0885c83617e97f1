"""The steps of a guide as the chat would show them, before they are published."""

from dataclasses import dataclass

from markupsafe import Markup

from admin.service_preview import card_html
from admin.service_side import Editing
from dialogues.conversation.cards import card
from dialogues.conversation.context import Voice
from dialogues.conversation.walking import step_text
from knowledge.guide import Guide


@dataclass(frozen=True, slots=True)
class ShownStep:
    """The words of one message and the cards under it."""

    text: str
    cards: tuple[Markup, ...]


def shown_steps(editing: Editing, guide: Guide, language: str) -> tuple[ShownStep, ...]:
    """One message a step; the chat leaves out cards of services that do not serve where the person lives."""
    known, today = editing.catalogue().by_id, editing.today()
    voice = Voice(editing.words, language)
    return tuple(
        ShownStep(
            step_text(voice, guide, number) if step.texts else "",
            tuple(
                card_html(editing, card(known[each], editing.words, language, today), language)
                for each in step.services
                if each in known
            ),
        )
        for number, step in enumerate(guide.steps, start=1)
    )
