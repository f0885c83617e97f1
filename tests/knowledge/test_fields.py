"""Occupations find their field by the group that ISCO has them in."""

import pytest

from knowledge.everyday_work import everyday_sayings
from knowledge.fields import field_of
from knowledge.vocabulary import FIELDS


@pytest.mark.parametrize(
    ("code", "field"),
    [
        ("2221.2", "care"),
        ("5321.1", "care"),
        ("5311.1", "education"),
        ("2512.4", "technology"),
        ("7411.1", "construction"),
        ("7212.3", "industry"),
        ("5120.1", "trade_service"),
        ("8322.7", "transport"),
        ("2166.3", "creative"),
        ("6121.2", "other"),
        ("3240.1", "other"),
        ("", "other"),
    ],
)
def test_the_longest_known_beginning_decides(code: str, field: str) -> None:
    assert field_of(code) == field


def test_most_fields_have_occupations_that_people_name_in_everyday_words() -> None:
    concepts = [saying.concept for saying in everyday_sayings()["fi"]]
    found = {field_of(each.code) for each in concepts if each.kind == "occupation"}
    assert found == set(FIELDS) - {"creative"}
