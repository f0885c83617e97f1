"""`python -m benchmarks.matching`: how fast services are matched in a catalogue as large as a country's."""

import platform
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from random import Random
from statistics import median, quantiles
from typing import Any, Final

from benchmarks.results import Row, write
from benchmarks.search_records import LANGUAGES
from knowledge import vocabulary
from knowledge.catalogue import Catalogue, make_catalogue
from knowledge.eligibility import eligible
from knowledge.matching import depends_on_age, recommend
from knowledge.municipalities import Municipalities, read_municipalities
from knowledge.profile import NeedsProfile
from knowledge.relevance import relevant
from knowledge.service import Service, ServiceText
from knowledge.trial import try_out
from tests.knowledge import shipped

SIZES: Final = (208, 5_000, 20_000)
ASKED: Final = 300
NATIONWIDE: Final = 0.1
"""Of the made-up services; of the shipped ones three in four are, but those of towns are the many."""

CODES: Final = {
    "goals": vocabulary.GOALS,
    "situations": vocabulary.SITUATIONS,
    "barriers": vocabulary.BARRIERS[:-2],
    "fields": vocabulary.FIELDS,
    "employer_needs": vocabulary.EMPLOYER_NEEDS,
}


def main() -> None:
    places = read_municipalities()
    rows = [row for size in SIZES for row in _rows(size, places)]
    note = f"{date.today():%Y-%m-%d}, Python {platform.python_version()}, one core, processor time. "  # noqa: DTZ011
    note += (
        "The shipped services, then made-up ones with facts like theirs, one in ten nationwide, the others "
    )
    note += f"of a town or of its whole employment area; {ASKED} random profiles in ten languages."
    write("Matching", note, rows)


def _rows(size: int, places: Municipalities) -> Iterator[Row]:
    chance = Random(size)
    services = made_services(size, places, chance)
    begun = time.process_time()
    catalogue = make_catalogue(services, places, shipped.TODAY)
    whole = time.process_time() - begun
    profiles = [made_profile(places, chance) for _ in range(ASKED)]
    today = shipped.TODAY
    fits = median(len(recommend(each, catalogue, today)) for each in profiles)
    yield Row(
        f"{size} services (the median profile fits {fits:.0f}), p95",
        _p95([partial(recommend, each, catalogue, today) for each in profiles]),
        "<= 5 ms",
    )
    young = [each for each in profiles if each.audience == "person"]
    asked = [partial(depends_on_age, replace(each, age_band=None), catalogue, today) for each in young]
    yield Row(f"{size} services: does age matter, p95", _p95(asked), "<= 10 ms")
    yield Row(
        f"{size} services: the plain walk, p95", _p95([partial(_plain, e, catalogue) for e in profiles])
    )
    draft = replace(services[0], texts={"fi": ServiceText("fi", "Aivan uusi", "Uutuus.")})
    tried = [partial(try_out, draft, each, catalogue, today) for each in profiles[:30]]
    yield Row(f"{size} services: a draft tried by an editor, p95", _p95(tried))
    begun = time.process_time()
    make_catalogue([draft, *services[1:]], places, today, older=catalogue)
    followed = time.process_time() - begun
    yield Row(
        f"{size} services: the catalogue, made / after one publication", f"{whole:.1f} / {followed:.2f} s"
    )


def made_services(size: int, places: Municipalities, chance: Random) -> list[Service]:
    """The shipped ones, then some with the facts of two of them mixed, for other places."""
    real = list(shipped.catalogue().services)
    return [*real[:size], *(_made(number, real, places, chance) for number in range(size - len(real)))]


def _made(number: int, real: Sequence[Service], places: Municipalities, chance: Random) -> Service:
    """Facts of a shipped service; half of the time one more code, or one less, in each list of codes."""
    model, other = chance.choice(real), chance.choice(real)
    codes: dict[str, Any] = {
        name: _varied(getattr(model, name), all_codes, chance) for name, all_codes in CODES.items()
    }
    return replace(
        model,
        id=f"made-{number:05}",
        texts={code: ServiceText(code, f"Palvelu {number}", "Auttaa.") for code in LANGUAGES[:1]},
        keywords={},
        municipalities=_area(places, chance),
        min_age=other.min_age,
        max_age=other.max_age,
        evidence=other.evidence,
        languages=other.languages,
        **codes,
    )


def _varied(codes: frozenset[str], all_codes: Sequence[str], chance: Random) -> frozenset[str]:
    return codes ^ {chance.choice(all_codes)} if codes and chance.random() < 0.5 else codes


def _area(places: Municipalities, chance: Random) -> frozenset[str] | None:
    """One town, or its employment area; larger towns have no more services than smaller ones here."""
    if chance.random() < NATIONWIDE:
        return None
    town = chance.choice([place for place in places if place.employment_area])
    if chance.random() < 0.5:
        return frozenset({town.code})
    return frozenset(place.code for place in places if place.employment_area == town.employment_area)


def made_profile(places: Municipalities, chance: Random) -> NeedsProfile:
    audience = "employer" if chance.random() < 0.1 else "person"
    return NeedsProfile(
        audience=audience,
        language=chance.choice(LANGUAGES),
        municipality=chance.choice([*places]).code,
        situation=chance.choice(vocabulary.SITUATIONS),
        goals=tuple(chance.sample(vocabulary.GOALS, chance.randint(1, 3))),
        barriers=tuple(chance.sample(vocabulary.BARRIERS, chance.randint(0, 3))),
        field=chance.choice([None, *vocabulary.FIELDS]),
        age_band=chance.choice([None, *vocabulary.AGE_BANDS]),
        employer_needs=tuple(chance.sample(vocabulary.EMPLOYER_NEEDS, 2)) if audience == "employer" else (),
    )


def _plain(profile: NeedsProfile, catalogue: Catalogue) -> list[Service]:
    """Who may be shown, asked of each service; what comes after is not even counted."""
    fitting = eligible(profile, catalogue.services, shipped.TODAY)
    return [service for service in fitting if relevant(profile, service)]


def _p95(calls: Sequence[Callable[[], object]]) -> str:
    times = []
    for call in calls:
        begun = time.thread_time()
        call()
        times.append(time.thread_time() - begun)
    return f"{quantiles(times, n=100)[94] * 1000:.1f} ms"


if __name__ == "__main__":
    main()
