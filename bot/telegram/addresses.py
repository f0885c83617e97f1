"""Where Telegram is, and where it brings its updates; apart from the library of 21 MB that talks to it."""

from typing import Final

API: Final = "https://api.telegram.org"

PATH: Final = "/telegram/updates"
LARGEST: Final = 256 * 1024
"""Bytes; an update with an answered message in it is at most some tens of thousands."""
