"""What search engines and previews of links may know of a page: nothing of any conversation."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlencode

from fastapi import Request


@dataclass(frozen=True, slots=True)
class Head:
    """`base` is the server's address, `page` the page's without a language.

    `language` is the one that was asked for, "" for none.
    """

    base: str
    page: str
    languages: tuple[str, ...]
    language: str = ""

    @classmethod
    def of(cls, request: Request, languages: Sequence[str], language: str) -> Self:
        base = f"{request.url.scheme}://{request.url.netloc}"
        return cls(base, f"{base}{request.url.path}", tuple(languages), language)

    @property
    def canonical(self) -> str:
        return self.in_language(self.language) if self.language else self.page

    def in_language(self, language: str) -> str:
        return f"{self.page}?{urlencode({'language': language})}"
