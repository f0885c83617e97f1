"""From people's own words to occupations and skills, with and without the imported classification."""

import json
import time
from functools import cache
from pathlib import Path

import pytest

from knowledge.database import Database
from knowledge.everyday_work import Concept, everyday_sayings
from knowledge.label_index import LabelIndex
from knowledge.occupations import Occupations
from knowledge.sources.esco import import_esco, read_esco
from knowledge.sources.source import SourceError
from knowledge.vocabulary import LANGUAGES
from tests.conftest import no_real_data

ESCO = Path(__file__).parents[3] / "shared" / "data" / "esco"
WITHOUT = Occupations((), everyday_sayings())


@cache
def classification() -> Occupations:
    """The real one, straight from its files."""
    if not ESCO.is_dir():
        no_real_data("ESCO's labels in ../shared/data/esco")
    concepts = []
    for name, kind in (("occupations", "occupation"), ("skills", "skill")):
        for each in json.loads((ESCO / f"{name}.json").read_text(encoding="utf-8")):
            if "/isco/" not in each["uri"]:
                concepts.append(Concept(each["uri"], kind, each["prefLabel"], each.get("notation", "")))
    return Occupations(concepts, everyday_sayings())


def named(known: Occupations, text: str, language: str) -> tuple[list[str], list[str]]:
    found = known.propose(text, language)
    return (
        [each.concept.label("fi") for each in found.occupations],
        [each.concept.label("fi") for each in found.skills],
    )


@pytest.mark.parametrize(
    ("language", "text", "occupation", "skill"),
    [
        ("fi", "olin 10 vuotta keittiössä ja hoidin äitiäni", "keittiöapulainen", "huolehtia vanhuksista"),
        ("fi-x-selko", "Siivosin toimistoja.", "laitossiivooja", "siivota"),
        ("sv", "Jag jobbade i köket och skötte min mor", "keittiöapulainen", "huolehtia vanhuksista"),
        ("en", "I drove a truck and fixed bikes", "tavaraliikenteen kuljettaja", "korjata pyöriä"),
        ("ru", "работала поваром, водила такси", "kokki", "ajaa ajoneuvoja"),
        ("uk", "Я був водієм таксі", "taksinkuljettaja", None),
        ("et", "olin lapsehoidja ja koristaja", "lastenhoitaja", "siivota"),
        ("ar", "عملت طباخا وسائق تاكسي", "kokki", "ajaa ajoneuvoja"),
        ("fa", "آشپز بودم و از مادرم مراقبت کردم", "kokki", "huolehtia vanhuksista"),
        ("so", "waxaan ahaa darawal taksi", "taksinkuljettaja", "ajaa ajoneuvoja"),
    ],
)
@pytest.mark.parametrize("imported", [False, True])
def test_what_people_say_is_understood_in_every_language(
    imported: bool, language: str, text: str, occupation: str, skill: str | None
) -> None:
    occupations, skills = named(classification() if imported else WITHOUT, text, language)
    assert occupation in occupations[:2]
    assert skill is None or skill in skills[:2]


@pytest.mark.parametrize(
    ("language", "text", "label"),
    [
        ("fi", "hitsaajana telakalla", "hitsaaja"),
        ("fi", "lähihoitajna vanhainkodissa", "lähihoitaja"),
        ("fi", "suutarina", "suutari"),
        ("fi", "olen toiminut eläinlääkärinä", "yleiseläinlääkäri"),
        ("fi", "kirjastonhoitajan työ", "kirjastonhoitaja"),
        ("sv", "jag var lokförare", "veturinkuljettaja"),
        ("en", "I was a plumber", "putkiasentaja"),
        ("en", "librarians", "kirjastonhoitaja"),
    ],
)
def test_an_occupation_is_found_inflected_and_misspelt(language: str, text: str, label: str) -> None:
    assert label in named(classification(), text, language)[0][:2]


def test_a_skill_is_found_by_what_is_done() -> None:
    assert "opettaa matematiikkaa" in named(classification(), "opetin matematiikkaa", "fi")[1][:2]
    assert "leikkiä lasten kanssa" in named(classification(), "leikin lasten kanssa", "fi")[1]


@pytest.mark.parametrize(
    "text", ["", "   ", "10 vuotta", "en tiedä", "🙂", "a", "<script>", "moi moi", "\x00"]
)
@pytest.mark.parametrize("language", ["fi", "ar", "xx"])
def test_nothing_is_proposed_where_nothing_is_told(text: str, language: str) -> None:
    found = classification().propose(text, language)
    assert (found.occupations, found.skills) == ((), ())


def test_few_are_proposed_and_the_likeliest_first() -> None:
    found = classification().propose(
        "siivosin, ajoin taksia, kokkasin, hitsasin, myin, opetin ja rakensin", "fi"
    )
    assert len(found.occupations) == 4
    assert 1 <= len(found.skills) <= 6
    scores = [each.score for each in found.occupations]
    assert scores == sorted(scores, reverse=True)
    assert all(0.6 <= score <= 1 for score in scores)


def test_each_language_has_words_for_each_saying() -> None:
    spoken = {language for language in LANGUAGES if "-x-" not in language}
    assert set(everyday_sayings()) == spoken
    assert len({len(said) for said in everyday_sayings().values()}) == 1
    assert all(
        beginning for said in everyday_sayings().values() for each in said for beginning in each.beginnings
    )


def test_the_shipped_labels_are_those_of_the_classification() -> None:
    for said in everyday_sayings()["fi"]:
        known = classification().get(said.concept.id)
        assert known is not None
        named = {code: said.concept.labels[code] for code in ("fi", "sv", "en")}
        assert (known.labels | named, known.kind) == (known.labels, said.concept.kind)


def test_a_usual_answer_takes_a_few_milliseconds() -> None:
    known = classification()
    known.warm("fi")
    taken = []
    for _ in range(9):
        begun = time.thread_time()
        known.propose("olin 10 vuotta keittiössä ja hoidin äitiäni", "fi")
        taken.append(time.thread_time() - begun)
    assert sorted(taken)[4] < 0.02  # 2 ms where nothing else runs


def test_a_very_long_text_takes_no_longer_than_its_first_words() -> None:
    known = classification()
    begun = time.thread_time()
    known.propose("kaikenlaista hommaa eri paikoissa, " * 60, "fi")
    assert time.thread_time() - begun < 0.5


def test_an_empty_index_answers() -> None:
    assert LabelIndex([], "fi").scores("kokki").size == 0


@pytest.fixture
def files(tmp_path: Path) -> Path:
    concepts = {
        "occupations.json": [
            {
                "uri": "http://data.europa.eu/esco/isco/C5120",
                "notation": "5120",
                "prefLabel": {"fi": "Kokit"},
            },
            {
                "uri": "http://data.europa.eu/esco/occupation/1",
                "notation": "5120.1",
                "prefLabel": {"fi": "lumenveistäjä", "sv": "snöskulptör"},
                "broader": ["http://data.europa.eu/esco/isco/C5120"],
            },
        ],
        "skills.json": [{"uri": "http://data.europa.eu/esco/skill/2", "prefLabel": {"fi": "veistää lunta"}}],
    }
    for name, content in concepts.items():
        (tmp_path / name).write_text(json.dumps(content), encoding="utf-8")
    return tmp_path


def test_the_imported_classification_is_proposed(database: Database, files: Path) -> None:
    with database.write() as session:
        report = import_esco(session, read_esco(files))
    assert (report.new, report.refused) == (3, ())
    with database.read() as session:
        known = Occupations.load(session)
    assert named(known, "olin lumenveistäjänä", "fi") == (["lumenveistäjä"], [])
    assert named(known, "veistin lunta", "fi")[1] == ["veistää lunta"]
    with database.write() as session:
        again = import_esco(session, read_esco(files))
    assert (again.new, again.changed, again.same, again.gone) == (0, 0, 3, 0)


def test_a_new_edition_replaces_the_old_one_and_a_dry_run_only_tells(
    sqlite_database: Database, files: Path
) -> None:
    with sqlite_database.write() as session:
        import_esco(session, read_esco(files))
    skills = [{"uri": "http://data.europa.eu/esco/skill/3", "prefLabel": {"fi": "kaivaa ojia"}}]
    (files / "skills.json").write_text(json.dumps(skills), encoding="utf-8")
    for dry_run in (True, False):
        with sqlite_database.write() as session:
            report = import_esco(session, read_esco(files), dry_run)
        assert (report.new, report.same, report.gone) == (1, 2, 1)
    with sqlite_database.read() as session:
        known = Occupations.load(session)
    assert known.get("http://data.europa.eu/esco/skill/2") is None
    assert known.get("http://data.europa.eu/esco/skill/3") is not None


def test_bad_concepts_are_told_and_stop_nobody(sqlite_database: Database, files: Path) -> None:
    good = {"uri": "http://data.europa.eu/esco/skill/9", "prefLabel": {"fi": "<b>hyvä</b> taito"}}
    bad = [
        None,
        7,
        {},
        {"uri": "javascript:1", "prefLabel": {"fi": "x"}},
        {**good, "prefLabel": None},
        good,
        good,
    ]
    (files / "skills.json").write_text(json.dumps(bad), encoding="utf-8")
    with sqlite_database.write() as session:
        report = import_esco(session, read_esco(files))
    assert (report.new, len(report.refused)) == (3, 6)
    assert report.refused[0].startswith("skills.json, 1: ")
    with sqlite_database.read() as session:
        known = Occupations.load(session).get(str(good["uri"]))
    assert known is not None
    assert known.labels == {"fi": "hyvä taito"}


@pytest.mark.parametrize("data", [None, b"", b"{}", "[]".encode("utf-16"), b"[" * 50_000])
def test_a_broken_file_changes_nothing(sqlite_database: Database, files: Path, data: bytes | None) -> None:
    with sqlite_database.write() as session:
        import_esco(session, read_esco(files))
    (files / "skills.json").unlink()
    if data is not None:
        (files / "skills.json").write_bytes(data)
    with pytest.raises(SourceError), sqlite_database.write() as session:
        import_esco(session, read_esco(files))
    with sqlite_database.read() as session:
        assert Occupations.load(session).get("http://data.europa.eu/esco/skill/2") is not None
