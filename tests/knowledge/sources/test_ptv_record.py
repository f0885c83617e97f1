"""One record of the Finnish Service Catalogue becomes one of ours: each version, each field."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from knowledge.editing.sources import SourceRecord
from knowledge.sources.ptv_parsing import parse_service
from knowledge.sources.ptv_record import Around
from knowledge.sources.ptv_shapes import PtvChannel, PtvOrganization
from knowledge.sources.source import Gone, RawRecord, Refused, Skipped
from tests.knowledge.sources.ptv_make import (
    CHANNEL,
    ORG,
    around,
    channel,
    newest_service,
    organization,
    said,
    service,
)


def known(everything: bool = False) -> Around:
    found = around(everything)
    return Around(
        found.table,
        found.places,
        {ORG: PtvOrganization.model_validate(organization())},
        {CHANNEL: PtvChannel.model_validate(channel())},
        everything=everything,
    )


def parsed(record: object, everything: bool = False) -> Any:
    return parse_service(RawRecord("x", record), known(everything), "https://ptv.example/1")


def taken(**changed: Any) -> SourceRecord:
    found = parsed(service(**changed))
    assert isinstance(found, SourceRecord), found
    return found


def test_a_v11_record() -> None:
    record = taken()
    assert record.provider.names == {"fi": "Oulun kaupunki", "sv": "Uleåborgs stad"}
    assert record.texts["fi"].name == "Työnhakukurssi 1"
    assert record.texts["fi"].summary == "Opit hakemaan töitä ja saat palautetta."
    assert record.texts["fi"].first_step == "Ilmoittaudu verkossa."
    assert record.texts["fi"].condition == "Olet työtön."
    assert set(record.texts) == {"fi", "sv"}
    facts = record.facts
    assert (facts.category, facts.audience, facts.municipalities) == ("employment", ("person",), ("564",))
    assert (facts.goals, facts.situations) == (("job",), ("laid_off", "unemployed"))
    assert facts.url == "https://oulu.example/kurssi"
    assert facts.languages == ("fi", "fi-sgn")
    assert facts.keywords == {"fi": ("kurssit", "työnhaku"), "en": ("job search",)}
    assert record.modified == datetime(2026, 10, 1, 8, 0, 0, 123000, UTC)
    assert record.review_due == date(2028, 4, 1)
    assert (record.licence, record.url) == ("PTV open data (Suomi.fi)", "https://ptv.example/1")


def test_the_names_of_v7() -> None:
    old = service()
    for name, older in (("serviceNames", "names"), ("serviceDescriptions", "descriptions")):
        old[older] = old.pop(name)
    old["descriptions"][0]["type"] = "ShortDescription"
    old["descriptions"][3]["type"] = "ServiceUserInstruction"
    del old["serviceChannels"]
    old |= {"webPageServiceChannelIds": [CHANNEL], "areaType": "AreaType", "phoneServiceChannelIds": None}
    old["organizations"] = [{"roleType": "Responsible", "organizationId": ORG}]
    assert parsed(old) == taken()


def test_a_v12_record() -> None:
    record = parsed(newest_service())
    assert record.texts["sv"].summary == "Du lär dig söka jobb."
    assert record.provider.source_id == ORG
    aland = [place.code for place in around().places.municipalities if place.region == "21"]
    assert record.facts.municipalities == ("564", *aland)
    assert record.facts.note == "Unknown areas: 15."
    assert record.facts.category == "employment"


@pytest.mark.parametrize("kind", ["Nationwide", "WholeCountry"])
def test_the_whole_country(kind: str) -> None:
    assert taken(areaType=kind, areas=None).facts.municipalities is None


def test_the_country_without_aland() -> None:
    codes = taken(areaType="NationwideExceptAlandIslands", areas=[]).facts.municipalities
    assert codes is not None
    assert ("478" in codes, "091" in codes, len(codes) > 280) == (False, True, True)


def test_a_merged_municipality_is_its_successor_and_an_unknown_one_is_told() -> None:
    merged = next(
        place for place in around().places.municipalities._by_code.values() if place.successor is not None
    )
    areas = [{"type": "Municipality", "municipalities": [{"code": merged.code}, {"code": "999"}]}]
    facts = taken(areas=areas).facts
    assert facts.municipalities == (merged.successor,)
    assert "999" in facts.note


def test_a_service_without_an_area_has_its_towns() -> None:
    assert taken(areaType=None, areas=None).facts.municipalities == ("564",)


def test_texts_lose_their_marks() -> None:
    summary = '<p>Opit <b>hakemaan</b> töitä.</p><script>alert("x")</script>&nbsp;Saat apua\u202e.\x00'
    record = taken(serviceDescriptions=[said("fi", summary, "Summary")])
    assert record.texts["fi"].summary == "Opit hakemaan töitä. Saat apua."


def test_a_draft_js_body_stands_in_for_a_missing_summary() -> None:
    body = '{"entityMap":{},"blocks":[{"text":"Ensimmäinen."},{"text":""},{"text":"Toinen."}]}'
    record = taken(serviceDescriptions=[said("fi", body, "Description")])
    assert record.texts["fi"].summary == "Ensimmäinen. Toinen."


def test_long_texts_are_cut_where_a_reader_would_and_it_is_told() -> None:
    sentences = "Kurssilla opit tekemään hakemuksen, joka erottuu. " * 6
    words = "hakemus " * 40
    record = taken(
        serviceDescriptions=[said("fi", sentences, "Summary"), said("sv", words, "Summary")],
    )
    assert record.texts["fi"].summary == " ".join([sentences.strip()[:49]] * 3)
    assert record.texts["sv"].summary.endswith("hakemus…")
    assert len(record.texts["sv"].summary) <= 150
    assert record.facts.note == "Shortened on import: fi. Shortened on import: sv."


def test_instructions_too_long_for_a_first_step_are_left_out_and_never_cut() -> None:
    record = taken(serviceDescriptions=[said("fi", "a", "Summary"), said("fi", "x" * 200, "UserInstruction")])
    assert record.texts["fi"].first_step == ""


def test_a_language_without_a_summary_waits_for_an_editor() -> None:
    record = taken(serviceDescriptions=[said("fi", "Opit hakemaan töitä.", "Summary")])
    assert set(record.texts) == {"fi"}


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"serviceClasses": [{"code": "P16.4"}]}, "out_of_scope"),
        ({"serviceClasses": None}, "out_of_scope"),
        ({"targetGroups": [{"code": "KR3"}]}, "out_of_scope"),
    ],
)
def test_what_is_out_of_scope_is_skipped_unless_everything_is_wanted(changed: Any, reason: str) -> None:
    found = parsed(service(**changed))
    assert isinstance(found, Skipped)
    assert found.reason == reason
    assert isinstance(parsed(service(**changed), everything=True), SourceRecord)


def test_employers_have_needs_of_their_own() -> None:
    facts = taken(serviceClasses=[{"code": "P12.2"}], targetGroups=[{"code": "KR2.6"}]).facts
    assert (facts.category, facts.audience) == ("employer_services", ("employer",))
    assert facts.employer_needs == ("recruit",)


def test_industries_are_fields_by_either_spelling() -> None:
    industries = [
        {"uri": "http://www.stat.fi/meta/luokitukset/toimiala/001-2008/87201"},
        {"uri": "http://uri.suomi.fi/codelist/jhs/toimiala_1_20080101/code/86"},
    ]
    assert taken(industrialClasses=industries).facts.fields == ("care",)


@pytest.mark.parametrize(
    "address",
    ["http://urn.fi/URN:NBN:fi:au:ptvl:v1097", "http://uri.suomi.fi/codelist/ptv/ptvserclass2/code/P10.1"],
)
def test_classes_are_known_by_their_addresses(address: str) -> None:
    assert taken(serviceClasses=[{"code": None, "uri": address}]).facts.category == "employment"


@pytest.mark.parametrize("status", ["Deleted", "Archived", "Draft"])
def test_what_is_not_published_is_gone(status: str) -> None:
    assert isinstance(parsed(service(publishingStatus=status)), Gone)


@pytest.mark.parametrize(
    ("changed", "reason", "told"),
    [
        ({"serviceNames": "kurssi"}, "wrong_shape", "serviceNames"),
        ({"serviceNames": [1]}, "wrong_shape", "serviceNames.0"),
        ({"areas": {"type": 1}}, "wrong_shape", "areas"),
        ({"modified": "eilen"}, "wrong_shape", "modified"),
        ({"serviceNames": None}, "no_text", ""),
        ({"serviceNames": [said("xx", "?", "Name")]}, "no_text", ""),
        ({"organizations": None}, "no_provider", ""),
        ({"organizations": [{"roleType": "Responsible", "organization": None}]}, "no_provider", ""),
    ],
)
def test_bad_records_are_refused_with_the_field(changed: Any, reason: str, told: str) -> None:
    found = parsed(service(**changed))
    assert isinstance(found, Refused)
    assert (found.reason, told in found.detail) == (reason, True)


@pytest.mark.parametrize("field", sorted(service()))
@pytest.mark.parametrize("value", [None, 0, "", [], {}, [None], [[]], {"a": 1}, True, ["\ud800"], -1e400])
def test_no_value_of_any_field_makes_the_reader_raise(field: str, value: object) -> None:
    assert parsed(service(**{field: value})) is not None


@pytest.mark.parametrize("field", sorted(newest_service()))
@pytest.mark.parametrize("value", [None, 0, "", [], {}, [None], {"fi": None}, {"fi": {"name": 1}}])
def test_nor_of_the_newest_interface(field: str, value: object) -> None:
    assert parsed(newest_service(**{field: value})) is not None
