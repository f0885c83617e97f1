"""Personal data is masked; numbers that identify nobody stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.privacy import mask, mask_identity

MARKERS = {"hetu": "[hetu]", "email": "[email]", "account": "[account]", "phone": "[phone]"}


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("tunnukseni on 131052-308T", "tunnukseni on [hetu]"),
        ("131052-308t.", "[hetu]."),
        ("010594Y9032 ja 020202A9012", "[hetu] ja [hetu]"),
        ("hetu:131052-308T", "hetu:[hetu]"),
        ("131052 - 308T", "[hetu]"),
        ("131052-3O8T on väärin, 131052-308X melkein", "131052-3O8T on väärin, [hetu] melkein"),
        ("kirjoita maija.meikalainen@example.fi tai m+x@posti.example.com", "kirjoita [email] tai [email]"),
        ("maija @example.fi", "[email]"),
        ("maija(at)example.fi", "[email]"),
        ("soita 040 123 4567", "soita [phone]"),
        ("0401234567", "[phone]"),
        ("+358 40 1234567, 040-1234567", "[phone], [phone]"),
        ("+358401234567.", "[phone]."),
        ("numeroni on (09) 310 1691", "numeroni on [phone]"),
        ("+46 70 123 45 67", "[phone]"),
        ("+380 44 123 4567", "[phone]"),
        ("FI21 1234 5600 0007 85", "[account]"),
        ("tili FI2112345600000785 ja pankki", "tili [account] ja pankki"),
        ("fi21 1234 5600 0007 85 on tilini", "[account] on tilini"),
        ("DE89 3704 0044 0532 0130 00", "[account]"),
        ("123456-785", "[account]"),
        ("kortti 4111 1111 1111 1111", "kortti [account]"),
        ("٠٤٠١٢٣٤٥٦٧", "[phone]"),
    ],
)
def test_personal_data_is_masked(text: str, masked: str) -> None:
    assert mask(text, MARKERS) == masked


@pytest.mark.parametrize(
    "text",
    [
        "Työskentelin 2015-2019 ja 2020–2024.",
        "vuosina 1998 2004 2010",
        "Palkka oli 2 500,50 € kuussa, vuokra 1 200 euroa",
        "velkaa 12500 euroa",
        "velkaa on 150 000 euroa",
        "avoinna 24/7",
        "Synnyin 1.5.1985, valmistuin 31.12.2004",
        "2026-11-21 klo 14.30-16.00",
        "00100 Helsinki, 90570 Oulu",
        "soita 112 tai 116 117",
        "työttömänä 400 päivää, 3-12 kk",
        "Y-tunnus 1234567-8",
        "kurssi 12345, ryhmä 2026/2027",
        "http://data.europa.eu/esco/occupation/55d60ead-0343-4008-b9e4-fb4b5a179c83",
        "http://data.europa.eu/esco/occupation/2f7f5c84-b9b3-41ea-aa5f-5997d0873141",
        "5000 opintopistettä 10 000 askelta",
        "37,5 tuntia viikossa, 100 %",
        "1000000 eur",
        "olen 55v ja 3 lasta",
        "nollatyösopimus 0-40 h",
        "a @ b",
        "meet me @ 5",
    ],
)
def test_what_identifies_nobody_stays(text: str) -> None:
    assert mask(text, MARKERS) == text


def test_a_desk_may_give_its_number_and_address_but_no_identity_code() -> None:
    text = "Call 09 310 1691 or write to desk@example.fi; your code was 131052-308T"
    assert mask_identity(text, MARKERS) == text.replace("131052-308T", "[hetu]")


@given(st.text(max_size=200))
def test_masking_twice_changes_nothing_more(text: str) -> None:
    once = mask(text, MARKERS)
    assert mask(once, MARKERS) == once


@given(st.text(alphabet=st.characters(categories=["Ll", "Lu", "Zs"]), max_size=200))
def test_text_without_digits_and_at_signs_is_never_touched(text: str) -> None:
    assert mask(text, MARKERS) == text


@pytest.mark.parametrize("before", ["", "hei ", "numero: ", "("])
@pytest.mark.parametrize("after", ["", " kiitos", ".", ")", ","])
def test_a_phone_number_is_found_wherever_it_stands(before: str, after: str) -> None:
    assert mask(f"{before}0401234567{after}", MARKERS) == f"{before}[phone]{after}"
