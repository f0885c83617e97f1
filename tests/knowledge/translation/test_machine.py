"""Machine translation: always marked, never over a human's words, whatever the server does."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import httpx
import pytest

from knowledge.database import Database
from knowledge.editing.content import Words
from knowledge.editing.writing import draft, mark_reviewed, write_text
from knowledge.translation.machine import AT_ONCE, NotTranslated, Patience, translate_text
from knowledge.translation.machine_runs import (
    SILENT,
    AlreadyRunning,
    MachineRun,
    carry_out,
    latest_run,
    start_run,
    untranslated,
)
from knowledge.translation.server import TranslationFailed, TranslationServer
from tests.knowledge.editing.make import EEVA, FACTS, KELA, NOW, ask, do, now_is, providers
from tests.knowledge.translation.libretranslate import Answer, Fake, said

FINNISH = Words("Yleistuki", "Hae yleistukea Kelasta. Soita.", "Soita.")
BUSY = Answer(429, b"{}", {"Retry-After": "3"})


@pytest.fixture
def shop(database: Database) -> Database:
    providers(database)
    do(database, draft, EEVA, FACTS, {"fi": FINNISH}, NOW, service_id="shop")
    return database


def server(fake: Fake) -> TranslationServer:
    return TranslationServer(httpx.Client(timeout=0.5), fake.url)


def translate(database: Database, fake: Fake, language: str = "sv", patience: Patience = AT_ONCE) -> None:
    translate_text(database, server(fake), EEVA, "shop", language, lambda: NOW, patience)


def write(database: Database, language: str, words: Words, status: str = "draft") -> None:
    version = now_is(database, "shop").text_versions.get(language, 0)
    do(database, write_text, EEVA, "shop", language, words, version, NOW, status=status)


def refusal(database: Database, fake: Fake, language: str = "sv") -> str:
    with pytest.raises(NotTranslated) as caught:
        translate(database, fake, language)
    return caught.value.reason


def test_a_missing_text_is_written_and_marked_with_the_glossarys_terms(shop: Database, fake: Fake) -> None:
    translate(shop, fake)
    text = now_is(shop, "shop").content.texts["sv"]
    assert text.status == "machine"
    assert text.words == Words("sv: Allmänt stöd", "sv: Hae allmänt stöd Kelasta. Soita.", "sv: Soita.")
    assert [asked["q"] for asked in fake.asked] == ["[[0]]", "Hae [[0]] Kelasta. Soita.", "Soita."]
    assert now_is(shop, "shop").stale == ()


def test_a_machine_that_breaks_placeholders_gets_the_plain_text(shop: Database, fake: Fake) -> None:
    fake.translate = lambda text, target: text.replace("[[", "[ [") + " sv"
    translate(shop, fake)
    assert now_is(shop, "shop").content.texts["sv"].words.summary == "Hae yleistukea Kelasta. Soita. sv"


def test_a_stale_machine_text_is_made_anew(shop: Database, fake: Fake) -> None:
    translate(shop, fake)
    write(shop, "fi", replace(FINNISH, first_step="Kirjoita."))
    translate(shop, fake)
    copy = now_is(shop, "shop")
    assert (copy.content.texts["sv"].words.first_step, copy.stale) == ("sv: Kirjoita.", ())


@pytest.mark.parametrize("status", ["draft", "reviewed"])
def test_a_humans_words_are_never_written_over(shop: Database, fake: Fake, status: str) -> None:
    write(shop, "sv", Words("Egen", "Egen text."), status)
    write(shop, "fi", replace(FINNISH, first_step="Kirjoita."))
    assert refusal(shop, fake) == "human"
    assert fake.asked == []


def during(database: Database, verb: Callable[[], None]) -> Callable[[str, str], str]:
    """Somebody does something while the server thinks about the first text."""
    left = [verb]

    def translated(text: str, target: str) -> str:
        if left:
            left.pop()()
        return f"{target}: {text}"

    return translated


def test_not_even_those_written_while_the_machine_was_thinking(shop: Database, fake: Fake) -> None:
    fake.translate = during(shop, lambda: write(shop, "sv", Words("Egen", "Egen text.")))
    assert refusal(shop, fake) == "human"
    assert now_is(shop, "shop").content.texts["sv"].words.name == "Egen"


def test_nor_a_machine_text_that_a_human_has_marked_meanwhile(shop: Database, fake: Fake) -> None:
    translate(shop, fake)
    write(shop, "fi", replace(FINNISH, first_step="Kirjoita."))
    version = now_is(shop, "shop").text_versions["sv"]
    fake.translate = during(shop, lambda: do(shop, mark_reviewed, EEVA, "shop", "sv", version, NOW) and None)
    assert refusal(shop, fake) == "human"
    assert now_is(shop, "shop").content.texts["sv"].status == "reviewed"


def test_a_source_that_changed_meanwhile_leaves_the_translation_stale(shop: Database, fake: Fake) -> None:
    fake.translate = during(shop, lambda: write(shop, "fi", replace(FINNISH, first_step="Kirjoita.")))
    translate(shop, fake)
    assert now_is(shop, "shop").stale == ("sv",)


def test_whole_sentences_are_kept_where_the_translation_is_too_long(shop: Database, fake: Fake) -> None:
    fake.translate = lambda text, _: "Ett två tre. " + "b" * 140 + "." if "Kelasta" in text else "Ring."
    translate(shop, fake)
    assert now_is(shop, "shop").content.texts["sv"].words.summary == "Ett två tre."
    write(shop, "fi", replace(FINNISH, first_step="Kirjoita ja kerro, mitä tarvitset."))
    fake.translate = lambda text, _: "b" * 141 if "Kirjoita" in text else "Ring."
    assert refusal(shop, fake) == "too_long"


def test_what_cannot_be_translated(shop: Database, fake: Fake) -> None:
    assert refusal(shop, fake, "fi") == "original"
    with pytest.raises(NotTranslated, match="not_yours"):
        translate_text(shop, server(fake), KELA, "shop", "sv", lambda: NOW)
    with pytest.raises(NotTranslated, match="not_found"):
        translate_text(shop, server(fake), EEVA, "nobody", "sv", lambda: NOW)


def test_a_busy_server_is_waited_for_as_long_as_it_asks(shop: Database, fake: Fake) -> None:
    waited: list[float] = []
    fake.faults = [BUSY, Answer(502, b""), Answer(503, b"")]
    translate(shop, fake, patience=Patience(sleep=waited.append))
    assert waited == [3, 2, 4]
    assert now_is(shop, "shop").content.texts["sv"].status == "machine"


def test_but_not_by_a_person_at_a_page(shop: Database, fake: Fake) -> None:
    fake.faults = [BUSY]
    with pytest.raises(TranslationFailed):
        translate(shop, fake)
    assert "sv" not in now_is(shop, "shop").content.texts


def batch(database: Database, fake: Fake, language: str = "sv") -> MachineRun:
    services = ask(database, untranslated, EEVA, language)
    run = do(database, start_run, EEVA, language, len(services), NOW)
    patience = Patience(tries=2, sleep=lambda _: None)
    return carry_out(database, server(fake), EEVA, run, services, lambda: NOW, patience)


def test_a_batch_goes_on_after_a_text_that_fails(shop: Database, fake: Fake) -> None:
    do(shop, draft, EEVA, FACTS, {"fi": Words("Apu", "Apua.")}, NOW, service_id="help")
    do(shop, draft, KELA, replace(FACTS, provider="kela"), {"fi": Words("Muu")}, NOW, service_id="theirs")
    fake.faults = [said("")]
    run = batch(shop, fake)
    assert (run.state, run.total, run.translated, run.refused) == ("done", 2, 1, (("help", "nonsense"),))
    assert ask(shop, latest_run, "sv", NOW) == run
    again = batch(shop, fake)
    assert (again.total, again.translated, again.handled) == (1, 1, 1)
    assert batch(shop, fake).total == 0
    assert "sv" not in now_is(shop, "theirs").content.texts


@pytest.mark.parametrize(
    ("fault", "error"), [(BUSY, "busy"), (Answer(200, None), "unreachable"), (Answer(403, b""), "refused")]
)
def test_a_batch_ends_where_the_server_does(shop: Database, fake: Fake, fault: Answer, error: str) -> None:
    fake.faults = [fault, fault]
    run = batch(shop, fake)
    assert (run.state, run.error, run.translated) == ("failed", error, 0)


def test_a_language_that_the_server_lacks_ends_the_batch(shop: Database, fake: Fake) -> None:
    assert batch(shop, fake, "so").error == "unsupported"


def test_one_batch_at_a_time_and_a_dead_one_is_no_hindrance(shop: Database) -> None:
    do(shop, start_run, EEVA, "sv", 1, NOW)
    with pytest.raises(AlreadyRunning):
        do(shop, start_run, EEVA, "sv", 1, NOW)
    do(shop, start_run, EEVA, "en", 1, NOW)
    later: datetime = NOW + SILENT + timedelta(seconds=1)
    run = ask(shop, latest_run, "sv", later)
    assert run is not None
    assert run.state == "stopped"
    do(shop, start_run, EEVA, "sv", 1, later)
