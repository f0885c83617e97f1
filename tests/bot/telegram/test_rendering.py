"""Messages as Telegram shows them: never over its limits, nothing lost, nothing taken for markup."""

import re
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bot.web
from bot.channels.plain import Piece, Plain
from bot.conversation import Author, Message, Original
from bot.telegram.rendering import LONGEST, Rendered, packed, rendered
from dialogues.conversation.texts import Texts
from dialogues.engine import Button
from tests.bot.scripted import CARD
from tests.support.telegram_rules import LONGEST_TEXT, keyboard, shown_text

PLAIN = Plain(Texts.load(Path(bot.web.__file__).parent / "texts"))
NOW = datetime(2026, 11, 23, tzinfo=UTC)
WORDS = st.text(st.characters(codec="utf-8"), max_size=300)
ANY = st.text(max_size=9_000) | st.lists(WORDS, max_size=30).map("\n\n".join)
EMOJI = ("👩🏽‍🚀", "🇫🇮", "é", "नि", "👨‍👩‍👧‍👦", "❤️")


def message(text: str, **values: Any) -> Message:
    given: dict[str, Any] = {"author": Author.BOT, "language": "en", "seq": 3, "at": NOW, **values}
    return Message(text=text, **given)


def shown(part: Rendered) -> str:
    """As Telegram shows it. Raises Refused where it would."""
    return shown_text({"text": part.html, "parse_mode": "HTML"})


def letters(text: str) -> str:
    """What there is to see, without what may change where a text is cut."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return "".join(each for each in whole if not each.isspace() and unicodedata.category(each)[0] != "C")


def bare(text: str) -> str:
    return re.sub(r"[\u2068\u2069]", "", text)


@given(ANY)
def test_nothing_of_a_text_is_lost_and_telegram_takes_every_part(text: str) -> None:
    parts = rendered(message(text), PLAIN)
    seen = "".join(letters(shown(part)) for part in parts)
    assert seen == (letters(text) or "…")
    assert all(len(shown(part).encode("utf-16-le")) // 2 < LONGEST_TEXT for part in parts)
    assert all(shown_text({"text": part.plain}) for part in parts)


@given(st.text(max_size=200), st.text(max_size=200), st.text(max_size=3_000), st.text(max_size=400))
def test_a_card_may_hold_anything(name: str, provider: str, summary: str, reason: str) -> None:
    card = replace(
        CARD, name=name, provider=provider, summary=summary, reasons=(reason,), url=f"https://{name}"
    )
    parts = rendered(message("Here:", services=(card, CARD)), PLAIN)
    seen = "".join(letters(shown(part)) for part in parts)
    assert all(letters(each) in seen for each in (name, provider, summary, reason, CARD.name))


@pytest.mark.parametrize("cluster", EMOJI)
def test_what_is_seen_as_one_character_is_never_cut(cluster: str) -> None:
    for before in range(len(cluster) + 1):
        pages = list(packed([(Piece("x" * before + cluster * 1_000),)], 100))
        assert len(pages) > 9
        for page in pages:
            text = "".join(piece.text for piece in page).lstrip("x")
            assert text.replace(cluster, "") == ""


def test_a_long_text_is_cut_after_paragraphs_then_sentences_then_words() -> None:
    paragraph = "One sentence of some words. " * 20
    text = "\n\n".join([paragraph.strip()] * 8)
    parts = [shown(part) for part in rendered(message(text), PLAIN)]
    assert all(part.endswith("words.") and part.startswith("One") for part in parts)
    sentences = [shown(part) for part in rendered(message(paragraph * 8), PLAIN)]
    assert all(part.endswith(".") for part in sentences)
    words = [shown(part) for part in rendered(message("word " * 2_000), PLAIN)]
    assert all(part.startswith("word") and part.endswith("word") for part in words)


def test_what_belongs_together_stays_together() -> None:
    cards = tuple(replace(CARD, name=f"Service {number}", summary="s" * 700) for number in range(4))
    parts = [shown(part) for part in rendered(message("These fit.", services=cards), PLAIN)]
    assert len(parts) == 2
    for number in range(4):
        (whole,) = (part for part in parts if f"Service {number}\n" in part)
        assert "s" * 700 in whole.split(f"Service {number}")[1]


def test_a_service_shows_its_facts_and_leads_to_its_page() -> None:
    (part,) = rendered(message("This may help.", services=(CARD,)), PLAIN)
    assert part.html.startswith("This may help.\n\n<b>Start-up grant</b>\nEmployment services\n")
    assert "<b>Why this one: </b>because you want to start a business" in part.html
    assert "<b>Served in: </b>Finnish, Swedish" in part.html
    assert '<a href="https://example.fi/grant">To the service\'s page</a>' in part.html
    assert "https://example.fi/grant" in part.plain


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "ftp://a", "", "https://a b", "tg://resolve?x", "//a"]
)
def test_only_the_web_is_linked(url: str) -> None:
    (part,) = rendered(message("x", services=(replace(CARD, url=url),)), PLAIN)
    assert "<a" not in part.html


def test_nobody_writes_markup() -> None:
    (part,) = rendered(message("<b>bold</b> & <a href='x'>", name="<i>", author=Author.COUNSELLOR), PLAIN)
    assert shown(part) == "<i> · Counsellor\n\n<b>bold</b> & <a href='x'>"
    quoted = replace(CARD, url='https://a/"onclick="x')
    (card,) = rendered(message("x", services=(quoted,)), PLAIN)
    assert 'href="https://a/&quot;onclick=&quot;x"' in card.html


def test_who_speaks_is_told_apart() -> None:
    counsellor = rendered(message("Hello.", author=Author.COUNSELLOR, name="Aino"), PLAIN)[0].html
    system = rendered(message("You wait.", author=Author.SYSTEM), PLAIN)[0].html
    robot = rendered(message("Hello."), PLAIN)[0].html
    assert (counsellor, system, robot) == ("<b>Aino · Counsellor</b>\n\nHello.", "ℹ️ You wait.", "Hello.")


def test_a_machine_translation_shows_what_was_written() -> None:
    translated = message("Hello.", author=Author.COUNSELLOR, original=Original("Hei.", "fi", "a server"))
    assert shown(rendered(translated, PLAIN)[0]).endswith(
        "Hello.\n\nTranslated by a machine from Finnish. Original text:\nHei."
    )


def test_progress_is_told_with_a_question_only_and_the_last_part_has_the_buttons() -> None:
    buttons = (
        Button("Yes", '/inform{"goals": "job"}'),
        Button("A title that is far too long for a telephone", "/long"),
    )
    parts = rendered(message("word " * 1_000, progress=(3, 7), buttons=buttons), PLAIN)
    assert shown(parts[0]).startswith("Question 3/7\n\nword")
    assert "Question" not in shown(rendered(message("word", progress=(3, 7), buttons=buttons[1:]), PLAIN)[0])
    assert [part.keyboard is not None for part in parts] == [*[False] * (len(parts) - 1), True]
    assert "• A title that is far too long for a telephone" in shown(parts[-1])
    last = parts[-1].keyboard
    assert last
    assert keyboard({"reply_markup": last.to_json()})


def test_telephone_numbers_stay_text() -> None:
    assert rendered(message("Call 112 or 09 2525 0113."), PLAIN)[0].html == "Call 112 or 09 2525 0113."


@pytest.mark.parametrize("language", ["ar", "fa"])
def test_latin_names_do_not_disturb_arabic(language: str) -> None:
    (part,) = rendered(message("مرحبا", language=language, services=(CARD,)), PLAIN)
    assert "\u2068Start-up grant\u2069" in part.html
    assert part.html.count("\u2068") == part.html.count("\u2069")
    (plain,) = rendered(message("Hello", services=(CARD,)), PLAIN)
    assert bare(plain.html) == plain.html


@pytest.mark.parametrize("text", ["Aino مرحبا", "مرحبا", "Aino", "مرحبا\nAino مرحبا"])
def test_arabic_runs_from_the_right_whatever_it_begins_with(text: str) -> None:
    (system,) = rendered(message(text, language="ar", author=Author.SYSTEM), PLAIN)
    for line in system.html.split("\n"):
        strong = [unicodedata.bidirectional(letter) for letter in line]
        first = next(way for way in strong if way in ("L", "R", "AL"))
        assert first != "L" or "AL" not in strong
    assert "\u200f" not in rendered(message(text, author=Author.SYSTEM), PLAIN)[0].html


@pytest.mark.parametrize("language", PLAIN.words.languages)
def test_every_language_has_the_words(language: str) -> None:
    told = message(
        "…", language=language, services=(replace(CARD, condition="c", review_overdue=True),), progress=(1, 2)
    )
    text = PLAIN.text(replace(told, buttons=(Button("a", "/inform"),)))
    assert "• " in text
    assert "{" not in text
    assert len(shown(rendered(told, PLAIN)[0])) < LONGEST
