"""`osaamo explain`: why each service was shown to somebody with certain needs, or was not."""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from difflib import get_close_matches
from itertools import groupby
from pathlib import Path
from textwrap import wrap
from typing import Any, Final

from admin.errors import CannotRun
from admin.first_start import prepare_database, prepare_folder
from admin.settings import read_settings
from dialogues.conversation.cards import nearest_text, why
from dialogues.conversation.texts import Texts
from knowledge.catalogue import Catalogue, load_catalogue
from knowledge.explain import Chosen, Explained, LeftOut, explain
from knowledge.municipalities import Municipalities
from knowledge.profile import NeedsProfile
from knowledge.profile_file import ProfileError, read_profile
from knowledge.service import Service
from knowledge.vocabulary import LANGUAGES
from knowledge.weights import WEIGHTS

WIDTH: Final = 79
PANEL: Final = Path(__file__).parent / "texts"
STANDARD_INPUT: Final = Path("-")


def add_explain(commands: Any) -> None:
    text = "why each service was shown to somebody with certain needs, or was not"
    parser = commands.add_parser("explain", help=text, description=text)
    parser.add_argument(
        "--profile", type=Path, required=True, metavar="FILE", help="the needs, as YAML or JSON; - is stdin"
    )
    parser.add_argument("--service", metavar="ID", help="only this one")
    parser.add_argument(
        "--language", choices=LANGUAGES, help="of names and reasons; default: the profile's language"
    )
    parser.add_argument("--top", type=_count, metavar="N", help="of those shown only so many, the first")
    parser.add_argument("--json", action="store_true", help="for programs")
    parser.set_defaults(command=_explain)


def _count(told: str) -> int:
    if not told.isdecimal():
        raise argparse.ArgumentTypeError(f"{told} is not a number of services")
    return int(told)


@dataclass(frozen=True, slots=True)
class _Told:
    """Explanations in words: names and reasons in one language, the rest in English."""

    texts: Texts
    panel: Texts
    places: Municipalities
    language: str

    def name(self, service: Service) -> str:
        return nearest_text(service, self.texts, self.language).name

    def reasons(self, chosen: Chosen) -> str:
        return why(chosen.found, self.texts, self.language, self.places)

    def against(self, left_out: LeftOut) -> str:
        return " ".join(self.panel.get(f"services.against_{code}", "en") for code in left_out.against)


def _explain(arguments: argparse.Namespace) -> None:
    settings = read_settings()
    prepare_folder(settings.data)
    database = prepare_database(settings)
    today = datetime.now(settings.hours.zone).date()
    with database.read() as session:
        catalogue = load_catalogue(session, today)
    database.close()
    profile = _profile(arguments.profile, catalogue.municipalities)
    _complain_of_unknown(arguments.service, catalogue)
    explained = _only(explain(profile, catalogue, today), arguments.service)
    told = _Told(
        Texts.load(), Texts.load(PANEL), catalogue.municipalities, arguments.language or profile.language
    )
    if arguments.json:
        json.dump(_as_json(explained, profile, told, arguments.top), sys.stdout, ensure_ascii=False, indent=2)
        sys.stdout.write("\n")
    else:
        sys.stdout.writelines(f"{line}\n" for line in _lines(explained, told, arguments.top))


def _profile(file: Path, places: Municipalities) -> NeedsProfile:
    try:
        text = sys.stdin.read() if file == STANDARD_INPUT else file.read_text(encoding="utf-8")
        return read_profile(text, places)
    except OSError as error:
        raise CannotRun(f"{file} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise CannotRun(f"{file} is not UTF-8.") from error
    except ProfileError as error:
        raise CannotRun(f"{file}: {error}.") from error


def _complain_of_unknown(service_id: str | None, catalogue: Catalogue) -> None:
    if not catalogue.services:
        raise CannotRun("No service is published yet; `osaamo run` begins with the shipped ones.")
    if service_id is not None and service_id not in catalogue.by_id:
        near = get_close_matches(service_id, catalogue.by_id, 3)
        meant = f" There is {', '.join(near)}." if near else ""
        raise CannotRun(f"{service_id} is not the id of a published service.{meant}")


def _only(explained: Explained, service_id: str | None) -> Explained:
    if service_id is None:
        return explained
    return replace(
        explained,
        chosen=tuple(each for each in explained.chosen if each.found.service.id == service_id),
        left_out=tuple(each for each in explained.left_out if each.service.id == service_id),
    )


def _lines(explained: Explained, told: _Told, top: int | None) -> Iterator[str]:
    for chosen in explained.chosen[:top]:
        yield from _chosen(chosen, told)
    in_order = sorted(explained.left_out, key=lambda each: each.against)
    for _, same in groupby(in_order, key=lambda each: each.against):
        yield from _left_out(tuple(same), told)
    yield f"{len(explained.chosen)} shown, {len(explained.left_out)} not shown."


def _chosen(chosen: Chosen, told: _Told) -> Iterator[str]:
    service = chosen.found.service
    yield from wrap(f"{chosen.rank}. {told.name(service)} ({service.id})", WIDTH, subsequent_indent="   ")
    for one in chosen.counted:
        times = f" ({one.times} times)" if one.times > 1 else ""
        yield from _row(f"{one.points:+4d}", one.name, WEIGHTS[one.name].why + times)
    yield from _row(f"{chosen.found.score:4d}", "points in all", "")
    if chosen.rank != chosen.rank_by_points:
        yield from _row("", "order", _moved(chosen))
    yield from _row("", "said", told.reasons(chosen))
    yield ""


def _moved(chosen: Chosen) -> str:
    before = f"place {chosen.rank_by_points} by points"
    if chosen.rank > chosen.rank_by_points:
        return f"{before}; what comes before it helps with something else"
    return f"{before}; moved up: it helps with what none before it does"


def _row(figure: str, name: str, words: str) -> Iterator[str]:
    head = f"   {figure:>4}  {name:<21} "
    return iter(wrap(words, WIDTH, initial_indent=head, subsequent_indent=" " * len(head)) or [head.rstrip()])


def _left_out(same: Sequence[LeftOut], told: _Told) -> Iterator[str]:
    yield from wrap(f"Not shown ({len(same)}): {told.against(same[0])}", WIDTH)
    ids = ", ".join(each.service.id for each in same)
    yield from wrap(ids, WIDTH, initial_indent="   ", subsequent_indent="   ", break_on_hyphens=False)
    yield ""


def _as_json(explained: Explained, profile: NeedsProfile, told: _Told, top: int | None) -> dict[str, Any]:
    return {
        "profile": profile.to_json(),
        "shown": [
            {
                "id": each.found.service.id,
                "name": told.name(each.found.service),
                "rank": each.rank,
                "rank_by_points": each.rank_by_points,
                "points": each.found.score,
                "counted": [
                    {"name": one.name, "times": one.times, "points": one.points} for one in each.counted
                ],
                "said": told.reasons(each),
            }
            for each in explained.chosen[:top]
        ],
        "not_shown": [
            {"id": each.service.id, "name": told.name(each.service), "against": list(each.against)}
            for each in explained.left_out
        ],
    }
