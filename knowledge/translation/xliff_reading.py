"""Reads what a translation office has sent back as XLIFF 2: any tool's segments and inline codes, safely."""

from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from knowledge.editing.content import WORD_FIELDS
from knowledge.translation.office import UNTOUCHED, DeliveredText, Delivery, Part, Unreadable, hash_of
from knowledge.translation.xliff_writing import CATEGORY, CORE, METADATA
from knowledge.vocabulary import SERVICE_LANGUAGES

LARGEST: Final = 10_000_000
"""Bytes of one file."""

_CORES: Final = (CORE, "urn:oasis:names:tc:xliff:document:2.2")
_STATES: Final = (UNTOUCHED, "translated", "reviewed", "final")


def read_xliff(content: bytes) -> Delivery:
    """Raises Unreadable. Nothing outside the file is read, and no entities are resolved."""
    if len(content) > LARGEST:
        raise Unreadable(f"The file is larger than {LARGEST // 1_000_000} MB.")
    try:
        root = fromstring(content, forbid_dtd=True)
    except DefusedXmlException as error:
        raise Unreadable("The file has a document type of its own, which could do harm.") from error
    except (ParseError, ValueError, LookupError) as error:
        raise Unreadable(f"The file is not XML: {error}.") from error
    core = _core(root)
    source, language = root.get("srcLang", ""), root.get("trgLang", "")
    for told in (source, language):
        if told not in SERVICE_LANGUAGES:
            raise Unreadable(f"The file's language {told or '(none)'} is not known.")
    texts = tuple(_text(file, core) for file in root.iter(f"{core}file"))
    unknown = tuple(
        f"{file.get('id')}.{name}" for file in root.iter(f"{core}file") for name in _unknown(file, core)
    )
    return Delivery(source, language, texts, unknown)


def _core(root: Element) -> str:
    """The namespace as ElementTree writes it before names."""
    space, _, name = root.tag.rpartition("}")
    if name != "xliff" or space.removeprefix("{") not in _CORES:
        version = root.get("version", "")
        what = f"XLIFF {version}" if name == "xliff" and version else f"a file of <{name[:40]}>"
        raise Unreadable(f"This is {what}; only XLIFF 2 can be taken.")
    return f"{space}}}"


def _text(file: Element, core: str) -> DeliveredText:
    parts = tuple(
        _part(unit, name, core)
        for unit in file.iter(f"{core}unit")
        if (name := unit.get("id", "")) in WORD_FIELDS
    )
    told = dict(_told(file))
    base = told.get("base", "")
    known = base.isascii() and base.isdigit() and len(base) < 10
    return DeliveredText(
        file.get("id", ""), told.get("source_hash") or hash_of(parts), int(base) if known else None, parts
    )


def _part(unit: Element, name: str, core: str) -> Part:
    segments = list(unit.iter(f"{core}segment"))
    states = [each.get("state", UNTOUCHED) for each in segments] or [UNTOUCHED]
    state = min((each if each in _STATES else UNTOUCHED for each in states), key=_STATES.index)
    return Part(name, _said(unit, "source", core), _said(unit, "target", core), state)


def _said(unit: Element, kind: str, core: str) -> str:
    """The text of all segments and what stands between them, without the codes of the tool."""
    said = []
    for child in unit:
        if child.tag in (f"{core}segment", f"{core}ignorable"):
            between = child.tag == f"{core}ignorable" and kind == "target"
            found = child.find(f"{core}{kind}")
            found = child.find(f"{core}source") if found is None and between else found
            said.append("" if found is None else "".join(found.itertext()))
    return "".join(said).strip()


def _told(file: Element) -> Iterator[tuple[str, str]]:
    """What we wrote into the metadata, if the tool has kept it."""
    for group in file.iter(f"{{{METADATA}}}metaGroup"):
        if group.get("category") == CATEGORY:
            yield from ((each.get("type", ""), (each.text or "").strip()) for each in group)


def _unknown(file: Element, core: str) -> Iterator[str]:
    names = [unit.get("id", "") for unit in file.iter(f"{core}unit")]
    yield from (name for name in names if name not in WORD_FIELDS)
