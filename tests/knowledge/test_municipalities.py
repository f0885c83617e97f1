"""Municipalities are found however people write them, and ordinary words are left alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.municipalities import Municipalities, Municipality, read_municipalities

PLACES = read_municipalities()

NAMED = [
    ("Oulussa", "Oulu"),
    ("asun Vantaalla", "Vantaa"),
    ("Åbo", "Turku"),
    ("jag bor i Åbo", "Turku"),
    ("hesassa", "Helsinki"),
    ("tampereelta", "Tampere"),
    ("Uleåborg", "Oulu"),
    ("jyvaskyla", "Jyväskylä"),
    ("jyväskyläs", "Jyväskylä"),
    ("jyväskyllä", "Jyväskylä"),
    ("asun helsingissä", "Helsinki"),
    ("I live in Helsinki", "Helsinki"),
    ("i live in espoo now", "Espoo"),
    ("helsinkissä", "Helsinki"),
    ("Seinäjoelle", "Seinäjoki"),
    ("Seinajoki", "Seinäjoki"),
    ("kokkolan kaupunki", "Kokkola"),
    ("Karleby", "Kokkola"),
    ("Lahdessa", "Lahti"),
    ("muutin juuri Lahteen", "Lahti"),
    ("Uudessakaupungissa", "Uusikaupunki"),
    ("Nystad", "Uusikaupunki"),
    ("olen Kauniaisista", "Kauniainen"),
    ("Grankulla", "Kauniainen"),
    ("Koski Tl", "Koski Tl"),
    ("asun Koskella", "Koski Tl"),
    ("S:t Karins", "Kaarina"),
    ("S:t Michel", "Mikkeli"),
    ("Pietarsaareen", "Pietarsaari"),
    ("Jakobstad", "Pietarsaari"),
    ("Punkalaitumella", "Punkalaidun"),
    ("Virroilla", "Virrat"),
    ("Mänttä-Vilppula", "Mänttä-Vilppula"),
    ("Pedersöre", "Pedersören kunta"),
    ("Iissä", "Ii"),
    ("Ii", "Ii"),
    ("asun Iissä", "Ii"),
    ("kotikuntani on Salla", "Salla"),
    ("asun Sallassa", "Salla"),
    ("Aura", "Aura"),
    ("asun kolarissa", "Kolari"),
    ("olen töissä mutta asun Nokialla", "Nokia"),
    ("Lopella", "Loppi"),
    ("Liedossa", "Lieto"),
    ("Hangossa", "Hanko"),
    ("Riihimäki", "Riihimäki"),
    ("riihimaella", "Riihimäki"),
    ("Äänekoskelta", "Äänekoski"),
    ("Varkaudessa", "Varkaus"),
    ("Alavudella", "Alavus"),
    ("Nurmeksesta", "Nurmes"),
    ("Kuhmoisissa", "Kuhmoinen"),
    ("Outokummussa", "Outokumpu"),
    ("Ruovedellä", "Ruovesi"),
    ("turkulainen", "Turku"),
    ("Pertunmaalla", "Mäntyharju"),
    ("Storå", "Isojoki"),
    ("Ingå", "Inkoo"),
    ("hki", "Helsinki"),
    ("jkl", "Jyväskylä"),
    ("Tammisaaressa", "Raasepori"),
    ("Вантаа", "Vantaa"),
    ("я живу в Хельсинки", "Helsinki"),
    ("أعيش في فانتا", "Vantaa"),
    ("olen 34-vuotias lähihoitaja Tampereelta ja etsin töitä", "Tampere"),
]

NOT_NAMED = [
    ("fi", "kolarissa loukkaantui kaksi ihmistä viime yönä"),
    ("fi", "auran hinta on noussut paljon"),
    ("fi", "minun nimeni on Salla"),
    ("fi", "ystäväni Simo auttaa minua"),
    ("fi", "olin töissä Nokialla kymmenen vuotta"),
    ("fi", "vastaa minulle nopeasti kiitos"),
    ("fi", "olen työtön ja rahat ovat lopussa"),
    ("fi", "käyn salilla ja hallissa pelaamassa"),
    ("fi", "uttia en tunne mutta halli on auki"),
    ("fi", "perheen kanssa kotona"),
    ("fi", "osaan turkin kieltä"),
    ("fi", "asia ei koske minua"),
    ("fi", "maksoin varauksen etukäteen"),
    ("fi", "löysin avaimen pellolta eilen illalla"),
    ("fi", "apua, en pysty maksamaan vuokraa"),
    ("fi", "menetin työni varkauden takia"),
    ("sv", "jag har inga pengar och stora skulder"),
    ("sv", "jag läser kemi vid universitetet"),
    ("sv", "en sund livsstil är viktig"),
    ("sv", "jag vill vända mig till någon"),
    ("sv", "tre barn har jag"),
    ("en", "in world war ii my grandfather moved"),
    ("en", "Phase II of the project"),
    ("en", "I worked in a hair salon"),
    ("en", "she has a bright aura around her"),
    ("en", "his tree helps me"),
]


@pytest.mark.parametrize(("text", "name"), NAMED)
def test_a_municipality_is_found_however_it_is_written(text: str, name: str) -> None:
    found = PLACES.find(text)
    assert found is not None
    assert found.municipality.fi == name


@pytest.mark.parametrize(("language", "text"), NOT_NAMED)
def test_an_ordinary_word_is_no_municipality(language: str, text: str) -> None:
    assert PLACES.find(text, language) is None


@pytest.mark.parametrize("place", list(PLACES), ids=lambda place: place.code)
def test_every_municipality_is_found_by_both_names(place: Municipality) -> None:
    for name in (place.fi, place.sv, place.fi.lower(), place.sv.upper() if place.code != "139" else place.sv):
        found = PLACES.find(name)
        assert found is not None
        assert found.municipality == place


LONG_NAMES = [place for place in PLACES if len(place.fi) >= 10 and " " not in place.fi]


@pytest.mark.parametrize("place", LONG_NAMES, ids=lambda place: place.code)
def test_one_letter_left_out_is_forgiven_in_long_names(place: Municipality) -> None:
    found = PLACES.find(place.fi[:4] + place.fi[5:])
    assert found is not None
    assert found.municipality == place
    assert found.certainty < 1


def test_certainty_tells_a_slip_from_a_name() -> None:
    exact, slip = PLACES.find("Jyväskylä"), PLACES.find("Jyväskyllä")
    assert exact is not None
    assert slip is not None
    assert exact.certainty == 1.0
    assert slip.certainty < 0.8


def test_a_merged_municipality_gives_its_successor() -> None:
    successor = PLACES.get("588")
    assert successor is not None
    assert successor.code == "507"
    assert "588" not in {place.code for place in PLACES}


def test_two_places_are_both_given_in_the_order_of_the_text() -> None:
    found = PLACES.find_all("muutan Oulusta Tampereelle")
    assert [hit.municipality.fi for hit in found] == ["Oulu", "Tampere"]


def test_there_are_308_municipalities_and_each_has_a_name_per_language() -> None:
    assert len(list(PLACES)) == 308
    turku = PLACES.get("853")
    assert turku is not None
    assert (turku.name("fi"), turku.name("sv"), turku.name("en")) == ("Turku", "Åbo", "Turku")


def test_unknown_codes_and_empty_texts_give_nothing() -> None:
    assert PLACES.get(None) is None
    assert PLACES.get("elsewhere") is None
    assert PLACES.find("") is None
    assert PLACES.find("?!… 12345") is None


def test_names_come_from_the_rows_given() -> None:
    only = Municipalities([Municipality("001", "Peräkylä", "Bakby", "01")])
    found = only.find("asun peräkylässä")
    assert found is not None
    assert found.municipality.code == "001"
    assert only.find("Oulu") is None


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=100))
def test_no_text_breaks_the_search_for_a_place(text: str) -> None:
    for found in PLACES.find_all(text):
        assert 0 < found.certainty <= 1
