"""A layered index answers as one that was made anew, whatever was published, changed or hidden since."""

import hypothesis.strategies as st
import numpy as np
from hypothesis import given, settings

from knowledge.catalogue import LiveCatalogue, make_catalogue
from knowledge.search import search
from knowledge.search_layers import LayeredIndex
from knowledge.service import Service, ServiceText
from tests.knowledge.make import PLACES, TODAY, service
from tests.knowledge.shipped import catalogue as shipped

WORDS = ("koulutus", "velkaneuvonta", "työpaja", "asunto", "kielikurssi", "yrittäjä", "terveys")


def told(key: str, name: str) -> Service:
    return service(key, texts={"fi": ServiceText("fi", name, f"{name} auttaa.")})


CATALOGUES = st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from(WORDS), min_size=1)


@settings(deadline=None)
@given(before=CATALOGUES, after=CATALOGUES, word=st.sampled_from(WORDS))
def test_the_same_services_are_found(before: dict[str, str], after: dict[str, str], word: str) -> None:
    old = make_catalogue([told(*each) for each in before.items()], PLACES, TODAY)
    kept = [old.by_id[key] for key in after if before.get(key) == after[key]]
    new = [told(*each) for each in after.items() if before.get(each[0]) != each[1]]
    layered = make_catalogue([*kept, *new], PLACES, TODAY, older=old.index)
    assert layered.index.recent == len(new)
    whole = make_catalogue(layered.services, PLACES, TODAY)
    found = {hit.service.id for hit in search(layered, word, "fi", limit=9)}
    assert found == {hit.service.id for hit in search(whole, word, "fi", limit=9)}


def test_new_services_are_weighed_like_the_old_ones() -> None:
    """Ten of the shipped services stand in the small index and are as relevant as in the large one."""
    whole = shipped()
    newest = {each.id for each in whole.services[::17][:10]}
    below = LayeredIndex([each for each in whole.services if each.id not in newest])
    layered = LayeredIndex(whole.services, below)
    assert layered.recent == 10
    for query in ("velat", "suomen kielen kurssi", "oma yritys", "apprenticeship", "mielenterveys"):
        one, other = layered.scores(query).relevance, whole.index.scores(query).relevance
        assert np.abs(one - other).max() <= 0.15 * other.max()


def test_tidying_reads_all_into_one_index_and_answers_the_same() -> None:
    old = make_catalogue([told("a", "koulutus")], PLACES, TODAY)
    many = [told(f"n{place}", WORDS[place % len(WORDS)]) for place in range(60)]
    live = LiveCatalogue(make_catalogue([*old.services, *many], PLACES, TODAY, older=old.index))
    before = [hit.service.id for hit in search(live.current, "asunto", "fi", limit=60)]
    live.tidy()
    assert live.current.index.recent == 0
    assert [hit.service.id for hit in search(live.current, "asunto", "fi", limit=60)] == before


def test_a_few_new_ones_are_not_tidied() -> None:
    old = make_catalogue([told("a", "koulutus")], PLACES, TODAY)
    live = LiveCatalogue(make_catalogue([*old.services, told("b", "asunto")], PLACES, TODAY, older=old.index))
    current = live.current
    live.tidy()
    assert live.current is current
