"""A script as it is served: packed once, and not sent again to who has it."""

import gzip
import hashlib
from dataclasses import dataclass
from typing import Self

from starlette.requests import Request
from starlette.responses import Response

_HEADERS = {
    "Cache-Control": "public, max-age=300",
    "Vary": "Accept-Encoding",
    # A script of type module is asked for as from elsewhere; it is no secret.
    "Access-Control-Allow-Origin": "*",
}


@dataclass(frozen=True, slots=True)
class Script:
    text: str
    packed: bytes
    tag: str

    @classmethod
    def of(cls, text: str) -> Self:
        tag = f'"{hashlib.sha256(text.encode()).hexdigest()[:20]}"'
        return cls(text, gzip.compress(text.encode(), mtime=0), tag)

    def answer(self, request: Request) -> Response:
        headers = {**_HEADERS, "ETag": self.tag}
        if request.headers.get("if-none-match") == self.tag:
            return Response(status_code=304, headers=headers)
        if "gzip" in request.headers.get("accept-encoding", ""):
            headers["Content-Encoding"] = "gzip"
            return Response(self.packed, media_type="text/javascript", headers=headers)
        return Response(self.text, media_type="text/javascript", headers=headers)
