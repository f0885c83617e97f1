"""What a form of the page sends, and whether it was a form of ours."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self
from uuid import UUID

from fastapi import Request

from bot.contacts import LONGEST
from bot.problems import Problem
from bot.web.payload import MANY, merged

LONGEST_FIELD = 100


@dataclass(frozen=True, slots=True)
class Form:
    """`text` as it was typed. `payload` of the button pressed, or of all ticked answers together."""

    text: str = ""
    payload: str | None = None
    client_id: str = ""
    language: str = ""
    municipality: str = ""
    code: str = ""
    contact: str = field(default="", repr=False)

    @classmethod
    def of_query(cls, query: Mapping[str, str]) -> Self:
        return cls(language=_field(query, "language"), municipality=_field(query, "municipality"))


async def read_form(request: Request) -> Form:
    """Raises Problem for what no form of ours sends."""
    async with request.form(max_files=0, max_fields=MANY) as sent:
        fields = {name: value for name, value in sent.multi_items() if isinstance(value, str)}
        ticked = [value for value in sent.getlist("option") if isinstance(value, str)]
    return Form(
        text=fields.get("text", ""),
        payload=_payload(fields, ticked),
        client_id=_uuid(fields.get("client_id", "")),
        language=_field(fields, "language"),
        municipality=_field(fields, "municipality"),
        code=_field(fields, "code"),
        contact=fields.get("contact", "")[:LONGEST],
    )


def _payload(fields: Mapping[str, str], ticked: list[str]) -> str | None:
    """`many` marks the form of a question with several answers, and says what none of them means."""
    if ticked:
        return merged(ticked)
    if fields.get("many") == "":
        raise Problem(422, "choose_some")
    return fields.get("many") or fields.get("payload")


def _field(fields: Mapping[str, str], name: str) -> str:
    return fields.get(name, "")[:LONGEST_FIELD]


def _uuid(text: str) -> str:
    """The same form sent twice is the same message. Raises Problem."""
    try:
        return str(UUID(text)) if text else ""
    except ValueError:
        raise Problem(422, "invalid", detail="client_id") from None


def came_from_here(request: Request) -> bool:
    """True unless the browser says that another site sent the request (Fetch Metadata, Origin)."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("origin")
    return origin is None or origin.partition("://")[2] == request.headers.get("host")
