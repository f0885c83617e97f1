"""The client of a translation server, against LibreTranslate's interface and its bad days."""

import httpx
import pytest

from knowledge.translation.server import TranslationFailed, TranslationServer, nonsense
from tests.knowledge.translation.libretranslate import KEY, Answer, Fake, said

LONG = "Apua työnhakuun ja uuden suunnan löytämiseen, myös puhelimessa."


def server(fake: Fake, key: str = "") -> TranslationServer:
    return TranslationServer(httpx.Client(timeout=0.5), fake.url, key)


def failure(fake: Fake, text: str = LONG, target: str = "sv", key: str = "") -> TranslationFailed:
    with pytest.raises(TranslationFailed) as caught:
        server(fake, key).translate(text, "fi", target)
    return caught.value


def test_nothing_is_sent_but_the_text_and_the_languages(fake: Fake) -> None:
    assert server(fake).translate("Soita.", "fi", "sv") == "sv: Soita."
    assert fake.asked == [{"q": "Soita.", "source": "fi", "target": "sv", "format": "text"}]


def test_the_key_goes_along_where_there_is_one(fake: Fake) -> None:
    fake.key = KEY
    assert server(fake, KEY).translate("Soita.", "fi", "sv") == "sv: Soita."
    assert failure(fake, key="wrong").code == "refused"


def test_a_language_goes_by_the_servers_own_code(fake: Fake) -> None:
    assert server(fake).translate("Soita.", "fi", "zh") == "zh-Hans: Soita."


def test_what_the_server_does_not_speak_is_known_before_anything_is_sent(fake: Fake) -> None:
    for language in ("so", "fi-x-selko"):
        assert failure(fake, target=language).code == "unsupported"
        assert not server(fake).translates("fi", language)
    assert server(fake).translates("fi", "ru")
    assert fake.asked == []


@pytest.mark.parametrize(
    ("answer", "code", "wait"),
    [
        (Answer(429, b"{}", {"Retry-After": "7"}), "busy", 7),
        (Answer(429, b"{}", {"Retry-After": "999999"}), "busy", 120),
        (Answer(429, b"{}", {"Retry-After": "Fri, 21 Nov 1997 12:00:00 GMT"}), "busy", 0),
        (Answer(503, b"", {"Retry-After": "soon"}), "busy", None),
        (Answer(500, b"<html>"), "busy", None),
        (Answer(400, b'{"error": "x"}'), "refused", None),
        (Answer(403, b"{}"), "refused", None),
        (Answer(302, b"", {"Location": "http://127.0.0.1:1/"}), "refused", None),
        (Answer(200, None), "unreachable", None),
        (Answer(200, b"<html>"), "nonsense", None),
        (Answer(200, b"\xff\xfe"), "nonsense", None),
        (Answer(200, b"[]"), "nonsense", None),
        (Answer(200, b"a" * 300_000), "nonsense", None),
        (said(None), "nonsense", None),
        (said(["a"]), "nonsense", None),
        (said("  "), "nonsense", None),
        (said(LONG), "nonsense", None),
        (said("ja " * 30), "nonsense", None),
        (said("ett \x07 tecken"), "nonsense", None),
    ],
)
def test_bad_days(fake: Fake, answer: Answer, code: str, wait: float | None) -> None:
    fake.faults = [answer]
    found = failure(fake)
    assert (found.code, found.wait) == (code, wait)


def test_a_server_that_is_not_there() -> None:
    with pytest.raises(TranslationFailed, match="no answer"):
        TranslationServer(httpx.Client(timeout=0.5), "http://127.0.0.1:9").translates("fi", "sv")


@pytest.mark.parametrize("said_", ["Verkstad", "Hjälp, hjälp, hjälp!", "Ring 020 20 20 20."])
def test_short_true_translations_are_not_taken_for_nonsense(said_: str) -> None:
    assert nonsense("Apua työnhakuun.", said_) == ""
