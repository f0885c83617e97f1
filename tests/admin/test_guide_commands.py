"""`osaamo export guides` and `osaamo import guides` as an operator types them."""

from pathlib import Path

from admin.first_start import prepare_database
from admin.settings import read_settings
from knowledge.guides.working_copy import open_guide
from knowledge.starter.load import load_starter
from tests.admin.test_import_commands import Osaamo
from tests.admin.test_import_commands import osaamo as osaamo
from tests.knowledge.editing.make import NOW
from tests.knowledge.guides.test_starter_guides import GOOD, starter


def test_guides_go_out_as_files_and_come_back(osaamo: Osaamo, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert osaamo("export", "guides", "--out", str(out))[1] == f"Wrote 0 guides to {out}.\n"
    database = prepare_database(read_settings())
    with database.write() as session:
        load_starter(session, starter(tmp_path / "starter", GOOD), NOW)
    with database.read() as session:
        before = open_guide(session, "first-cv")
    assert osaamo("export", "guides", "--out", str(out))[0] == 0
    file = out / "first-cv.yml"
    code, _, complaint = osaamo("import", "guides", str(file))
    assert (code, "first-cv.yml: there is a guide first-cv already" in complaint) == (1, True)
    assert (
        osaamo("import", "guides", "--replace", str(file))[1] == "Took 1 guides; publish them in the panel.\n"
    )
    with database.read() as session:
        after = open_guide(session, "first-cv")
    assert after.content == before.content
    assert (after.revision, after.published_revision) == (before.revision + 1, before.published_revision)
    new = tmp_path / "new.yml"
    new.write_text(file.read_text(encoding="utf-8").replace("id: first-cv", "id: other"), encoding="utf-8")
    assert osaamo("import", "guides", str(new))[0] == 0
    with database.read() as session:
        assert open_guide(session, "other").state == "draft"
    database.close()


def test_a_file_with_a_mistake_is_refused_with_its_field(osaamo: Osaamo, tmp_path: Path) -> None:
    file = tmp_path / "mine.yml"
    file.write_text(GOOD.replace("goals: [job]", "goals: [cash]"), encoding="utf-8")
    code, _, complaint = osaamo("import", "guides", str(file))
    assert (code, "mine.yml: first-cv: goals.0" in complaint) == (1, True)
    file.write_text(GOOD, encoding="utf-8")
    complaint = osaamo("import", "guides", str(file))[2]
    assert "mine.yml: first-cv: provider: unknown 'kela'" in complaint
    assert "mine.yml: first-cv: services.gather: unknown_code debt-advice" in complaint
    assert "cannot be read" in osaamo("import", "guides", str(tmp_path / "nothing.yml"))[2]
