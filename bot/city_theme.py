"""A city's colours: which may be chosen, and whether they can be read; and the style sheet they make."""

import re
from collections.abc import Mapping
from typing import Final

from bot.city import Theme

TOKENS: Final = ("accent", "accent-ink", "accent-soft", "focus")
"""What a city may colour; the others are chosen for contrast."""
LEAST_CONTRAST: Final = 4.5
"""WCAG 2.2, 1.4.3."""

_COLOUR: Final = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)
_SHIPPED: Final = {
    "light": {"accent": "#0b3d82", "accent-ink": "#ffffff", "accent-soft": "#e3ecf8", "focus": "#0b3d82"},
    "dark": {"accent": "#a9cdff", "accent-ink": "#0a1b30", "accent-soft": "#1c2f47", "focus": "#a9cdff"},
}
_SURFACE: Final = {"light": ("#ffffff", "#f4f6f8"), "dark": ("#10171e", "#18222b")}
_INK: Final = {"light": "#14202b", "dark": "#eef2f5"}
"""As bot/web/static/tokens.css has them; a test compares."""


def is_colour(text: str) -> bool:
    return _COLOUR.fullmatch(text) is not None


def unreadable(mode: str, colours: Mapping[str, str]) -> str:
    """Which two colours of the mode ("light", "dark") have too little contrast; "" when all can be read."""
    chosen = {**_SHIPPED[mode], **colours}
    pairs = [("accent-ink", chosen["accent-ink"], chosen["accent"])]
    pairs += [("accent", chosen["accent"], behind) for behind in (*_SURFACE[mode], chosen["accent-soft"])]
    pairs += [("text", _INK[mode], chosen["accent-soft"])]
    faint = (pair for pair in pairs if contrast(*pair[1:]) < LEAST_CONTRAST)
    return next((f"{name} {front} on {back}" for name, front, back in faint), "")


def contrast(one: str, other: str) -> float:
    """Of two colours, 1 to 21, as WCAG defines it."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in shares]
    return sum(weight * each for weight, each in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def style_sheet(theme: Theme) -> str:
    """The tokens that the city chose, for its page and for the element; "" where it chose none."""
    dark = _rule(theme.dark)
    return _rule(theme.light) + (f"@media (prefers-color-scheme:dark){{{dark}}}" if dark else "")


def _rule(colours: Mapping[str, str]) -> str:
    tokens = ";".join(f"--{name}:{colour}" for name, colour in colours.items())
    return f":root,osaamo-chat{{{tokens}}}" if tokens else ""
