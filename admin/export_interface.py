"""`/api`: the public interface on one page that a person can read, made from its OpenAPI document."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from knowledge.vocabulary import AUDIENCES, CATEGORIES, LANGUAGES

TEMPLATES: Final = Path(__file__).parent / "templates"
GROUPS: Final = {
    "services": "Services",
    "events": "Events",
    "conversations": "Conversations",
    "operations": "Operation of the service",
}
"""The public parts of the document, by their tags, in the order of the page."""

CODES: Final = {"audience": AUDIENCES, "category": CATEGORIES, "language": LANGUAGES}

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter, or a part of a body or an answer. `kind` is its type and its limits, for reading."""

    name: str
    kind: str
    required: bool
    place: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    status: str
    meaning: str
    fields: Sequence[Field]


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path. `key` is where a link to it leads."""

    key: str
    method: str
    path: str
    summary: str
    description: str
    parameters: Sequence[Field]
    body: Sequence[Field]
    answers: Sequence[Answer]


@router.get("/api", response_class=HTMLResponse)
def interface(request: Request) -> HTMLResponse:
    """Nothing of it comes from elsewhere, and it needs no script."""
    document = request.app.openapi()
    groups = [(title, list(operations(document, tag))) for tag, title in GROUPS.items()]
    page = _template().render(groups=groups, version=document["info"]["version"], codes=CODES)
    return HTMLResponse(page)


def operations(document: Mapping[str, Any], tag: str) -> Iterator[Operation]:
    """Those of a tag, in the order of the document."""
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            if tag in told.get("tags", ()):
                yield _operation(document, path, method, told)


def _operation(document: Mapping[str, Any], path: str, method: str, told: Mapping[str, Any]) -> Operation:
    return Operation(
        key=told["operationId"],
        method=method.upper(),
        path=path,
        summary=told.get("summary", ""),
        description=told.get("description", ""),
        parameters=[
            Field(each["name"], _kind(document, each["schema"]), each.get("required", False), each["in"])
            for each in told.get("parameters", ())
        ],
        body=_fields(document, _content(told.get("requestBody", {}))),
        answers=[
            Answer(status, each["description"], _fields(document, _content(each)))
            for status, each in told["responses"].items()
        ],
    )


def _content(told: Mapping[str, Any]) -> Mapping[str, Any]:
    """The schema of what is sent, of the first kind that has one."""
    schemas = (each["schema"] for each in told.get("content", {}).values() if each.get("schema"))
    return next(schemas, {})


def _fields(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Sequence[Field]:
    known = _resolved(document, schema)
    required = known.get("required", ())
    return [
        Field(name, _kind(document, each), name in required)
        for name, each in known.get("properties", {}).items()
    ]


def _resolved(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a reference refers to; of a choice with null, the other one."""
    choices = [each for each in schema.get("anyOf", ()) if each.get("type") != "null"]
    if len(choices) == 1:
        return _resolved(document, choices[0])
    if "$ref" not in schema:
        return schema
    found: Mapping[str, Any] = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]
    return found


def _kind(document: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"].rsplit("/", 1)[-1])
    if "anyOf" in schema:
        return " or ".join(_kind(document, each) for each in schema["anyOf"])
    if "enum" in schema:
        return ", ".join(map(str, schema["enum"]))
    if schema.get("type") == "array":
        return f"list of {_kind(document, schema.get('items', {}))}"
    limits = [
        f"{word} {schema[name]}"
        for name, word in (
            ("minimum", "from"),
            ("maximum", "to"),
            ("maxLength", "at most"),
            ("default", "default"),
        )
        if schema.get(name) not in (None, "")
    ]
    return " ".join([str(schema.get("format", schema.get("type", "anything"))), *limits])


@cache
def _template() -> Any:
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)
    return environment.get_template("interface.html")
