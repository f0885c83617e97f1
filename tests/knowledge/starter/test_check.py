"""What an author of a starter file may get wrong is told with file and entry."""

from pathlib import Path

import pytest

from knowledge.starter.check import validate
from knowledge.starter.entries import read_starter

PROVIDERS = 'kela: {fi: Kela, sv: FPA, en: Kela, url: "https://www.kela.fi"}\n'
GOOD = """
services:
  - id: debt-advice
    source: {id: svc-1, page: "https://example.org/a", seen: 2026-11, evidence: B}
    provider: kela
    category: income_support
    audience: [person]
    area: ["091", "049"]
    goals: [money]
    url: https://example.org
    review_due: 2027-05-21
    texts:
      fi: {name: Velkaneuvonta, summary: Apua velkoihin., first_step: Varaa aika.}
      sv: {name: Skuldrådgivning, summary: Hjälp med skulder., first_step: Boka en tid.}
      en: {name: Debt advice, summary: Help with debts., first_step: Book a time.}
    keywords:
      fi: [työmarkkinatuki]
"""


def problems(folder: Path, services: str, providers: str = PROVIDERS) -> list[str]:
    (folder / "services" / "local").mkdir(parents=True)
    (folder / "providers.yml").write_text(providers, encoding="utf-8")
    (folder / "services" / "local" / "town.yml").write_text(services, encoding="utf-8")
    return [str(problem) for problem in validate(read_starter(folder))]


def test_the_shipped_starter_has_no_problem() -> None:
    assert [str(problem) for problem in validate()] == []


def test_the_shipped_starter_is_not_empty() -> None:
    assert len(read_starter().services) > 150


def test_a_good_file_has_no_problem_and_outdated_words_may_be_keywords(tmp_path: Path) -> None:
    assert problems(tmp_path, GOOD) == []


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("goals: [money]", "goals: [cash]", "unknown code 'cash'"),
        ("category: income_support", "category: money", "unknown code 'money'"),
        ("audience: [person]", "audience: []", "audience"),
        ("audience: [person]", "audience: [people]", "unknown code 'people'"),
        ("provider: kela", "provider: nobody", "unknown provider 'nobody'"),
        ('"091", "049"', '"091", "999"', "'999' is no municipality of today"),
        ('"091", "049"', '"588"', "'588' is no municipality of today"),
        ('["091", "049"]', "[]", "area"),
        ("url: https://example.org\n", "url: ftp://example.org\n", "url"),
        ("url: https://example.org\n", "url: example.org\n", "url"),
        ("Apua velkoihin.", "Apua velkoihin!", "exclamation"),
        ("Apua velkoihin.", "TE-toimisto auttaa.", "outdated 'TE-toimist'"),
        ("Apua velkoihin.", "ELY-keskuksesta apua.", "outdated 'ELY-keskuk'"),
        ("Help with debts.", "You get a labour market subsidy.", "outdated 'labour market subsid'"),
        ("Apua velkoihin.", "a" * 151, "texts.fi.summary"),
        ("name: Debt advice", f"name: {'a' * 81}", "texts.en.name"),
        ("Varaa aika.", "a" * 141, "texts.fi.first_step"),
        (", first_step: Boka en tid.", "", "texts.sv: no first_step"),
        ("      sv: {", "      ru: {", "no text in sv"),
        ("id: debt-advice", "id: Debt Advice", "id"),
        ("review_due: 2027-05-21", "review_due: soon", "review_due"),
        ("goals: [money]", "goal: [money]", "goal"),
        ("goals: [money]", "age: {min: 30, max: 18}", "min is above max"),
        ("goals: [money]", "valid: {from: 2027-01-01, to: 2026-01-01}", "from is after to"),
        ("goals: [money]", "stand_in: true", "a stand-in needs a role"),
        ("goals: [money]", "employer_needs: [recruit]", "employer_needs without"),
        ("goals: [money]", "languages: [xx]", "unknown code 'xx'"),
        ("services:", "services: [", "file"),
    ],
)
def test_a_mistake_is_told_with_its_file(tmp_path: Path, right: str, wrong: str, said: str) -> None:
    assert right in GOOD
    told = problems(tmp_path, GOOD.replace(right, wrong, 1))
    assert any(line.startswith("services/local/town.yml: ") and said in line for line in told), told


def test_an_id_used_twice_is_told(tmp_path: Path) -> None:
    told = problems(tmp_path, GOOD + GOOD.removeprefix("\nservices:\n"))
    assert any("used more than once" in line for line in told)


def test_a_provider_without_a_name_or_defined_twice_is_told(tmp_path: Path) -> None:
    again = "providers:\n  kela: {fi: Kela, sv: FPA, en: Kela}\n"
    told = problems(tmp_path, again + GOOD, providers="kela: {fi: Kela, sv: FPA}\n")
    assert any("defined twice" in line for line in told)
    assert any("kela: no name in en" in line for line in told)


def test_a_list_where_keys_belong_is_told(tmp_path: Path) -> None:
    assert problems(tmp_path, "- id: x\n") == [
        "services/local/town.yml: file: must hold keys, not a list or a text"
    ]
