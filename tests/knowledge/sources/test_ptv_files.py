"""The Finnish Service Catalogue from files, into a database: nasty ones, twice, and with corrections."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.database import Database
from knowledge.editing.actor import Actor
from knowledge.editing.content import Words
from knowledge.editing.overrides import overrides_of
from knowledge.editing.sources import source_row
from knowledge.editing.working_copy import open_copy
from knowledge.editing.writing import write_facts, write_text
from knowledge.published import published_since
from knowledge.sources.importer import Plan
from knowledge.sources.reports import reasons_of
from knowledge.sources.source import LARGEST_FILE, SourceError
from tests.knowledge.sources.ptv_make import (
    NOW,
    channel,
    folder,
    key,
    organization,
    report,
    run_files,
    said,
    service,
)

REAL = Path(__file__).parents[4] / "shared" / "data" / "ptv"
EDITOR = Actor("eeva", "Eeva", None)
COURSE = f"ptv-{key(1)}"


def test_services_come_with_their_channels_and_organisations(database: Database, tmp_path: Path) -> None:
    path = folder(tmp_path, a=[service(1), service(2)], b=channel(), c={"itemList": [organization()]})
    run = run_files(database, path)
    assert (run.state, run.counts, run.expected) == ("done", {"new": 2}, 2)
    with database.read() as session:
        copy = open_copy(session, COURSE)
        source = source_row(session, "ptv", key(1))
    assert (copy.state, copy.content.facts.url) == ("draft", "https://oulu.example/kurssi")
    assert copy.content.texts["fi"].status == "reviewed"
    assert source is not None
    assert source.licence == "PTV open data (Suomi.fi)"


def test_published_only_when_asked(database: Database, tmp_path: Path) -> None:
    path = folder(tmp_path, a=service(1), b=channel())
    run_files(database, path)
    with database.read() as session:
        assert published_since(session, -1).shown == ()
    run = run_files(database, path, Plan(publish=True))
    assert run.counts == {"same": 1}
    with database.read() as session:
        assert [each.id for each in published_since(session, -1).shown] == [COURSE]


def test_what_is_incomplete_is_not_published_and_the_report_says_why(
    database: Database, tmp_path: Path
) -> None:
    run = run_files(database, folder(tmp_path, a=service(1)), Plan(publish=True))
    line = report(database, run)[key(1)]
    assert (line.outcome, line.reason, line.detail) == ("new", "incomplete", "url: missing")


def test_a_dry_run_tells_and_changes_nothing(database: Database, tmp_path: Path) -> None:
    path = folder(tmp_path, a=[service(1), service(2)], b=channel())
    run = run_files(database, path, Plan(dry_run=True, publish=True))
    assert run.counts == {"new": 2}
    assert {change.field for change in report(database, run)[key(1)].changes} >= {"name", "summary"}
    with database.read() as session:
        assert source_row(session, "ptv", key(1)) is None


def test_a_second_run_changes_nothing_and_a_changed_record_only_its_field(
    database: Database, tmp_path: Path
) -> None:
    run_files(database, folder(tmp_path, a=[service(1), service(2)], b=channel()), Plan(publish=True))
    again = run_files(database, tmp_path, Plan(publish=True))
    assert again.counts == {"same": 2}
    newer = service(1, requirements=[said("fi", "Kaikille.")])
    run = run_files(database, folder(tmp_path, a=[newer, service(2)]), Plan(publish=True))
    assert run.counts == {"changed": 1, "same": 1}
    (change,) = report(database, run)[key(1)].changes
    assert (change.field, change.language, change.before, change.after) == (
        *("condition", "fi"),
        *("Olet työtön.", "Kaikille."),
    )
    with database.read() as session:
        texts = {each.id: each.texts["fi"].condition for each in published_since(session, -1).shown}
    assert texts[COURSE] == "Kaikille."


def test_corrected_fields_survive_and_the_newer_value_stands_beside(
    database: Database, tmp_path: Path
) -> None:
    run_files(database, folder(tmp_path, a=service(1), b=channel()), Plan(publish=True))
    with database.write() as session:
        copy = open_copy(session, COURSE)
        facts = replace(copy.content.facts, goals=("job", "skills"))
        copy = write_facts(session, EDITOR, COURSE, facts, copy.facts_version, NOW)
        mine = replace(copy.content.texts["fi"].words, summary="Oma tiivistelmä.")
        write_text(session, EDITOR, COURSE, "fi", mine, copy.text_versions["fi"], NOW)
        write_text(session, EDITOR, COURSE, "en", Words("Course", "In our words."), 0, NOW)
    newer = [
        said("fi", "Uusi tiivistelmä lähteestä.", "Summary"),
        said("fi", "Soita ensin.", "UserInstruction"),
    ]
    run = run_files(database, folder(tmp_path, a=service(1, serviceDescriptions=newer)), Plan(publish=True))
    line = report(database, run)[key(1)]
    assert line.outcome == "changed"
    assert set(line.kept) == {("", "goals"), ("fi", "summary")}
    with database.read() as session:
        now = open_copy(session, COURSE)
        kept = {each.field: (each.ours, each.theirs) for each in overrides_of(session, COURSE)}
        shown = published_since(session, -1).shown[0]
    assert now.content.texts["fi"].words.summary == "Oma tiivistelmä."
    assert now.content.texts["fi"].words.first_step == "Soita ensin."
    assert now.content.texts["en"].words.summary == "In our words."
    assert kept["summary"] == ("Oma tiivistelmä.", "Uusi tiivistelmä lähteestä.")
    assert kept["goals"] == (("job", "skills"), ("job",))
    assert shown.texts["fi"].summary == "Opit hakemaan töitä ja saat palautetta.", "an editor publishes"


def test_a_withdrawn_record_leaves_the_chat_and_may_come_back(database: Database, tmp_path: Path) -> None:
    run_files(database, folder(tmp_path, a=service(1), b=channel()), Plan(publish=True))
    run = run_files(database, folder(tmp_path, a=service(1, publishingStatus="Deleted")))
    assert report(database, run)[key(1)].outcome == "archived"
    with database.read() as session:
        assert published_since(session, -1).shown == ()
    run_files(database, folder(tmp_path, a=service(1)), Plan(publish=True))
    with database.read() as session:
        assert [each.id for each in published_since(session, -1).shown] == [COURSE]


def test_bad_records_never_stop_the_rest(database: Database, tmp_path: Path) -> None:
    latin = json.dumps(service(7), ensure_ascii=False).encode("latin-1")
    path = folder(
        tmp_path,
        a=[None, 5, "x", [], {}, {"serviceNames": "x"}, service(1), service(1), service(2, id=None)],
        b=latin,
        c=b"{",
        d=b"[" * 200_000,
        e=json.dumps(service(8)).encode("utf-16"),
        f=b'"' + b"x" * LARGEST_FILE + b'"',
        g=b"\xef\xbb\xbf" + json.dumps(service(3)).encode(),
        h=b"",
        i=service(4, serviceNames=[said("fi", "<script>alert(1)</script>", "Name")]),
        j=service(5, serviceNames=[said("fi", "<b onclick=x>Nimi\x00</b>\ud800", "Name")]),
        k=[service(6)] * 2,
        z=channel(webPages=5),
    )
    run = run_files(database, path)
    assert run.state == "done"
    with database.read() as session:
        reasons = reasons_of(session, run.id)
    lines = report(database, run)
    assert {each for each, line in lines.items() if line.outcome == "new"} == {key(n) for n in (1, 3, 5, 6)}
    assert reasons["duplicate"] == 2
    assert reasons["wrong_encoding"] == 2
    assert reasons["too_large"] == 1
    assert reasons["unreadable"] == 3
    assert lines["c.json, 1"].detail.startswith("not JSON: Expecting property name")
    assert lines["b.json, 1"].detail.startswith("not UTF-8 at byte ")
    with database.read() as session:
        assert open_copy(session, f"ptv-{key(5)}").content.texts["fi"].words.name == "Nimi"


@pytest.mark.parametrize("files", [{}, {"a": {"some": "thing"}}, {"a": [channel()]}])
def test_a_folder_without_services_fails_with_a_sentence(
    sqlite_database: Database, tmp_path: Path, files: dict[str, object]
) -> None:
    path = folder(tmp_path / "in", **files)
    if files == {"a": {"some": "thing"}}:
        assert run_files(sqlite_database, path).counts == {"skipped": 1}
        return
    with pytest.raises(SourceError, match=r"no (JSON file|services)"):
        run_files(sqlite_database, path)


@pytest.mark.skipif(not REAL.exists(), reason="the real records of ../shared/data/ptv are not here")
def test_the_real_records(database: Database) -> None:
    for everything in (False, True):
        run = run_files(database, REAL, Plan(publish=True), everything)
        again = run_files(database, REAL, Plan(publish=True), everything)
        assert run.state == again.state == "done"
        assert again.counts.get("new", 0) == again.counts.get("changed", 0) == 0
    lines = report(database, run)
    assert sum(line.outcome in ("new", "same") for line in lines.values()) == 20
    assert {line.reason for line in lines.values() if line.outcome == "refused"} == {
        "no_provider",
        "unreadable",
    }
    with database.read() as session:
        shown = {each.texts["fi"].name for each in published_since(session, -1).shown}
    assert "Etsivä nuorisotyö" in shown
    assert "Uimahalli" not in shown


@pytest.mark.skipif(not REAL.exists(), reason="the real records of ../shared/data/ptv are not here")
def test_the_real_general_descriptions_complete_services(sqlite_database: Database, tmp_path: Path) -> None:
    described = json.loads((REAL / "general_descriptions_458.json").read_text())
    one = next(each for each in described if each["Name"][0]["Label"] == "Etsivä nuorisotyö")
    bare = service(1, generalDescriptionId=one["Id"], serviceDescriptions=None, serviceClasses=None)
    run = run_files(sqlite_database, folder(tmp_path, a=described, b=bare, c=organization()))
    assert run.counts == {"new": 1}
    with sqlite_database.read() as session:
        copy = open_copy(session, COURSE)
    assert copy.content.facts.category
    assert 0 < len(copy.content.texts["fi"].words.summary) <= 150
