"""Which of the offered languages a browser asks for."""

from collections.abc import Sequence

FOREIGN = "en"


def preferred(header: str | None, offered: Sequence[str]) -> str:
    """The best match of an Accept-Language header; English for other languages, the first for none."""
    ranked = _ranked(header or "")
    for wanted in ranked:
        for language in (wanted, wanted.partition("-")[0]):
            if language in offered:
                return language
    foreign = any(wanted[:1].isalpha() for wanted in ranked)
    return FOREIGN if foreign and FOREIGN in offered else offered[0]


def _ranked(header: str) -> list[str]:
    ranked: list[tuple[float, int, str]] = []
    for part in header.split(","):
        language, _, parameter = part.partition(";")
        quality = _quality(parameter)
        if quality > 0:
            ranked.append((-quality, len(ranked), language.strip().lower()))
    return [language for _, _, language in sorted(ranked)]


def _quality(parameter: str) -> float:
    name, _, value = parameter.partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
