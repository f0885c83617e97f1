"""However two editors' saves interleave, no word is lost unseen and nothing unpublished is shown."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

from knowledge.catalogue import load_catalogue
from knowledge.database import Database
from knowledge.editing.errors import Conflict, EditingError
from knowledge.editing.workflow import publish, publish_at, publish_due
from knowledge.editing.working_copy import WorkingCopy
from knowledge.editing.writing import write_text
from knowledge.revisions import content_at, history
from tests.knowledge.editing.make import EEVA, FINNISH, NOW, OTSO, TODAY, ask, do, drafted, now_is, published

EDITORS = {"eeva": EEVA, "otso": OTSO}
STEPS = st.lists(
    st.tuples(st.sampled_from(sorted(EDITORS)), st.sampled_from(["open", "write", "choose", "publish"])),
    max_size=14,
)


@contextmanager
def fresh(template: Path) -> Iterator[Database]:
    with TemporaryDirectory() as folder:
        shutil.copy(template, Path(folder) / "x.db")
        database = Database(f"sqlite:///{Path(folder) / 'x.db'}")
        yield database
        database.close()


class Play:
    """Two editors with their open pages, and what each believes to have saved or seen."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.id = drafted(database).id
        self.pages = {name: now_is(database, self.id) for name in EDITORS}
        self.saved = FINNISH.summary
        self.shown: str | None = None
        self.count = 0

    def step(self, name: str, verb: str) -> None:
        if verb == "open":
            self.pages[name] = now_is(self.database, self.id)
        elif verb == "publish":
            self.publish(name)
        else:
            self.write(name, choosing=verb == "choose")

    def write(self, name: str, choosing: bool) -> None:
        self.count += 1
        page, summary = self.pages[name], f"{name} {self.count}"
        seen = page.content.texts["fi"].words.summary
        words = replace(FINNISH, summary=summary)
        base = page.text_versions["fi"]
        try:
            copy = do(self.database, write_text, EDITORS[name], self.id, "fi", words, base, NOW)
            assert seen == self.saved
        except Conflict as conflict:
            (clash,) = conflict.clashes
            assert (clash.base, clash.theirs, clash.yours) == (seen, self.saved, summary)
            if not choosing:
                return
            copy = do(self.database, write_text, EDITORS[name], self.id, "fi", words, conflict.version, NOW)
        self.pages[name], self.saved = copy, summary

    def publish(self, name: str) -> None:
        page = self.pages[name]
        try:
            self.pages[name] = do(self.database, publish, EDITORS[name], self.id, page.revision, NOW)
        except Conflict:
            assert page.content.texts["fi"].words.summary != self.saved
        else:
            assert page.content.texts["fi"].words.summary == self.saved
            self.shown = self.saved

    def check(self) -> None:
        copy = now_is(self.database, self.id)
        assert copy.content.texts["fi"].words.summary == self.saved
        seen = ask(self.database, load_catalogue, TODAY).by_id.get(self.id)
        assert (seen and seen.texts["fi"].summary) == self.shown
        numbers = [each.number for each in ask(self.database, history, self.id)]
        assert numbers == list(range(copy.revision, 0, -1))
        assert ask(self.database, content_at, self.id, copy.revision) == copy.content


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=STEPS)
def test_two_editors_in_any_order(sqlite_template: Path, steps: list[tuple[str, str]]) -> None:
    with fresh(sqlite_template) as database:
        play = Play(database)
        for name, verb in steps:
            play.step(name, verb)
            play.check()


def at_once(*works: "threading.Thread") -> None:
    for work in works:
        work.start()
    for work in works:
        work.join(30)


def test_of_two_saves_at_the_same_moment_one_is_refused(database: Database) -> None:
    copy = drafted(database)
    refused: list[EditingError] = []
    gate = threading.Barrier(2)

    def save(editor: str) -> None:
        gate.wait()
        try:
            words = replace(FINNISH, summary=editor)
            do(database, write_text, EDITORS[editor], copy.id, "fi", words, 1, NOW)
        except EditingError as error:
            refused.append(error)

    at_once(*(threading.Thread(target=save, args=(name,)) for name in EDITORS))
    (conflict,) = refused
    assert isinstance(conflict, Conflict)
    (clash,) = conflict.clashes
    assert clash.theirs == now_is(database, copy.id).content.texts["fi"].words.summary


def test_publishing_and_what_is_planned_never_block_each_other(database: Database) -> None:
    """Both take the catalogue's lock before a service's; the other order would be a deadlock."""
    first = published(database)
    written = do(
        database, write_text, EEVA, first.id, "fi", replace(FINNISH, summary="Uusi."), first.revision, NOW
    )
    planned: WorkingCopy = do(database, publish_at, EEVA, first.id, written.revision, NOW, NOW)
    gate = threading.Barrier(2)
    done: list[object] = []

    def by_hand() -> None:
        gate.wait()
        done.append(do(database, publish, EEVA, first.id, planned.revision, NOW).state)

    def by_clock() -> None:
        gate.wait()
        done.append(do(database, publish_due, NOW))

    at_once(threading.Thread(target=by_hand), threading.Thread(target=by_clock))
    assert len(done) == 2
    published_lines = [each for each in ask(database, history, first.id) if each.change == "published"]
    assert len(published_lines) == 2
    assert ask(database, load_catalogue, TODAY).by_id[first.id].texts["fi"].summary == "Uusi."


@pytest.mark.parametrize("processes", [3])
def test_a_planned_version_is_published_once_by_many(database: Database, processes: int) -> None:
    copy = drafted(database)
    do(database, publish_at, EEVA, copy.id, copy.revision, NOW, NOW)
    gate = threading.Barrier(processes)
    found: list[tuple[str, ...]] = []

    def by_clock() -> None:
        gate.wait()
        found.append(do(database, publish_due, NOW))

    at_once(*(threading.Thread(target=by_clock) for _ in range(processes)))
    assert sorted(found) == [(), (), (copy.id,)]
