"""The export to Open Referral: valid against its schemas, one set per language, the same ids in each."""

import csv
import json
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest

from knowledge.database import Database
from knowledge.exports.hsds import RecordSet, hsds_service, record_set, service_uuid
from knowledge.exports.hsds_files import write_record_set
from knowledge.exports.hsds_tables import FILES, tables
from knowledge.municipalities import read_municipalities
from knowledge.service import ServiceText
from knowledge.starter.entries import read_starter
from knowledge.starter.load import load_starter
from tests.knowledge.exports.schemas import flat, schema, validator
from tests.knowledge.make import PLACES, service

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def names(taxonomy: str, code: str, language: str) -> str:
    return f"{language} {taxonomy} {code}"


@pytest.fixture(scope="module")
def starter(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path = tmp_path_factory.mktemp("hsds") / "starter.db"
    shutil.copy(sqlite_template, path)
    database = Database(f"sqlite:///{path}")
    with database.write() as session:
        load_starter(session, read_starter(), NOW)
    yield database
    database.close()


@pytest.fixture(scope="module")
def records(starter: Database) -> RecordSet:
    with starter.read() as session:
        return record_set(session, "fi", read_municipalities(), names)


def test_every_service_is_valid_against_the_schema(records: RecordSet) -> None:
    checks = validator(schema("service_with_definitions"))
    wrong = [
        f"{each.name}: {error.message}"
        for each in records.services
        for error in checks.iter_errors(each.model_dump(mode="json", exclude_none=True))
    ]
    assert wrong == []
    assert len(records.services) > 100


def test_every_table_is_valid_against_the_schema(records: RecordSet) -> None:
    found = tables(records.services)
    checks = validator(flat(schema("tabular")))
    assert [
        error.message for error in checks.iter_errors({key: list(rows) for key, rows in found.items()})
    ] == []
    required = {
        key: each["items"].get("tabular_required", [])
        for key, each in schema("tabular")["properties"].items()
    }
    assert all(row.get(name) for table, rows in found.items() for row in rows for name in required[table])
    files = {key: each["items"].get("path") for key, each in schema("tabular")["properties"].items()}
    assert all(files[table] == file for table, file in FILES.items())


def test_the_schema_is_really_asked() -> None:
    checks = validator(schema("service_with_definitions"))
    assert not checks.is_valid({"id": "no uuid", "name": "x", "status": "active"})


def test_ids_are_each_ones_own_and_join_the_tables(records: RecordSet) -> None:
    found = tables(records.services)
    ids = {table: [row["id"] for row in rows] for table, rows in found.items()}
    assert all(len(set(each)) == len(each) for each in ids.values())
    for table, key, other in (
        ("service", "organization_id", "organization"),
        ("service_area", "service_id", "service"),
        ("language", "service_id", "service"),
        ("attribute", "link_id", "service"),
        ("attribute", "taxonomy_term_id", "taxonomy_term"),
        ("taxonomy_term", "taxonomy_id", "taxonomy"),
    ):
        assert {row[key] for row in found[table]} <= set(ids[other])


def test_a_service_keeps_its_id_in_every_language() -> None:
    texts = {"fi": ServiceText("fi", "Työpaja", "Auttaa."), "ar": ServiceText("ar", "ورشة", "مساعدة")}
    both = service("workshop", texts=texts)
    finnish, arabic = (hsds_service(both, language, PLACES, names) for language in ("fi", "ar"))
    assert finnish.id == arabic.id == service_uuid("workshop")
    assert (finnish.name, arabic.name) == ("Työpaja", "ورشة")
    assert {each.taxonomy_term.language for each in arabic.attributes} == {"ar"}


def test_only_services_told_in_the_language_are_in_its_set(starter: Database, records: RecordSet) -> None:
    with starter.read() as session:
        somali = record_set(session, "so", read_municipalities(), names)
    assert len(somali.services) + somali.untold == len(records.services) + records.untold


def test_all_facts_are_told() -> None:
    full = service(
        "full",
        texts={"fi": ServiceText("fi", "Nimi", "Mitä", "Soita", "Vain nuorille")},
        municipalities=frozenset({"564"}),
        min_age=16,
        max_age=29,
        languages=("fi", "sv"),
        valid_from=date(2026, 1, 1),
        goals={"job"},
        newcomers_only=True,
        role="youth_guidance",
    )
    told = hsds_service(full, "fi", PLACES, names, NOW)
    assert (told.application_process, told.eligibility_description) == ("Soita", "Vain nuorille")
    assert (told.minimum_age, told.maximum_age) == (16, 29)
    assert [(area.name, area.extent) for area in told.service_areas] == [("Oulu", "564")]
    assert [each.code for each in told.languages] == ["fi", "sv"]
    assert told.schedules[0].valid_from == date(2026, 1, 1)
    assert told.last_modified == NOW
    values = {(each.link_type, each.value) for each in told.attributes}
    assert values == {
        ("identity", "full"),
        ("category", "employment"),
        ("audience", "person"),
        ("goals", "job"),
        ("flags", "newcomers_only"),
        ("role", "youth_guidance"),
    }


@pytest.mark.parametrize("name", ["set", "set.zip"])
def test_the_files_hold_what_was_read(name: str, records: RecordSet, tmp_path: Path) -> None:
    target = tmp_path / name
    write_record_set(records, target)
    if target.suffix == ".zip":
        with ZipFile(target) as archive:
            archive.extractall(tmp_path / "out")
        target = tmp_path / "out"
    whole = json.loads((target / "services.json").read_text(encoding="utf-8"))
    assert [each["id"] for each in whole] == [str(each.id) for each in records.services]
    with (target / "services.csv").open(encoding="utf-8", newline="") as file:
        assert [row["name"] for row in csv.DictReader(file)] == [each.name for each in records.services]
    package = json.loads((target / "datapackage.json").read_text(encoding="utf-8"))
    assert all((target / each["path"]).is_file() for each in package["resources"])
