"""The steps of a guide as the chat would show them, before they are published."""

from dataclasses import dataclass

from markupsafe import Markup

from admin.service_preview import card_html
from admin.service_side import Editing
from dialogues.conversation.cards import card
from knowledge.guide import Guide, GuideStep


@dataclass(frozen=True, slots=True)
class ShownStep:
    """The words of one message and the cards under it."""

    text: str
    cards: tuple[Markup, ...]


def shown_steps(editing: Editing, guide: Guide, language: str) -> tuple[ShownStep, ...]:
    """One message a step; the chat leaves out cards of services that do not serve where the person lives."""
    known, today = editing.catalogue().by_id, editing.today()
    return tuple(
        ShownStep(
            _text(editing, step, language),
            tuple(
                card_html(editing, card(known[each], editing.words, language, today), language)
                for each in step.services
                if each in known
            ),
        )
        for step in guide.steps
    )


def _text(editing: Editing, step: GuideStep, language: str) -> str:
    """In the nearest language that has words."""
    chain = (*editing.words.chain(language), *step.texts)
    words = next((step.texts[code] for code in chain if code in step.texts), None)
    if words is None:
        return ""
    link = f"{words.link}: {step.url}" if step.url else ""
    return "\n\n".join(part for part in (words.title, words.body, link) if part)
