"""Synonyms: what people mean is looked for too, forms of the words are found, editors have the last word."""

import csv
from pathlib import Path

import pytest

import knowledge.synonyms_table
from knowledge.catalogue import Catalogue, make_catalogue
from knowledge.search import search
from knowledge.service import ServiceText
from knowledge.synonyms import Meant, Synonym, Synonyms
from knowledge.synonyms_table import shipped_synonyms
from tests.knowledge import shipped
from tests.knowledge.make import PLACES, TODAY, service

RENT = Synonym("fi", "en pysty maksamaan vuokraa", ("asumistuki",))
MONEY = "basic-social-assistance kela-housing-benefits supplementary-social-assistance"
OFFICES = "register-as-jobseeker find-own-employment-services returning-to-work job-search-coaching"
DEBTS = "financial-and-debt-counselling guarantee-foundation-advice"
SHIPPED = [
    ("fi", "en pysty enää maksamaan vuokraani", MONEY),
    ("sv", "jag kan inte betala hyran", MONEY),
    ("en", "I cannot pay my rent", MONEY),
    ("ru", "мне нечем платить за квартиру", MONEY),
    ("uk", "немає грошей", f"{MONEY} {DEBTS}"),
    ("ar", "ليس لدي مال", f"{MONEY} {DEBTS}"),
    ("fa", "پول ندارم", f"{MONEY} {DEBTS}"),
    ("so", "lacag ma haysto", f"{MONEY} {DEBTS}"),
    ("et", "töötukassa", OFFICES),
]


def searched(*synonyms: Synonym) -> Catalogue:
    texts = {"benefit": "Asumistuki", "other": "Kielikurssi"}
    services = [service(key, texts={"fi": ServiceText("fi", name, "")}) for key, name in texts.items()]
    return make_catalogue(services, PLACES, TODAY, synonyms=Synonyms.of(synonyms))


def found(catalogue: Catalogue, query: str, language: str = "fi") -> list[str]:
    return [hit.service.id for hit in search(catalogue, query, language)]


@pytest.mark.parametrize("query", ["En pysty maksamaan vuokraa!", "en pystynyt enää maksamaan vuokraani"])
def test_forms_of_the_words_and_others_between_them_are_understood(query: str) -> None:
    assert found(searched(), query) == []
    assert found(searched(RENT), query) == ["benefit"]


@pytest.mark.parametrize("query", ["vuokraa maksamaan", "pysty", "en"])
def test_a_part_of_the_words_is_not_enough(query: str) -> None:
    assert found(searched(RENT), query) == []


def test_it_belongs_to_one_language_and_its_kinds() -> None:
    assert Synonyms.of([RENT]).meant(RENT.said, "sv") == Meant()
    assert Synonyms.of([RENT]).meant(RENT.said, "fi-x-selko").words == (("asumistuki",),)


def test_a_named_service_comes_first_where_it_may_be_shown() -> None:
    named = Synonym("fi", "asumistuki", services=("other", "gone"))
    assert found(searched(named), "asumistuki") == ["other", "benefit"]
    limited = search(searched(named), "asumistuki", "fi", category="income_support")
    assert limited == ()


def test_the_editors_own_stand_in_for_shipped_ones() -> None:
    off = Synonym("fi", "En pysty maksamaan vuokraa")
    assert Synonyms.of([RENT], [off]).meant(RENT.said, "fi") == Meant()


def test_what_has_no_letters_is_none() -> None:
    assert Synonyms.of([Synonym("fi", "!?", ("asumistuki",))]).by_language == {}


@pytest.mark.parametrize(("language", "query", "wanted"), SHIPPED)
def test_the_shipped_ones_find_services_of_the_starter(language: str, query: str, wanted: str) -> None:
    assert set(wanted.split()) <= set(shipped.catalogue().by_id)
    assert set(wanted.split()) & set(found(shipped.catalogue(), query, language))


def test_every_shipped_one_finds_something() -> None:
    catalogue = shipped.catalogue()
    silent = [each.said for each in shipped_synonyms() if not found(catalogue, each.said, each.language)]
    assert silent == []


def test_each_is_shipped_once_and_in_all_four_columns() -> None:
    path = Path(knowledge.synonyms_table.__file__).parent / "synonyms.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines))
    assert {len(row) for row in rows} == {4}
    keys = [each.key for each in shipped_synonyms()]
    assert len(keys) == len(set(keys))
