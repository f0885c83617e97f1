"""Imports of any source: batches, reports, faults in the middle, two at once, a process that is killed."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from knowledge.catalogue import load_catalogue
from knowledge.catalogue_version import current_version
from knowledge.database import Database
from knowledge.editing.content import Words
from knowledge.editing.providers import write_provider
from knowledge.editing.sources import SourceRecord
from knowledge.editing.workflow import withdraw
from knowledge.editing.working_copy import open_copy
from knowledge.editing.writing import write_text
from knowledge.published import published_since
from knowledge.sources.importer import BATCH, Plan, run_import, start_import
from knowledge.sources.reports import Run, reasons_of, records_of, run_of, runs
from knowledge.sources.runs import SILENT, AlreadyRunning
from knowledge.sources.source import Gone, Known, RawRecord, Refused, Skipped, SourceError
from tests.knowledge.sources.importing import IMPORTER, Made

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
PUBLISHED = Plan(publish=True)


def imported(database: Database, source: Made, plan: Plan = PUBLISHED) -> Run:
    return run_import(database, source, IMPORTER, plan, lambda: NOW)


def shown(database: Database) -> dict[str, str]:
    with database.read() as session:
        return {each.id: each.texts["fi"].summary for each in published_since(session, -1).shown}


class Failing(Made):
    """Its list ends in the middle."""

    def records(self, known: Known) -> Iterator[RawRecord]:
        yield from Made(BATCH + 5).records(known)
        raise SourceError("the line is cut")


def test_the_report_tells_of_every_record(database: Database) -> None:
    source = Made(8)
    source.instead = {
        "r1": Refused("wrong_shape", "names: missing"),
        "r2": Skipped("out_of_scope", "P16"),
        "r3": Gone(),
    }
    run = imported(database, source)
    assert run.counts == {"new": 5, "refused": 1, "skipped": 2}
    assert (run.state, run.expected, run.handled, run.started_by_name) == ("done", 8, 8, "Inka")
    with database.read() as session:
        assert reasons_of(session, run.id) == {"gone": 1, "out_of_scope": 1, "wrong_shape": 1}
        (refused,) = records_of(session, run.id, outcome="refused")
        assert (refused.source_id, refused.detail) == ("r1", "names: missing")
        assert [each.source_id for each in records_of(session, run.id, reason="out_of_scope")] == ["r2"]
        assert [each.source_id for each in records_of(session, run.id, words="PALVELU 7")] == ["r7"]
        assert records_of(session, run.id, page=1) == ()


def test_a_record_that_breaks_rules_is_refused_alone(database: Database) -> None:
    source = Made(3)
    good = source.parse(RawRecord("r1", 1))
    assert isinstance(good, SourceRecord)
    source.instead = {"r1": replace(good, texts={"fi": Words("x" * 101)})}
    run = imported(database, source)
    with database.read() as session:
        (line,) = records_of(session, run.id, outcome="refused")
    assert (line.reason, line.detail) == ("invalid", "fi.name: too_long 100")
    assert len(shown(database)) == 2


def test_nothing_is_in_the_chat_before_everything_is_in(database: Database) -> None:
    imported(database, Made(BATCH * 2))
    with database.read() as session:
        before = current_version(session)
    seen: list[set[str]] = []
    source = Made(BATCH * 2, summary="Uutta.")
    run_import(
        database,
        source,
        IMPORTER,
        PUBLISHED,
        lambda: NOW,
        lambda _: seen.append(set(shown(database).values())),
    )
    assert seen == [{"Apua työnhakuun."}] * 2
    assert set(shown(database).values()) == {"Uutta."}
    with database.read() as session:
        assert len(published_since(session, before).shown) == BATCH * 2


def test_a_source_that_breaks_off_leaves_the_chat_as_it_was_and_the_run_goes_on(database: Database) -> None:
    with pytest.raises(SourceError, match="cut"):
        imported(database, Failing(0))
    assert shown(database) == {}
    with database.read() as session:
        (failed,) = runs(session)
    assert (failed.state, failed.error, failed.counts) == ("failed", "the line is cut", {"new": BATCH})
    whole = Made(BATCH + 10)
    run = imported(database, whole, Plan(publish=True, resume=True))
    assert (run.id, run.state, run.counts) == (failed.id, "done", {"new": BATCH + 10})
    assert len(whole.asked) == 10
    assert len(shown(database)) == BATCH + 10


def test_without_resume_a_new_run_publishes_what_a_broken_one_brought(sqlite_database: Database) -> None:
    with pytest.raises(SourceError, match="cut"):
        imported(sqlite_database, Failing(0))
    assert imported(sqlite_database, Made(BATCH)).counts == {"same": BATCH}
    assert len(shown(sqlite_database)) == BATCH


def test_only_an_unfinished_run_of_the_same_kind_is_resumed(sqlite_database: Database) -> None:
    first = imported(sqlite_database, Made(2))
    again = imported(sqlite_database, Made(2), Plan(publish=True, resume=True))
    assert again.id != first.id
    with pytest.raises(SourceError, match="cut"):
        imported(sqlite_database, Failing(0), Plan(dry_run=True))
    assert imported(sqlite_database, Made(2), Plan(publish=True, resume=True)).counts == {"same": 2}


def test_two_imports_of_one_source_never_run_at_once(database: Database) -> None:
    held = start_import(database, Made(1), IMPORTER, PUBLISHED, NOW)
    with pytest.raises(AlreadyRunning, match=f"import {held.run_id} "):
        imported(database, Made(1))
    later = NOW + SILENT + timedelta(seconds=1)
    run_import(database, Made(1), IMPORTER, PUBLISHED, lambda: later)


def test_whoever_resumes_a_run_takes_it_over(sqlite_database: Database) -> None:
    resumed: list[Run] = []

    def take_over(_: Run) -> None:
        if not resumed:
            resumed.append(imported(sqlite_database, Made(BATCH * 2), Plan(publish=True, resume=True)))

    with pytest.raises(AlreadyRunning, match="another process"):
        run_import(sqlite_database, Made(BATCH * 2), IMPORTER, PUBLISHED, lambda: NOW, take_over)
    assert resumed[0].counts == {"new": BATCH * 2}
    with sqlite_database.read() as session:
        assert run_of(session, resumed[0].id) == resumed[0]


def test_what_editors_did_meanwhile_is_theirs(database: Database) -> None:
    imported(database, Made(3))
    edited, hidden = "made-r0", "made-r1"

    def edit(_: Run) -> None:
        with database.write() as session:
            copy = open_copy(session, edited)
            words = Words("Oma", "Oma.")
            write_text(session, IMPORTER, edited, "fi", words, copy.text_versions["fi"], NOW)

    with database.write() as session:
        withdraw(session, IMPORTER, hidden, NOW)
    run = run_import(database, Made(3, summary="Uutta."), IMPORTER, PUBLISHED, lambda: NOW, edit)
    with database.read() as session:
        assert open_copy(session, hidden).state == "withdrawn"
        (line,) = records_of(session, run.id, reason="edited_meanwhile")
    assert line.service_id == edited
    assert shown(database) == {edited: "Apua työnhakuun.", "made-r2": "Uutta."}


def test_where_the_provider_asks_for_four_eyes_it_waits_for_a_reviewer(sqlite_database: Database) -> None:
    imported(sqlite_database, Made(1), Plan())
    with sqlite_database.write() as session:
        write_provider(session, "made-p", {"fi": "Tekijä"}, "", True, NOW)
    run = imported(sqlite_database, Made(1))
    with sqlite_database.read() as session:
        assert open_copy(session, "made-r0").state == "in_review"
        assert reasons_of(session, run.id) == {"four_eyes": 1}


def test_a_killed_import_leaves_the_chat_as_before_and_then_complete(database: Database) -> None:
    count = BATCH * 5
    imported(database, Made(count))
    command = (sys.executable, "-m", "tests.knowledge.sources.importing")
    arguments = (database.engine.url.render_as_string(hide_password=False), str(count), "Uutta.")
    process = subprocess.Popen((*command, *arguments), stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline().strip() == str(BATCH)
    assert process.stdout.readline().strip() == str(BATCH * 2)
    process.kill()
    process.wait(30)
    assert set(shown(database).values()) == {"Apua työnhakuun."}
    with database.read() as session:
        broken = runs(session)[0]
    assert broken.state == "running"
    handled = broken.counts["changed"]
    assert handled >= BATCH * 2
    source = Made(count, summary="Uutta.")
    run = imported(database, source, Plan(publish=True, resume=True))
    assert (run.id, run.counts) == (broken.id, {"changed": count})
    assert len(source.asked) == count - handled
    assert set(shown(database).values()) == {"Uutta."}
    assert len(shown(database)) == count


def test_a_providers_new_name_is_shown_when_its_import_ends_and_not_before(database: Database) -> None:
    imported(database, Made(BATCH * 2))
    seen: list[str] = []
    source = Made(BATCH * 2, summary="Uutta.", maker="Uusi tekijä")
    run_import(
        database,
        source,
        IMPORTER,
        Plan(publish=True),
        lambda: NOW,
        progress=lambda _: seen.append(_maker(database)),
    )
    assert seen == ["Tekijä", "Tekijä"]
    assert _maker(database) == "Uusi tekijä"


def _maker(database: Database) -> str:
    """As the chat would tell it."""
    with database.read() as session:
        return load_catalogue(session, NOW.date()).by_id["made-r0"].provider_names["fi"]
