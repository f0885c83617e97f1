"""Searching by meaning: other languages find services, foreign matters still find nothing."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from knowledge.catalogue import Catalogue, LiveCatalogue
from knowledge.database import Base, Database
from knowledge.embedding import BundledModel, Embedding, EmbeddingError
from knowledge.search import search
from knowledge.search_vectors import meanings_of
from tests.knowledge import shipped
from tests.knowledge.make import PLACES, TODAY, catalogue, service
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
    loaded = shipped.catalogue()
    meanings = meanings_of(loaded.services, Embedding(bundled), TRAINED / "services.npz")
    return replace(loaded, meanings=meanings)


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


def test_an_empty_catalogue_has_no_meanings(tmp_path: Path) -> None:
    meanings = meanings_of((), Embedding(Counting()), tmp_path / "services.npz")
    assert search(replace(catalogue(), meanings=meanings), "velat", "fi") == ()


def test_a_published_text_is_learned_and_others_are_not_embedded_again(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'empty.db'}")
    Base.metadata.create_all(database.engine)
    embedder, file = Counting(), tmp_path / "services.npz"
    live = LiveCatalogue(replace(catalogue(service("a"), service("b")), version=1))
    live.learn_meanings(Embedding(embedder), file)
    asked = len(embedder.asked)
    assert live.current.meanings is not None
    refreshed = live.refresh(database, TODAY)
    assert (refreshed.services, len(embedder.asked)) == ((), asked)
    embedder.ill = True
    file.unlink()
    assert live.refresh(database, date(2027, 1, 1)).meanings is None
    database.close()


def test_what_cannot_be_learned_leaves_the_catalogue_as_it_is(tmp_path: Path) -> None:
    embedder = Counting()
    embedder.ill = True
    live = LiveCatalogue(catalogue(service("a")))
    with pytest.raises(EmbeddingError):
        live.learn_meanings(Embedding(embedder), tmp_path / "services.npz")
    assert live.current.meanings is None
    assert live.current.municipalities is PLACES
