"""Open Referral in: the standard's own example, our own export back, and records that are broken."""

import copy
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from knowledge.catalogue import load_catalogue
from knowledge.database import Database
from knowledge.editing.actor import Actor
from knowledge.editing.providers import provider
from knowledge.editing.working_copy import open_copy
from knowledge.exports.hsds import RecordSet, hsds_service, record_set
from knowledge.exports.hsds_files import write_record_set
from knowledge.municipalities import read_municipalities
from knowledge.published import published_since
from knowledge.service import Service, ServiceText
from knowledge.sources.hsds import HsdsFiles
from knowledge.sources.importer import Plan, run_import
from knowledge.sources.reports import RecordReport, records_of
from knowledge.sources.source import Known, Refused, SourceError
from tests.conftest import no_real_data
from tests.knowledge import shipped
from tests.knowledge.make import service
from tests.knowledge.sources.table_make import NOW

PLACES = read_municipalities()
EXAMPLES = Path(__file__).parents[4] / "shared" / "data" / "hsds" / "examples"
GOOD: dict[str, Any] = {
    "id": "1",
    "name": "Neuvonta",
    "status": "active",
    "description": "Auttaa.",
    "url": "https://example.org",
    "organization": {"id": "o", "name": "Yhdistys", "description": "y"},
    "service_areas": [{"id": "a", "name": "Oulu"}],
}


def brought(database: Database, sets: Mapping[str, Path], plan: Plan = Plan()) -> dict[str, RecordReport]:
    actor = Actor("hsds", "hsds", None)
    run = run_import(database, HsdsFiles(sets, PLACES), actor, plan, lambda: NOW)
    with database.read() as session:
        return {each.source_id: each for each in records_of(session, run.id)}


def written(path: Path, *records: object) -> Path:
    path.write_text(json.dumps(records), encoding="utf-8")
    return path


def shown(database: Database) -> dict[str, Service]:
    with database.read() as session:
        return {each.texts["fi"].name: each for each in published_since(session, -1).shown}


@pytest.mark.parametrize("tabular", [False, True])
def test_what_we_export_comes_back_whole(sqlite_database: Database, tabular: bool, tmp_path: Path) -> None:
    full = service(
        "full",
        texts={
            "fi": ServiceText("fi", "Nimi", "Mitä.", "Soita.", "Nuorille."),
            "sv": ServiceText("sv", "Namn", "Vad."),
        },
        municipalities=frozenset({"564", "853"}),
        provider_names={"fi": "Kaupunki", "sv": "Staden"},
        audience={"person", "employer"},
        min_age=16,
        max_age=29,
        languages=("fi", "sv", "fi-x-selko"),
        goals={"job", "study"},
        required_situations={"graduated"},
        employer_needs={"recruit"},
        role="youth_guidance",
        stand_in=True,
    )
    names = full.provider_names
    other = service("other", texts={"fi": ServiceText("fi", "Toinen", "Muuta.")}, provider_names=names)
    sets = {}
    for language in ("fi", "sv"):
        told = [each for each in (full, other) if language in each.texts]
        records = tuple(hsds_service(each, language, PLACES, lambda *code: code[1]) for each in told)
        write_record_set(RecordSet(language, records, 0), tmp_path / language)
        sets[language] = tmp_path / language
        if tabular:
            (tmp_path / language / "services.json").unlink()
    reports = brought(sqlite_database, sets, Plan(publish=True))
    assert {each.outcome for each in reports.values()} == {"new"}
    found = shown(sqlite_database)
    for before in (full, other):
        after = found[before.texts["fi"].name]
        for name in Service.__slots__:
            if name not in ("id", "provider", "texts", "review_due"):
                assert getattr(after, name) == getattr(before, name), name
        for language, text in before.texts.items():
            assert after.texts[language].summary == text.summary
            assert after.texts[language].first_step == text.first_step
    assert {each.outcome for each in brought(sqlite_database, sets).values()} == {"same"}


def test_the_starter_survives_the_way_out_and_in(sqlite_database: Database, tmp_path: Path) -> None:
    catalogue = shipped.catalogue()
    records = tuple(
        hsds_service(each, "fi", PLACES, lambda *code: code[1])
        for each in catalogue.services
        if "fi" in each.texts
    )
    write_record_set(RecordSet("fi", records, 0), tmp_path / "fi")
    reports = brought(sqlite_database, {"fi": tmp_path / "fi"}, Plan(publish=True))
    assert [each.detail for each in reports.values() if each.outcome != "new" or each.reason] == []
    with sqlite_database.read() as session:
        back = load_catalogue(session, shipped.TODAY)
        again = record_set(session, "fi", PLACES, lambda *code: code[1])
    assert len(back.services) == len(records) == len(again.services)


def test_the_standards_own_examples_are_read(sqlite_database: Database) -> None:
    if not EXAMPLES.is_dir():
        no_real_data("Open Referral's examples in ../shared/data/hsds")
    for name in ("service_full", "service_list"):
        reports = brought(sqlite_database, {"en": EXAMPLES / f"{name}.json"})
        (report,) = reports.values()
        assert report.outcome in ("new", "same", "changed")
        assert report.name == "Community Counselling"


def changed(**values: object) -> dict[str, Any]:
    return {**copy.deepcopy(GOOD), **values}


@pytest.mark.parametrize(
    ("record", "outcome", "told"),
    [
        (changed(id=None), "refused", "no_id"),
        (changed(name=None), "refused", "wrong_shape"),
        (changed(name=["a"]), "refused", "wrong_shape"),
        (changed(organization=None), "refused", "no_provider"),
        (changed(organization="o"), "refused", "wrong_shape"),
        (changed(status="sleeping"), "refused", "wrong_value"),
        (changed(status="inactive"), "skipped", "gone"),
        (changed(status="temporarily closed"), "skipped", "not_public"),
        (changed(minimum_age=1e308), "refused", "wrong_shape"),
        (changed(minimum_age="ten"), "refused", "wrong_shape"),
        (changed(service_areas={"a": 1}), "refused", "wrong_shape"),
        ("text", "refused", "wrong_shape"),
        (changed(), "refused", "duplicate"),
    ],
)
def test_a_bad_record_is_told_and_stops_nobody(
    sqlite_database: Database, record: object, outcome: str, told: str, tmp_path: Path
) -> None:
    bad = (
        {**record, "id": "2"} if isinstance(record, dict) and record["id"] and told != "duplicate" else record
    )
    file = written(tmp_path / "r.json", changed(), bad, changed(id="3"))
    source = HsdsFiles({"fi": file}, PLACES)
    run = run_import(sqlite_database, source, Actor("h", "h", None), Plan(), lambda: NOW)
    with sqlite_database.read() as session:
        reports = records_of(session, run.id)
    assert [each.outcome for each in reports] == ["new", outcome, "new"]
    assert reports[1].reason == told


def test_null_lists_html_and_odd_values_are_taken_as_what_they_mean(
    sqlite_database: Database, tmp_path: Path
) -> None:
    record = changed(
        description="<p>Auttaa <script>alert(1)</script><b>kaikkia</b>.</p>",
        languages=None,
        schedules=None,
        url="javascript:alert(1)",
        minimum_age=0,
        maximum_age=150,
        service_areas=[
            {"id": "a", "name": "åbo"},
            {"id": "b", "extent": "564"},
            {"id": "c", "name": "Pariisi"},
        ],
    )
    brought(sqlite_database, {"fi": written(tmp_path / "r.json", record)})
    raw = next(HsdsFiles({"fi": tmp_path / "r.json"}, PLACES).records(Known()))
    parsed = HsdsFiles({"fi": tmp_path / "r.json"}, PLACES).parse(raw)
    assert not isinstance(parsed, Refused)
    assert parsed.texts["fi"].summary == "Auttaa kaikkia."
    assert (parsed.facts.url, parsed.facts.min_age, parsed.facts.max_age) == ("", None, None)
    assert parsed.facts.municipalities == ("853", "564")


def test_a_service_that_its_source_calls_defunct_leaves_the_chat(
    sqlite_database: Database, tmp_path: Path
) -> None:
    with_codes = changed(
        attributes=[
            {"id": "x", "taxonomy_term": {"id": "t", "taxonomy": "osaamo-category", "code": "education"}}
        ]
    )
    brought(sqlite_database, {"fi": written(tmp_path / "r.json", with_codes)}, Plan(publish=True))
    assert list(shown(sqlite_database)) == ["Neuvonta"]
    gone = written(tmp_path / "r.json", {**with_codes, "status": "defunct"})
    assert brought(sqlite_database, {"fi": gone}, Plan(publish=True))["1"].outcome == "archived"
    assert shown(sqlite_database) == {}


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("r.json", b"[]", "holds no services"),
        ("services.csv", "id,name\n1,Työ".encode("latin-1"), "not in UTF-8"),
        ("services.csv", b'id,name\n1,"Ty', "is no CSV"),
        ("x.txt", b"", "neither services.csv nor JSON"),
    ],
)
def test_a_set_that_cannot_be_read_is_told(name: str, data: bytes, told: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    path = tmp_path / name if name == "r.json" else tmp_path
    with pytest.raises(SourceError, match=told):
        list(HsdsFiles({"fi": path}, PLACES).records(Known()))


@pytest.mark.parametrize("data", ["[]".encode("utf-16"), b"\xff\xfe\x00", b"[1, 2", b"[" * 100_000, b"3"])
def test_a_file_that_is_no_json_is_a_line_in_the_report(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "r.json").write_bytes(data)
    (raw,) = HsdsFiles({"fi": tmp_path / "r.json"}, PLACES).records(Known())
    assert isinstance(raw.payload, Refused)


def test_a_set_in_one_language_says_nothing_of_the_others(sqlite_database: Database, tmp_path: Path) -> None:
    swedish = changed(name="Rådgivning", organization={**GOOD["organization"], "name": "Förening"})
    sets = {"fi": written(tmp_path / "fi.json", GOOD), "sv": written(tmp_path / "sv.json", swedish)}
    service_id = brought(sqlite_database, sets)["1"].service_id
    assert service_id is not None
    written(tmp_path / "fi.json", changed(name="Uusi neuvonta"))
    assert brought(sqlite_database, {"fi": sets["fi"]})["1"].outcome == "changed"
    with sqlite_database.read() as session:
        content = open_copy(session, service_id).content
        assert provider(session, content.facts.provider).names == {"fi": "Yhdistys", "sv": "Förening"}
    assert {key: text.words.name for key, text in content.texts.items()} == {
        "fi": "Uusi neuvonta",
        "sv": "Rådgivning",
    }
    assert content.stale("sv")
    brought(sqlite_database, {"sv": sets["sv"]})
    with sqlite_database.read() as session:
        after = open_copy(session, service_id).content
    assert (after.facts.source_language, after.stale("sv")) == ("fi", False)
    written(tmp_path / "sv.json", changed(id="2"))
    brought(sqlite_database, sets)
    with sqlite_database.read() as session:
        assert list(open_copy(session, service_id).content.texts) == ["fi"]
