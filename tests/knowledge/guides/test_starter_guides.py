"""The starter's guides: what an author gets wrong is told with file and field, no editor's work is undone."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from knowledge.catalogue import load_catalogue
from knowledge.database import Database
from knowledge.editing.actor import Actor
from knowledge.guides.content import GuideWords, Tongue
from knowledge.guides.workflow import withdraw
from knowledge.guides.working_copy import open_guide
from knowledge.guides.writing import Written, write
from knowledge.starter.check import validate
from knowledge.starter.entries import Starter, read_starter
from knowledge.starter.load import LoadReport, StarterError, load_starter
from tests.knowledge.editing.make import NOW, TODAY, ask, do
from tests.knowledge.starter.test_check import GOOD as SERVICES
from tests.knowledge.starter.test_check import PROVIDERS

EDITOR = Actor("e1", "Eeva", frozenset({"kela"}))
GOOD = """
id: first-cv
kind: career_path
provider: kela
goals: [job]
fields: [care]
occupations: ["53", "2221.1"]
area: [Oulu, Esbo]
short_of_staff: everywhere
review_due: 2027-05-21
texts:
  fi: {title: Oma polku, summary: Miten pääset alalle., status: machine}
  sv: {title: Egen väg, summary: Hur du kommer in.}
steps:
  - id: gather
    url: https://example.org/a
    services: [debt-advice]
    texts:
      fi: {title: Kerää, body: Kirjoita lista., link: Malli}
      sv: {title: Samla, body: Skriv en lista., link: Modell}
  - id: send
    texts:
      fi: {title: Lähetä, body: Lähetä se.}
      sv: {title: Skicka, body: Skicka den.}
"""


def starter(folder: Path, *guides: str) -> Starter:
    for name in ("services", "guides"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for old in (folder / "guides").iterdir():
        old.unlink()
    (folder / "providers.yml").write_text(PROVIDERS, encoding="utf-8")
    (folder / "services" / "a.yml").write_text(SERVICES, encoding="utf-8")
    for number, guide in enumerate(guides):
        (folder / "guides" / f"guide-{number}.yml").write_text(guide, encoding="utf-8")
    return read_starter(folder)


def load(database: Database, what: Starter, later: int = 0) -> LoadReport:
    with database.write() as session:
        return load_starter(session, what, NOW + timedelta(days=later))


def test_the_shipped_guides_are_there_whole_in_ten_languages() -> None:
    guides = [entry for _, entry in read_starter().guides]
    assert {entry.kind for entry in guides} == {"self_coaching", "career_path"}
    assert {len(entry.texts) for entry in guides} == {10}


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("kind: career_path", "kind: course", "kind: Value error, unknown code 'course'"),
        ("provider: kela", "provider: nobody", "provider: unknown 'nobody'"),
        ("goals: [job]", "goals: [cash]", "goals.0: Value error, unknown code 'cash'"),
        ("fields: [care]", "fields: []", "fields: missing"),
        ('"53"', '"cook"', "occupations.0: String should match"),
        ("[Oulu, Esbo]", "[Oulu, Atlantis]", "area: 'Atlantis' is no municipality of today"),
        ("[Oulu, Esbo]", "[]", "municipalities: missing"),
        ("short_of_staff: everywhere", "short_of_staff: [Atlantis]", "short_of_staff: 'Atlantis'"),
        ("https://example.org/a", "http://example.org/a", "url.gather: bad_link http://example.org/a"),
        ("[debt-advice]", "[dept-advice]", "services.gather: unknown_code dept-advice"),
        ("id: send", "id: gather", "steps.1.id: 'gather' is used more than once"),
        (", link: Modell", "", "sv.link.gather: missing"),
        ("      sv: {title: Skicka, body: Skicka den.}\n", "", "sv.title.send: missing"),
        ("body: Skicka den.", "body: Skicka den., link: Där", "steps.1.texts.sv.link: the step has no url"),
        ("  sv: {title: Egen väg, summary: Hur du kommer in.}\n", "", "steps.0.texts.sv: the guide itself"),
        ("  fi: {title: Oma polku", "  en: {title: Oma polku", "fi.title: missing"),
        ("Kirjoita lista.", "a" * 401, "steps.0.texts.fi.body: String should have at most 400"),
        ("Oma polku", "a" * 81, "texts.fi.title: String should have at most 80"),
        ("Kirjoita lista.", "Kirjoita lista!", "steps.gather.texts.fi.body: an exclamation mark"),
        ("Kirjoita lista.", "Mene TE-toimistoon.", "outdated 'TE-toimist'"),
        ("review_due: 2027-05-21", "review_due: soon", "review_due: Input should be a valid date"),
        ("status: machine", "status: ready", "texts.fi.status: Value error, unknown code 'ready'"),
        ("goals: [job]", "goal: [job]", "goal: Extra inputs"),
        ("steps:", "steps: [", "file"),
    ],
)
def test_a_mistake_is_told_with_its_file_and_field(tmp_path: Path, right: str, wrong: str, said: str) -> None:
    assert right in GOOD
    told = [str(each) for each in validate(starter(tmp_path, GOOD.replace(right, wrong, 1)))]
    assert any(line.startswith("guides/guide-0.yml: ") and said in line for line in told), told


def test_an_id_used_twice_is_told(tmp_path: Path) -> None:
    told = [str(each) for each in validate(starter(tmp_path, GOOD, GOOD))]
    assert "guides/guide-1.yml: first-cv: this id is used more than once" in told


def test_a_broken_guide_is_refused_before_anything_is_changed(tmp_path: Path, database: Database) -> None:
    with pytest.raises(StarterError, match=r"guides/guide-0\.yml"):
        load(database, starter(tmp_path, GOOD.replace("kela", "nobody")))
    assert ask(database, load_catalogue, TODAY).services == ()


def test_a_good_guide_is_in_the_catalogue_as_it_was_written(tmp_path: Path, database: Database) -> None:
    assert load(database, starter(tmp_path, GOOD)).guides == [("first-cv", "new")]
    guide = ask(database, load_catalogue, TODAY).guides["first-cv"]
    assert guide.fields == {"care"}
    assert (guide.kind, guide.occupations) == ("career_path", ("53", "2221.1"))
    assert (guide.municipalities, guide.short_of_staff) == (frozenset({"564", "049"}), None)
    assert guide.provider_names["sv"] == "FPA"
    assert [step.id for step in guide.steps] == ["gather", "send"]
    assert (guide.steps[0].url, guide.steps[0].services) == ("https://example.org/a", ("debt-advice",))
    said = guide.steps[0].texts["sv"]
    assert (said.title, said.body, said.link, said.status) == (
        "Samla",
        "Skriv en lista.",
        "Modell",
        "machine",
    )


def test_a_guide_follows_its_file_until_an_editor_has_written_it(tmp_path: Path, database: Database) -> None:
    load(database, starter(tmp_path, GOOD))
    newer = GOOD.replace("Kirjoita lista.", "Kirjoita pitkä lista.")
    assert load(database, starter(tmp_path, newer), 1).guides == [("first-cv", "changed")]
    assert load(database, starter(tmp_path, newer), 2).guides == [("first-cv", "unchanged")]
    shown = ask(database, load_catalogue, TODAY).guides["first-cv"]
    assert shown.steps[0].texts["fi"].body == "Kirjoita pitkä lista."
    copy = ask(database, open_guide, "first-cv")
    text = Tongue(GuideWords("Editorin nimi", "Rivi.", copy.content.texts["fi"].words.steps))
    mine = replace(copy.content, texts={**copy.content.texts, "fi": text})
    page = Written(content=mine, base=copy.revision, languages=frozenset(mine.texts))
    do(database, write, EDITOR, "first-cv", page, NOW)
    assert load(database, starter(tmp_path, GOOD), 3).guides == [("first-cv", "kept")]
    assert ask(database, open_guide, "first-cv").content.texts["fi"].words.title == "Editorin nimi"
    assert ask(database, open_guide, "first-cv").stale == ("sv",)


def test_what_editors_withdrew_stays_out_and_what_the_starter_dropped_goes(
    tmp_path: Path, database: Database
) -> None:
    load(database, starter(tmp_path, GOOD, GOOD.replace("first-cv", "second")))
    do(database, withdraw, EDITOR, "second", NOW)
    other = GOOD.replace("first-cv", "second").replace("Kirjoita lista.", "Muuta.")
    assert load(database, starter(tmp_path, other), 1).guides == [
        ("second", "changed"),
        ("first-cv", "withdrawn"),
    ]
    assert ask(database, load_catalogue, TODAY).guides == {}
