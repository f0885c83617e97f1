"""An index that follows publications answers as one made anew, whatever was published, changed or hidden."""

import hypothesis.strategies as st
from hypothesis import given, settings

from knowledge.catalogue import make_catalogue
from knowledge.search import search
from knowledge.search_index import SearchIndex, Wanted
from knowledge.search_words import Asked
from knowledge.service import Service, ServiceText
from tests.knowledge.make import PLACES, TODAY, catalogue, service

WORDS = ("koulutus", "velkaneuvonta", "työpaja", "asunto", "kielikurssi", "yrittäjä", "terveys")


def told(key: str, name: str, **values: object) -> Service:
    return service(key, texts={"fi": ServiceText("fi", name, f"{name} auttaa.")}, **values)


CATALOGUES = st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from(WORDS), min_size=1)


@settings(deadline=None)
@given(before=CATALOGUES, after=CATALOGUES, word=st.sampled_from(WORDS))
def test_the_same_services_are_found(before: dict[str, str], after: dict[str, str], word: str) -> None:
    old = make_catalogue([told(*each) for each in before.items()], PLACES, TODAY)
    seen_before = search(old, word, "fi", limit=9)
    kept = [old.by_id[key] for key in after if before.get(key) == after[key]]
    new = [told(*each) for each in after.items() if before.get(each[0]) != each[1]]
    following = make_catalogue([*kept, *new], PLACES, TODAY, older=old)
    whole = make_catalogue(following.services, PLACES, TODAY)
    found = {hit.service.id for hit in search(following, word, "fi", limit=9)}
    assert found == {hit.service.id for hit in search(whole, word, "fi", limit=9)}
    assert search(old, word, "fi", limit=9) == seen_before


def test_two_may_follow_the_same_one() -> None:
    first = told("a", "koulutus")
    old = SearchIndex([first])
    one, other = old.following([first, told("b", "asunto")]), old.following([first, told("c", "terveys")])
    asked = ("asunto", "terveys")
    assert [found(one, each) for each in asked] == [["b"], []]
    assert [found(other, each) for each in asked] == [[], ["c"]]


def test_conditions_come_first_however_many_better_hits_there_are_elsewhere() -> None:
    elsewhere = [told(f"turku{number}", "velkaneuvonta", municipalities={"853"}) for number in range(300)]
    here = told("oulu", "velka- ja talousneuvonta sekä paljon muuta", municipalities={"564"})
    full = catalogue(*elsewhere, here)
    assert [hit.service.id for hit in search(full, "velkaneuvonta", "fi", municipality="564")] == ["oulu"]


def test_a_chance_likeness_of_letters_is_no_answer() -> None:
    index = SearchIndex([told("a", "asunto")])
    assert found(index, "asunnot") == ["a"]
    assert found(index, "lasutus") == []
    assert found(index, "asunto", "qwertyxzz", "zxcvbnmqw", "hgfdsaqw", "poiuytrq") == []


def test_what_would_do_as_well_makes_an_answer() -> None:
    index = SearchIndex([told("a", "asumistuki")])
    assert found(index, "vuokraa") == []
    assert index.find(Asked(("vuokraa",), (("asumistuki",),)), Wanted()).meant


def found(index: SearchIndex, *words: str) -> list[str]:
    answer = index.find(Asked(words), Wanted())
    return list(answer.relevance) if answer.meant else []
