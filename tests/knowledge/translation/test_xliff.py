"""XLIFF: what an office gets, and what of its answers can be read."""

from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as some

from knowledge.database import Database
from knowledge.editing.content import Words, words_hash
from knowledge.editing.workflow import publish
from knowledge.editing.writing import draft, write_text
from knowledge.translation.office import Order, OrderedText, Unreadable
from knowledge.translation.ordering import order
from knowledge.translation.worklist import Task
from knowledge.translation.xliff_reading import LARGEST, read_xliff
from knowledge.translation.xliff_writing import CORE, write_xliff
from tests.knowledge.editing.make import EEVA, FACTS, NOW, ask, do, providers
from tests.knowledge.translation.office import NAMES, fill, without_metadata

SOURCE = Words("Yleistuki", 'Hae yleistukea & <lisää> "tietoa".', "Soita.", "")
SIZE = "{urn:oasis:names:tc:xliff:sizerestriction:2.0}sizeRestriction"
HEAD = f'<xliff xmlns="{CORE}" version="2.0" srcLang="fi" trgLang="sv">'
BOMB = b"""<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;</a>"""
LEAK = b"""<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]><a>&a;</a>"""


def ordered(words: Words = SOURCE) -> Order:
    task = Task("yleistuki", "kela", "missing", "sv", "fi", words, None, "", 0, True)
    return Order("fi", "sv", (OrderedText(task, "Kela", "https://example.org"),))


def one_unit(inner: str) -> bytes:
    return f'{HEAD}<file id="a"><unit id="summary">{inner}</unit></file></xliff>'.encode()


@pytest.fixture
def catalogue(sqlite_database: Database) -> Database:
    providers(sqlite_database)
    copy = do(sqlite_database, draft, EEVA, FACTS, {"fi": SOURCE}, NOW, service_id="support")
    do(sqlite_database, publish, EEVA, copy.id, 1, NOW)
    words = Words("Gammal", "Gammal text.")
    other = do(sqlite_database, draft, EEVA, FACTS, {"fi": SOURCE, "sv": words}, NOW, service_id="other")
    changed = replace(SOURCE, first_step="Kirjoita.")
    do(sqlite_database, write_text, EEVA, "other", "fi", changed, other.text_versions["fi"], NOW)
    return sqlite_database


def test_an_office_gets_what_is_missing_and_stale_with_its_context(catalogue: Database) -> None:
    root = ElementTree.fromstring(write_xliff(ask(catalogue, order, "sv")))
    assert (root.get("srcLang"), root.get("trgLang"), root.get("version")) == ("fi", "sv", "2.0")
    assert [file.get("id") for file in root.iterfind("x:file", NAMES)] == ["support", "other"]
    units = list(root.iterfind("x:file[@id='support']/x:unit", NAMES))
    assert [(unit.get("id"), unit.get(SIZE)) for unit in units] == [
        ("name", "100"),
        ("summary", "150"),
        ("first_step", "140"),
    ]
    notes = [note.text or "" for note in units[1].iterfind("x:notes/x:note", NAMES)]
    assert "At most 150 characters" in notes[0]
    assert notes[1].startswith(
        "yleistuki = allmänt stöd (official). Never: arbetsmarknadsstöd, grunddagpenning."
    )
    assert root.findtext("x:file[@id='other']/x:unit[@id='name']//x:target", "", NAMES) == "Gammal"


def test_an_order_can_be_of_one_provider_and_of_other_kinds(catalogue: Database) -> None:
    assert len(ask(catalogue, order, "sv", "fi", "city", ("missing",)).texts) == 1
    assert ask(catalogue, order, "sv", "fi", "kela").texts == ()
    assert ask(catalogue, order, "fi", "sv").texts == ()
    assert len(ask(catalogue, order, "fi-x-selko").texts) == 2


def test_what_was_written_is_read_again() -> None:
    delivery = read_xliff(fill(write_xliff(ordered()), lambda _, source: f"{source} ä"))
    assert (delivery.source_language, delivery.language, delivery.unknown) == ("fi", "sv", ())
    text = delivery.texts[0]
    assert (text.service_id, text.base, text.source_hash) == ("yleistuki", 0, words_hash(SOURCE))
    assert text.targets["summary"] == 'Hae yleistukea & <lisää> "tietoa". ä'
    assert {part.state for part in text.parts} == {"translated"}


def test_the_hash_follows_from_the_sources_where_a_tool_has_lost_it() -> None:
    text = read_xliff(without_metadata(write_xliff(ordered()))).texts[0]
    assert (text.source_hash, text.base) == (words_hash(SOURCE), None)


@given(
    some.builds(
        Words, *[some.text(some.characters(codec="utf-8", exclude_categories=["C"]), max_size=60)] * 4
    )
)
def test_any_text_survives_the_way_there_and_back(words: Words) -> None:
    clean = Words(*(getattr(words, name).strip() for name in ("name", "summary", "first_step", "condition")))
    sources = {part.field: part.source for part in read_xliff(write_xliff(ordered(clean))).texts[0].parts}
    assert Words(**{"name": "", **sources}) == clean


@pytest.mark.parametrize(
    ("inner", "said", "state"),
    [
        (
            '<segment state="final"><source>A. </source><target>Ett. </target></segment>'
            '<segment state="reviewed"><source>B.</source><target>Två.</target></segment>',
            "Ett. Två.",
            "reviewed",
        ),
        (
            "<segment><source>A.</source><target>Ett.</target></segment>"
            "<ignorable><source> </source></ignorable>"
            '<segment state="final"><source>B.</source><target>Två.</target></segment>',
            "Ett. Två.",
            "initial",
        ),
        (
            '<originalData><data id="d">x</data></originalData><segment state="translated"><source>A</source>'
            '<target>E<pc id="1">t<ph id="2"/>t</pc><mrk id="m">.</mrk></target></segment>',
            "Ett.",
            "translated",
        ),
        ("<segment state='made up'><source>A</source><target>Ett.</target></segment>", "Ett.", "initial"),
        ("<segment><source>A</source></segment>", "", "initial"),
        ("", "", "initial"),
    ],
)
def test_segments_and_codes_of_any_tool_are_read(inner: str, said: str, state: str) -> None:
    part = read_xliff(one_unit(inner)).texts[0].parts[0]
    assert (part.target, part.state) == (said, state)


def test_units_that_are_none_of_ours_are_told() -> None:
    content = f'{HEAD}<file id="a"><unit id="title"/><group id="g"><unit id="name"/></group></file></xliff>'
    delivery = read_xliff(content.encode())
    assert delivery.unknown == ("a.title",)
    assert [part.field for part in delivery.texts[0].parts] == ["name"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings(encoding: str) -> None:
    text = one_unit("<segment><source>Ä</source><target>Å.</target></segment>").decode()
    assert read_xliff(text.encode(encoding)).texts[0].parts[0].target == "Å."


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (BOMB, "document type"),
        (LEAK, "document type"),
        (b"", "not XML"),
        (b"\x00\xff nonsense", "not XML"),
        (b"<xliff", "not XML"),
        (b'<?xml version="1.0" encoding="klingon"?><a/>', "not XML"),
        (b"<html/>", "a file of <html>"),
        (b'<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"/>', "XLIFF 1.2; only"),
        (HEAD.replace('"sv"', '"xx"').encode() + b"</xliff>", "language xx"),
        (HEAD.replace(' trgLang="sv"', "").encode() + b"</xliff>", "language (none)"),
        (b" " * (LARGEST + 1), "larger than 10 MB"),
    ],
)
def test_what_cannot_be_read_is_told_in_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(Unreadable, match=sentence.replace("(", r"\(").replace(")", r"\)")):
        read_xliff(content)


def test_a_very_deep_file_is_read_or_refused_but_never_breaks() -> None:
    deep = "<pc id='1'>" * 20_000 + "Ett." + "</pc>" * 20_000
    part = (
        read_xliff(one_unit(f"<segment><source>A</source><target>{deep}</target></segment>"))
        .texts[0]
        .parts[0]
    )
    assert part.target == "Ett."
