"""Whom a service of the Finnish Service Catalogue is for and what it is about, by its codes."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Final

from knowledge import vocabulary
from knowledge.sources.code_table import CodeTable, Meaning
from knowledge.sources.ptv_shapes import PtvGeneralDescription, PtvService, Term

MOST_FIELDS: Final = 3
"""A service for more fields of work than this is for none of them in particular."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """What the codes of a service say together. `why` tells why it is out of scope."""

    in_scope: bool
    why: str = ""
    category: str = ""
    audience: tuple[str, ...] = ()
    situations: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    barriers: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    employer_needs: tuple[str, ...] = ()


def understood(service: PtvService, general: PtvGeneralDescription | None, table: CodeTable) -> Understood:
    """In scope by one class that is, unless the service is for authorities only.

    A general description's codes count as the service's own: that is how the catalogue means them.
    """
    classes = _codes((*service.classes, *(general.classes if general else ())), table)
    groups = _codes((*service.target_groups, *(general.target_groups if general else ())), table)
    events = _codes((*service.life_events, *(general.life_events if general else ())), table)
    kind = f"TYPE.{_kind(service.type)}"
    about = [table.meaning(code) for code in classes]
    chosen = [each for each in about if each.scope == "in"]
    whom = [table.meaning(code) for code in groups]
    rest = [*whom, *map(table.meaning, (*events, kind))]
    audience = _audience(chosen, whom)
    fields = _fields((*service.industries, *(general.industries if general else ())), table)
    everything = [*chosen, *rest]
    needs = _together(each.employer_needs for each in everything)
    return Understood(
        in_scope=bool(chosen) and not (groups and not any(each.audience for each in whom)),
        why=f"service classes {', '.join(classes) or '-'}, target groups {', '.join(groups) or '-'}",
        category=_category(chosen, audience),
        audience=audience,
        situations=_together(each.situations for each in everything),
        goals=_together(each.goals for each in everything),
        barriers=_together(each.barriers for each in everything),
        fields=fields if len(fields) <= MOST_FIELDS else (),
        employer_needs=needs if "employer" in audience else (),
    )


def _codes(terms: Iterable[Term], table: CodeTable) -> tuple[str, ...]:
    """Codes in the table's spelling; unknown ones as they are, so that the report shows them."""
    return tuple(dict.fromkeys(table.find(each.code) or each.code for each in terms if each.code))


def _kind(name: str | None) -> str:
    if name and name.startswith("Professional"):
        return "ProfessionalQualification"
    return "PermitOrObligation" if name and name.startswith("Permi") else "Service"


def _audience(about: Iterable[Meaning], whom: Iterable[Meaning]) -> tuple[str, ...]:
    """Whom the target groups name, of those that the classes allow; the classes' where they disagree."""
    allowed = _together(each.audience for each in about)
    named = _together(each.audience for each in whom)
    both = tuple(each for each in allowed if each in named)
    return both or allowed or named


def _category(about: Iterable[Meaning], audience: tuple[str, ...]) -> str:
    """The most frequent one; of equals the first in our order, for employers their own."""
    counts = Counter(each.category for each in about if each.category)
    if audience == ("employer",) and counts:
        return "employer_services" if "employer_services" in counts else counts.most_common(1)[0][0]
    ordered = sorted(counts, key=lambda each: (-counts[each], vocabulary.CATEGORIES.index(each)))
    return next(iter(ordered), "")


def _fields(terms: Iterable[Term], table: CodeTable) -> tuple[str, ...]:
    """By the first two digits of an industry (TOL 2008)."""
    numbers = (each.code.rstrip("/").rsplit("/", 1)[-1] for each in terms)
    return _together(table.meaning(f"TOL.{number[:2]}").fields for number in numbers)


def _together(lists: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(sorted(set(chain.from_iterable(lists))))
