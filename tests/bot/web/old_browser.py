"""A style sheet as a phone of ten years ago reads it (Chrome 44 to 48, Safari 9): without what it lacks."""

import re
from collections.abc import Iterator

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"\s*(?P<head>[^{};]+)\{")
_UNKNOWN_AT = re.compile(r"@(container|layer|media \((prefers|forced))")
_UNKNOWN_SELECTOR = re.compile(r":(has|is|where|focus-visible|focus-within|host|popover-open)\b|::backdrop")
_UNKNOWN_NAME = re.compile(
    r"--|inline|block-size|min-block|max-block|inset|(margin|padding|border|scroll-margin)-(block|inline)"
    r"|border-(start|end)|gap$|row-gap|column-gap|grid|place-|clip-path|container|field-sizing|accent-color"
    r"|overscroll|color-scheme|text-underline-offset|text-decoration-thickness|appearance|hyphens|scrollbar"
)
_UNKNOWN_VALUE = re.compile(
    r"var\(|\b(min|max|clamp|env|color-mix|light-dark|repeat)\(|\bd[vh]+h\b|dvh|grid|rgb\(\d+ |anywhere"
    r"|system-ui|fit-content|contents\b|sticky|flow-root"
)
OURS = "@supports not (inset-inline: 0)"
"""What such a browser is told besides."""


def as_old(css: str) -> str:
    return "\n".join(_kept(_COMMENT.sub("", css)))


def _kept(css: str) -> Iterator[str]:
    for head, body in _blocks(css):
        if head == OURS:
            yield from _kept(body)
        elif head.startswith("@media") and not _UNKNOWN_AT.match(head):
            yield f"{head} {{ {' '.join(_kept(body))} }}"
        elif not head.startswith("@") and not _UNKNOWN_SELECTOR.search(head):
            yield f"{head} {{ {'; '.join(_declarations(body))} }}"


def _blocks(css: str) -> Iterator[tuple[str, str]]:
    at = 0
    while found := _RULE.match(css, at):
        depth, end = 1, found.end()
        while depth:
            depth += {"{": 1, "}": -1}.get(css[end], 0)
            end += 1
        yield found["head"].strip(), css[found.end() : end - 1]
        at = end


def _declarations(body: str) -> Iterator[str]:
    for declaration in filter(None, map(str.strip, body.split(";"))):
        name, _, value = declaration.partition(":")
        if not _UNKNOWN_NAME.match(name) and not _UNKNOWN_VALUE.search(value):
            yield declaration
