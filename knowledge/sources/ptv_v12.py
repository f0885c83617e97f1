"""The newest interface of the Finnish Service Catalogue (v12) in the form of the ones before it."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

LANGUAGE_TEXTS: Final = {
    "name": ("names", "Name"),
    "summary": ("descriptions", "Summary"),
    "description": ("descriptions", "Description"),
    "userInstructions": ("descriptions", "UserInstruction"),
    "userInstruction": ("descriptions", "UserInstruction"),
    "conditions": ("requirements", ""),
    "requirements": ("requirements", ""),
    "keywords": ("keywords", ""),
}
"""Where v12 keeps, per language, what older versions keep in lists."""


def service_of_v12(data: Mapping[str, Any]) -> Mapping[str, Any]:
    found = data.get("area")
    area: Mapping[str, Any] = found if isinstance(found, dict) else {}
    organizer = {"organizationId": data.get("organizationContentId") or "", "roleType": "Responsible"}
    return {
        **data,
        **texts_of_v12(data["languageVersions"]),
        "areaType": area.get("areaType"),
        "areas": list(_areas_of_v12(area)),
        "organizations": [organizer],
    }


def texts_of_v12(versions: Mapping[str, Any]) -> Mapping[str, list[dict[str, Any]]]:
    texts: dict[str, list[dict[str, Any]]] = {
        "names": [],
        "descriptions": [],
        "requirements": [],
        "keywords": [],
    }
    for language, version in versions.items():
        for key, (place, kind) in LANGUAGE_TEXTS.items():
            found = version.get(key) if isinstance(version, dict) else None
            for value in found if isinstance(found, list) else [found]:
                texts[place].append({"language": language, "value": value, "type": kind})
    return texts


def pages_of_v12(versions: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    for language, version in versions.items():
        if not isinstance(version, dict):
            continue
        for page in [version.get("webAddress"), *_list(version.get("contactWebPages"))]:
            url = page.get("url") if isinstance(page, dict) else page
            if isinstance(url, str):
                yield {"url": url, "language": language}


def _areas_of_v12(area: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    yield {"type": "Municipality", "municipalities": area.get("municipalities")}
    for name, kind in (("regions", "Region"), ("wellbeingServicesCounties", "WellbeingServicesCounty")):
        for code in _list(area.get(name)):
            yield {"type": kind, "code": code, "municipalities": []}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
