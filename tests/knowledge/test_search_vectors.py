"""Searching by meaning: other languages find services, foreign matters still find nothing."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from knowledge.catalogue import Catalogue, LiveCatalogue
from knowledge.database import Base, Database
from knowledge.embedding import QUERY, BundledModel, Embedding, EmbeddingError, Vectors
from knowledge.search import search
from knowledge.search_vectors import FOREIGN_MATTERS
from knowledge.service import ServiceText
from knowledge.starter.entries import read_starter
from knowledge.starter.load import load_starter
from tests.knowledge import shipped
from tests.knowledge.make import PLACES, TODAY, catalogue, service
from tests.knowledge.shipped import NOW
from tests.knowledge.test_search import NOTHING, QUESTIONS
from tests.support.trained import TRAINED
from tests.support.vectors import Counting, bundled

__all__ = ["bundled"]

pytestmark = pytest.mark.timeout(900)

ACROSS = [
    ("uk", "де допоможуть з боргами", "financial-and-debt-counselling guarantee-foundation-advice"),
    ("uk", "курси фінської мови", "finnish-at-adult-education-centres integration-training"),
    ("uk", "психологічна допомога", "mental-health-and-substance-services mielenterveystalo"),
    ("uk", "хочу відкрити бізнес", "enterprise-agency-advice entrepreneurship-info-session"),
    ("ru", "как подтвердить диплом", "foreign-qualification-recognition"),
    ("ru", "детский сад", "early-childhood-education"),
    ("ru", "водительские права категории C", "professional-driver-qualification"),
    ("ar", "كيف أبدأ شركة", "enterprise-agency-advice business-registration"),
    ("ar", "من يساعدني في مشكلة الديون", "financial-and-debt-counselling guarantee-foundation-advice"),
    ("fa", "کلاس زبان فنلاندی", "finnish-at-adult-education-centres"),
    ("et", "võlanõustamine", "financial-and-debt-counselling"),
    ("so", "caawimaad deynta", "financial-and-debt-counselling"),
]
FOREIGN = [
    ("uk", "яка завтра погода"), ("uk", "хто президент Франції"), ("uk", "asdf йцукен"),
    ("ru", "кто выиграл вчера в футбол"), ("ru", "рецепт борща"), ("ru", "ты робот?"), ("ru", "ывапролд"),
    ("ar", "كيف الطقس غدا"), ("ar", "احك لي نكتة"), ("ar", "ما عاصمة فرنسا"),
    ("fa", "ساعت چنده"), ("fa", "قیمت دلار"), ("et", "räägi nali"), ("so", "waa imisa saac"),
]  # fmt: skip


@pytest.fixture(scope="module")
def by_meaning(bundled: BundledModel) -> Catalogue:
    """The shipped catalogue; its vectors are kept between runs."""
    live = LiveCatalogue(shipped.catalogue())
    live.learn_meanings(Embedding(bundled), TRAINED / "services.vectors")
    return live.current


@pytest.mark.parametrize(("language", "query", "wanted"), ACROSS)
def test_a_question_finds_services_told_in_other_languages(
    by_meaning: Catalogue, language: str, query: str, wanted: str
) -> None:
    found = [hit.service.id for hit in search(by_meaning, query, language)]
    assert set(wanted.split()) & set(found), found


@pytest.mark.parametrize(("language", "query"), [*NOTHING, *FOREIGN])
def test_nonsense_and_foreign_matters_find_nothing(by_meaning: Catalogue, language: str, query: str) -> None:
    assert search(by_meaning, query, language) == ()


@pytest.mark.parametrize("line", QUESTIONS)
def test_what_characters_find_is_still_found(by_meaning: Catalogue, line: str) -> None:
    language, query, wanted = (part.strip() for part in line.split("|"))
    assert set(wanted.split()) & {hit.service.id for hit in search(by_meaning, query, language)}


def test_without_vectors_the_search_is_as_it_was(by_meaning: Catalogue) -> None:
    assert by_meaning.meanings
    embedder = Counting()
    embedder.ill = True
    ill = replace(by_meaning, meanings=replace(by_meaning.meanings, embedding=Embedding(embedder)))
    assert search(ill, "velat", "fi") == search(shipped.catalogue(), "velat", "fi")


def learned(embedder: Counting, file: Path, *ids: str) -> LiveCatalogue:
    live = LiveCatalogue(replace(catalogue(*(service(each) for each in ids)), version=1))
    live.learn_meanings(Embedding(embedder), file)
    return live


def test_an_empty_catalogue_has_no_meanings(tmp_path: Path) -> None:
    live = learned(Counting(), tmp_path / "services.vectors")
    assert live.current.meanings is not None
    assert search(live.current, "velat", "fi") == ()


def test_what_is_published_is_found_at_once_and_learned_afterwards(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'empty.db'}")
    Base.metadata.create_all(database.engine)
    embedder = Counting()
    live = learned(embedder, tmp_path / "services.vectors", "a", "b")
    asked = len(embedder.asked)
    refreshed = live.refresh(database, TODAY)
    assert (refreshed.services, len(embedder.asked)) == ((), asked)
    with database.write() as session:
        load_starter(session, read_starter(), NOW)
    assert live.refresh(database, TODAY).services
    assert len(embedder.asked) == asked
    while live.learn_more():
        pass
    texts = sum(len(each.texts) for each in live.current.services)
    assert len(embedder.asked) <= asked + texts
    assert live.current.meanings is not None
    assert sum((rows >= 0).sum() for rows in live.current.meanings.rows.values()) == texts
    database.close()


def test_an_ill_embedder_leaves_what_is_learned_in_use(tmp_path: Path) -> None:
    embedder = Counting()
    live = learned(embedder, tmp_path / "services.vectors", "a")
    embedder.ill = True
    assert not live.learn_more()
    assert live.current.meanings is not None


def test_texts_are_learned_once_and_remembered_by_every_process(tmp_path: Path) -> None:
    learned(Counting(), tmp_path / "services.vectors", "a", "b")
    second = Counting()
    live = learned(second, tmp_path / "services.vectors", "b", "a")
    assert second.asked == []
    assert live.current.meanings is not None
    assert live.current.meanings.rows["fi"].tolist() == [16, 17]


def test_what_cannot_be_learned_leaves_the_catalogue_as_it_is(tmp_path: Path) -> None:
    embedder = Counting()
    embedder.ill = True
    live = LiveCatalogue(catalogue(service("a")))
    with pytest.raises(EmbeddingError):
        live.learn_meanings(Embedding(embedder), tmp_path / "services.vectors")
    assert live.current.meanings is None
    assert live.current.municipalities is PLACES


def test_half_a_record_of_a_killed_process_is_cut_off(tmp_path: Path) -> None:
    file = tmp_path / "services.vectors"
    learned(Counting(), file, "a")
    whole = file.stat().st_size
    with file.open("ab") as stream:
        stream.write(b"half")
    second = Counting()
    learned(second, file, "a")
    assert (file.stat().st_size, second.asked) == (whole, [])


@pytest.mark.parametrize("content", [b"", b"PK nothing of ours" * 20])
def test_a_file_of_something_else_is_written_anew(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "services.vectors"
    file.write_bytes(content)
    assert learned(Counting(), file, "a").current.meanings is not None


def test_vectors_of_another_model_are_not_mixed_in(tmp_path: Path) -> None:
    file = tmp_path / "services.vectors"
    learned(Counting(), file, "a")
    other = Counting()
    other.name = "another"
    learned(other, file, "a")
    assert len(other.asked) == len(FOREIGN_MATTERS) + 1


class Directions:
    """Finnish, Russian and foreign texts point in three directions."""

    name = "directions"

    def embed(self, texts: Sequence[str], prefix: str = QUERY) -> Vectors:
        kinds = [0 if "Neuvonta" in text else 1 if "Совет" in text else 2 for text in texts]
        return np.eye(3, dtype=np.float32)[kinds]


def test_a_service_is_compared_in_the_askers_language_and_in_those_that_stand_in(tmp_path: Path) -> None:
    finnish = {"fi": ServiceText("fi", "Neuvonta", "Auttaa.")}
    both = {**finnish, "ru": ServiceText("ru", "Совет", "Совет.")}
    live = LiveCatalogue(catalogue(service("both", texts=both), service("finnish", texts=finnish)))
    live.learn_meanings(Embedding(Directions()), tmp_path / "services.vectors")
    meanings = live.current.meanings
    assert meanings
    in_russian, in_swedish = meanings.likeness("Совет", "ru"), meanings.likeness("Neuvonta", "sv")
    assert in_russian is not None
    assert in_swedish is not None
    assert in_russian[0] > in_russian[1]
    assert in_swedish[0] == in_swedish[1] > 0
