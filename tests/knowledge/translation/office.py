"""A translation office: fills in an XLIFF file as its tools do."""

from collections.abc import Callable
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from knowledge.translation.xliff_writing import CORE

NAMES = {"x": CORE}


def fill(content: bytes, translate: Callable[[str, str], str], state: str = "translated") -> bytes:
    """`translate` makes the target from a unit's id and its source; an empty one is left out."""
    root = ElementTree.fromstring(content)
    for unit in root.iterfind(".//x:unit", NAMES):
        segment = unit.find("x:segment", NAMES)
        assert segment is not None
        if said := translate(unit.get("id", ""), segment.findtext("x:source", "", NAMES)):
            _target(segment).text = said
            segment.set("state", state)
    done: bytes = ElementTree.tostring(root)
    return done


def without_metadata(content: bytes) -> bytes:
    """As a tool that keeps nothing but the core."""
    root = ElementTree.fromstring(content)
    for file in root.iterfind("x:file", NAMES):
        for child in [child for child in file if not child.tag.startswith(f"{{{CORE}}}")]:
            file.remove(child)
    done: bytes = ElementTree.tostring(root)
    return done


def _target(segment: Element) -> Element:
    found = segment.find("x:target", NAMES)
    return SubElement(segment, f"{{{CORE}}}target") if found is None else found
