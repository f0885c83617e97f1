"""Texts of outside catalogues as plain sentences: HTML, Markdown and Draft.js documents lose their marks."""

import html
import json
import re
import unicodedata
from html.parser import HTMLParser
from typing import Final

ELLIPSIS: Final = "…"

_UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
_TAG = re.compile(r"<[a-zA-Z/!?]|&[#a-zA-Z0-9]+;")
_MARKDOWN: Final = (
    (re.compile(r"!?\[([^\]]*)\]\([^)\s]*\)"), r"\1"),
    (re.compile(r"^\s{0,3}(?:#{1,6}|[*+>-])\s+", re.MULTILINE), ""),
    (re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[^\s\d.!?a-zåäö])")
_SILENT: Final = frozenset({"script", "style", "template", "iframe", "object", "noscript", "svg", "title"})
_BLOCKS: Final = frozenset({"p", "div", "br", "li", "ul", "ol", "tr", "h1", "h2", "h3", "h4", "h5", "h6"})


def plain(text: str) -> str:
    """One line of words: no tags, scripts, marks or unseen signs."""
    if text.lstrip().startswith("{"):
        text = _of_draft(text)
    for _ in range(2):  # escaped tags are tags too: &lt;b&gt;
        if _TAG.search(text):
            text = _of_html(text)
    for pattern, kept in _MARKDOWN:
        text = pattern.sub(kept, text)
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", _UNSEEN.sub("", text))).strip()


def shortened(text: str, longest: int) -> str:
    """Whole sentences where at least half the room is used so, else cut at a word and marked with "…"."""
    if len(text) <= longest:
        return text
    whole = whole_sentences(text, longest)
    if len(whole) >= longest // 2:
        return whole
    cut = text[: longest - 1]
    at_word = cut if text[longest - 1].isspace() else cut.rpartition(" ")[0]
    return (at_word or cut).rstrip(" ,;:-–(") + ELLIPSIS


def whole_sentences(text: str, longest: int) -> str:
    """As many of the first sentences as there is room for; empty when the first one is too long."""
    kept = ""
    for sentence in _SENTENCE.split(text):
        longer = f"{kept} {sentence}".strip()
        if len(longer) > longest:
            break
        kept = longer
    return kept


def _of_draft(text: str) -> str:
    """The blocks of a Draft.js document; any other text that begins with a brace stays as it is."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return text
    blocks = document.get("blocks") if isinstance(document, dict) else None
    if not isinstance(blocks, list):
        return text
    lines = (block.get("text") for block in blocks if isinstance(block, dict))
    return "\n".join(line for line in lines if isinstance(line, str))


def _of_html(text: str) -> str:
    reader = _Words()
    reader.feed(text)
    reader.close()
    return html.unescape("".join(reader.parts))


class _Words(HTMLParser):
    """Collects what a reader would see."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in _SILENT:
            self._silent += 1
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT and self._silent:
            self._silent -= 1
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data)
