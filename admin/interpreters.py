"""The languages that an interpreter can be asked for, by their names."""

from typing import Final

from babel import Locale

from admin.wording import Wording

SIGN: Final = "fse"
INTERPRETED: Final = (
    *("am", "ar", "bn", "bs", "de", "en", "es", "et", "fa", "fi", "fr", "hi", "ku", "ckb", "ne", "pl", "ps"),
    *("pt", "ro", "ru", "sq", "so", "sv", "sw", "ta", "th", "ti", "tl", "tr", "uk", "ur", "vi", "zh", SIGN),
)


def spoken(code: str, wording: Wording, language: str) -> str:
    """The name of a language in the panel's language."""
    if code == SIGN:
        return wording.say("casework.sign_language", language)
    return str(Locale.parse(language).languages.get(code, code))
