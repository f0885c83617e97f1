"""Writes texts for a translation office as XLIFF 2.0 (OASIS Standard, 5 August 2014)."""

from typing import Final
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from knowledge.editing.content import WORD_FIELDS, words_hash
from knowledge.editing.validation import LONGEST
from knowledge.translation.office import UNTOUCHED, Order, OrderedText
from knowledge.translation.terms import Term, places

CORE: Final = "urn:oasis:names:tc:xliff:document:2.0"
SIZES: Final = "urn:oasis:names:tc:xliff:sizerestriction:2.0"
METADATA: Final = "urn:oasis:names:tc:xliff:metadata:2.0"
CATEGORY: Final = "osaamo"

_WHAT: Final = {
    "name": "The name of the service, the heading of its card.",
    "summary": "What the service is and for whom, in one or two short sentences.",
    "first_step": "What the person does first.",
    "condition": "Who can get it, or what it depends on.",
}
_CONTEXT: Final = (
    "A card in a chat of municipal employment services, read by adults in a hard situation, often in a "
    "language that is not their own. Short sentences, everyday words, the reader addressed directly."
)


def write_xliff(order: Order) -> bytes:
    """One `file` per service, one `unit` per field, with ids that stay the same from order to order."""
    root = Element(
        "xliff",
        {
            "xmlns": CORE,
            "xmlns:slr": SIZES,
            "xmlns:mda": METADATA,
            "version": "2.0",
            "srcLang": order.source_language,
            "trgLang": order.language,
        },
    )
    for text in order.texts:
        _add_file(root, text)
    ElementTree.indent(root)
    content: bytes = ElementTree.tostring(root, "utf-8", xml_declaration=True)
    return content


def _add_file(root: Element, text: OrderedText) -> None:
    task = text.task
    file = SubElement(root, "file", {"id": task.service_id, "original": text.url or task.service_id})
    SubElement(file, "slr:profiles", {"generalProfile": "xliff:codepoints"})
    group = SubElement(SubElement(file, "mda:metadata"), "mda:metaGroup", {"category": CATEGORY})
    for name, value in (("source_hash", words_hash(task.source)), ("base", str(task.version))):
        SubElement(group, "mda:meta", {"type": name}).text = value
    notes = SubElement(file, "notes")
    _add_note(notes, "context", f"{_CONTEXT} Provider: {text.provider}.")
    for name in WORD_FIELDS:
        if getattr(task.source, name):
            _add_unit(file, text, name)


def _add_unit(file: Element, text: OrderedText, name: str) -> None:
    task, longest = text.task, LONGEST[name]
    source, target = getattr(task.source, name), getattr(task.words, name) if task.words else ""
    unit = SubElement(file, "unit", {"id": name, "name": name, "slr:sizeRestriction": str(longest)})
    notes = SubElement(unit, "notes")
    _add_note(notes, "context", f"{_WHAT[name]} At most {longest} characters, spaces included.")
    for term in text.terms:
        if places(term.term, source):
            _add_note(notes, "glossary", _glossary_note(term))
    segment = SubElement(unit, "segment", {"id": "1", "state": UNTOUCHED})
    SubElement(segment, "source", {"xml:space": "preserve"}).text = source
    if target:
        SubElement(segment, "target", {"xml:space": "preserve"}).text = target


def _add_note(notes: Element, category: str, text: str) -> None:
    SubElement(notes, "note", {"category": category}).text = text


def _glossary_note(term: Term) -> str:
    never = f" Never: {', '.join(term.forbidden)}." if term.forbidden else ""
    about = f" {term.note}" if term.note else ""
    return f"{term.term} = {term.translation} ({term.status}).{never}{about}"
