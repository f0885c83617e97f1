"""Records of the Finnish Service Catalogue in our own words, and a fake of its interfaces with faults."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import httpx

from knowledge.database import Database
from knowledge.editing.actor import Actor
from knowledge.municipalities import read_municipalities
from knowledge.sources.importer import Plan, run_import
from knowledge.sources.polite import Polite
from knowledge.sources.ptv_api import PtvApi
from knowledge.sources.ptv_area import Places
from knowledge.sources.ptv_codes import ptv_codes
from knowledge.sources.ptv_files import PtvFiles
from knowledge.sources.ptv_record import Around
from knowledge.sources.reports import RecordReport, Run, records_of

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
IMPORTER = Actor("inka", "Inka", None)
ORG = "11111111-0000-4000-8000-000000000001"
CHANNEL = "22222222-0000-4000-8000-000000000001"
ROOT = "https://ptv.example/api/v11/"
NEWEST = "https://ptv.example/api/v12/"
Json = dict[str, Any]


def key(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012}"


def said(language: str, value: str | None, kind: str | None = None) -> Json:
    return {"language": language, "value": value, **({"type": kind} if kind else {})}


def service(number: int = 1, **changed: Any) -> Json:
    """A v11 record of a job search course in Oulu."""
    return {
        "id": key(number),
        "type": "Service",
        "serviceNames": [
            said("fi", f"Työnhakukurssi {number}", "Name"),
            said("fi", "Kurssi", "AlternativeName"),
            said("sv", f"Jobbsökarkurs {number}", "Name"),
        ],
        "serviceDescriptions": [
            said("fi", "Opit hakemaan töitä ja saat palautetta.", "Summary"),
            said("sv", "Du lär dig söka jobb.", "Summary"),
            said("fi", "<p>Kurssi kestää viikon.</p>", "Description"),
            said("fi", "Ilmoittaudu verkossa.", "UserInstruction"),
            said("fi", None, "DeadLine"),
        ],
        "serviceClasses": [{"code": "P10.1", "name": [said("fi", "Työnhaku")]}],
        "targetGroups": [{"code": "KR1", "name": []}],
        "lifeEvents": [],
        "industrialClasses": None,
        "ontologyTerms": [{"name": [said("fi", "työnhaku"), said("en", "job search")]}],
        "keywords": [said("fi", "kurssit")],
        "requirements": [said("fi", "Olet työtön.")],
        "areaType": "LimitedType",
        "areas": [{"type": "Municipality", "code": None, "municipalities": [{"code": "564"}]}],
        "languages": ["fi", "sgn-fi", "xx"],
        "serviceChannels": [{"serviceChannel": {"id": CHANNEL, "name": "Sivu"}}],
        "organizations": [{"roleType": "Responsible", "organization": {"id": ORG, "name": "Oulun kaupunki"}}],
        "publishingStatus": "Published",
        "modified": "2026-10-01T08:00:00.123",
        **changed,
    }


def channel(**changed: Any) -> Json:
    return {
        "id": CHANNEL,
        "serviceChannelType": "WebPage",
        "serviceChannelNames": [said("fi", "Kurssin sivu", "Name")],
        "webPages": [said("fi", None) | {"url": "https://oulu.example/kurssi"}],
        **changed,
    }


def organization(**changed: Any) -> Json:
    return {
        "id": ORG,
        "organizationType": "Municipality",
        "municipality": {"code": "564"},
        "organizationNames": [said("fi", "Oulun kaupunki", "Name"), said("sv", "Uleåborgs stad", "Name")],
        "webPages": [{"url": "https://oulu.example", "language": "fi"}],
        **changed,
    }


def newest_service(number: int = 1, **changed: Any) -> Json:
    """The same course as v12 tells it."""
    return {
        "contentId": key(number),
        "serviceType": "Service",
        "organizationContentId": ORG,
        "generalDescriptionContentId": None,
        "languageVersions": {
            "fi": {
                "name": f"Työnhakukurssi {number}",
                "summary": "Opit hakemaan töitä.",
                "description": None,
            },
            "sv": {"name": f"Jobbsökarkurs {number}", "summary": "Du lär dig söka jobb.", "description": ""},
        },
        "serviceClasses": ["P10.1"],
        "targetGroups": ["KR1"],
        "lifeEvents": [],
        "industrialClasses": [],
        "serviceLanguages": ["fi"],
        "area": {
            "areaType": "LimitedArea",
            "municipalities": ["564"],
            "regions": ["21"],
            "wellbeingServicesCounties": ["15"],
        },
        "publishedAt": "2026-10-01T08:00:00.123Z",
        **changed,
    }


@cache
def around(everything: bool = False) -> Around:
    return Around(ptv_codes(), Places(read_municipalities()), everything=everything)


def folder(path: Path, **files: object) -> Path:
    """A folder with a file for each; text and bytes are written as they are."""
    path.mkdir(exist_ok=True)
    for name, content in files.items():
        raw = content if isinstance(content, bytes) else json.dumps(content).encode()
        (path / f"{name}.json").write_bytes(raw)
    return path


def run_files(database: Database, path: Path, plan: Plan | None = None, everything: bool = False) -> Run:
    source = PtvFiles(path, around(everything))
    return run_import(database, source, IMPORTER, plan or Plan(), lambda: NOW)


def report(database: Database, run: Run) -> Mapping[str, RecordReport]:
    """The first line of each id, those without one by their place."""
    with database.read() as session:
        lines = records_of(session, run.id)
    return {each.source_id or each.place: each for each in reversed(lines)}


@dataclass
class FakeCatalogue:
    """The open interface in this process. `faults` are answered first, in order, one a request."""

    services: dict[str, Json] = field(default_factory=dict)
    channels: dict[str, Json] = field(default_factory=lambda: {CHANNEL: channel()})
    organizations: dict[str, Json] = field(default_factory=lambda: {ORG: organization()})
    archived: list[str] = field(default_factory=list)
    page_size: int = 2
    faults: list[httpx.Response | Exception] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    slept: list[float] = field(default_factory=list)
    after_page: Callable[[int], None] = lambda _: None

    def source(self, url: str = ROOT, since: datetime | None = None) -> PtvApi:
        client = httpx.Client(transport=httpx.MockTransport(self._answer))
        return PtvApi(url, Polite(client, self.slept.append), around(), since)

    def run(self, database: Database, plan: Plan | None = None, url: str = ROOT, **named: Any) -> Run:
        return run_import(database, self.source(url, **named), IMPORTER, plan or Plan(), lambda: NOW)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(str(request.url))
        if self.faults:
            fault = self.faults.pop(0)
            if isinstance(fault, Exception):
                raise fault
            return fault
        newest, path = "/v12/" in request.url.path, request.url.path.split("/", 3)[3]
        return self._newest(path, request.url) if newest else self._older(path, request.url.params)

    def _older(self, path: str, asked: httpx.QueryParams) -> httpx.Response:
        if path == "Service":
            ids = self.archived if asked.get("status") == "Archived" else list(self.services)
            items = [{"id": each, "name": "-"} for each in ids]
            return self._page(items, int(asked["page"]), "itemList", "pageCount")
        kind, _, rest = path.partition("/")
        kept = {"Service": self.services, "ServiceChannel": self.channels, "Organization": self.organizations}
        if rest == "list":
            ids = asked["guids"].split(",")
            return httpx.Response(200, json=[kept[kind][each] for each in ids if each in kept[kind]])
        return self._one(kept.get(kind, {}), rest)

    def _newest(self, path: str, url: httpx.URL) -> httpx.Response:
        asked = url.params
        if path == "service/search":
            return self._page(list(self.services.values()), int(asked["page"]), "items", "totalPages")
        if path == "service/archived":
            items = [{"contentId": each} for each in self.archived]
            return self._page(items, int(asked["page"]), "items", "totalPages")
        if path == "connection/search":
            items = [
                {"serviceContentId": each, "channelContentId": CHANNEL}
                for each in asked.get_list("serviceContentIds")
            ]
            return httpx.Response(200, json={"items": items, "totalPages": 1, "totalItems": len(items)})
        if path == "wellbeing-services-county-codes":
            return httpx.Response(
                200, json={"items": [{"code": "15", "municipalities": ["889"]}], "totalPages": 1}
            )
        kind, _, rest = path.partition("/")
        kept = {
            "service": self.services,
            "service-channel": self.channels,
            "organization": self.organizations,
        }
        return self._one(kept.get(kind, {}), rest)

    def _page(self, items: list[Json], number: int, name: str, pages: str) -> httpx.Response:
        start = (number - 1) * self.page_size
        found = items[start : start + self.page_size]
        total = -(-len(items) // self.page_size)
        body: Json = {name: found or None, pages: total}
        if pages == "totalPages":
            body["totalItems"] = len(items)
        response = httpx.Response(200, json=body)
        self.after_page(number)
        return response

    @staticmethod
    def _one(kept: Mapping[str, Json], wanted: str) -> httpx.Response:
        return httpx.Response(200, json=kept[wanted]) if wanted in kept else httpx.Response(404)
