"""What narrows a list of the desk: kept in the page's address, so that it can be shared and come back to."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal, get_args
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, StringConstraints

from admin.wording import Wording
from bot.cases import InboxRow

List = Literal["waiting", "mine", "team", "mentions", "open", "closed"]
LISTS: Final[tuple[List, ...]] = get_args(List)

Code = Annotated[str, StringConstraints(max_length=64)]


class Asked(BaseModel):
    """The list and its conditions; "" and False are none. `place` is a municipality's code."""

    model_config = ConfigDict(frozen=True)

    list: List = "waiting"
    language: Code = ""
    city: Code = ""
    place: Code = ""
    reason: Code = ""
    channel: Code = ""
    team: Code = ""
    tag: Code = ""
    danger: bool = False

    def fits(self, row: InboxRow) -> bool:
        wanted = self._conditions()
        return (row.urgent or not self.danger) and all(
            code in _FIELDS[name](row) for name, code in wanted.items()
        )

    def query(self, **changed: object) -> str:
        """For an address; what is no condition is not in it."""
        values: dict[str, Any] = self.model_dump() | changed
        said = {name: "1" if value is True else value for name, value in values.items() if value}
        return urlencode(said)

    @property
    def narrows(self) -> int:
        """How many conditions there are."""
        return len(self._conditions()) + self.danger

    def _conditions(self) -> Mapping[str, str]:
        return {name: code for name in _FIELDS if (code := getattr(self, name))}


_FIELDS: Final[Mapping[str, Callable[[InboxRow], tuple[str | None, ...]]]] = {
    "language": lambda row: (row.language,),
    "city": lambda row: (row.city,),
    "place": lambda row: (row.municipality,),
    "reason": lambda row: (row.reason,),
    "channel": lambda row: (row.channel,),
    "team": lambda row: (row.meant_for_team,),
    "tag": lambda row: row.tags,
}


@dataclass(frozen=True, slots=True)
class Option:
    """`value` "" is no condition."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class FilterView:
    """One condition as a field of the form."""

    name: str
    label: str
    options: tuple[Option, ...]


def filter_views(
    asked: Asked, rows: Iterable[InboxRow], wording: Wording, language: str
) -> tuple[FilterView, ...]:
    """The conditions that tell these rows apart, and those that are set."""
    known = tuple(rows)
    views = (_view(name, asked, known, wording, language) for name in _FIELDS)
    return tuple(view for view in views if len(view.options) > 2 or getattr(asked, view.name))


def _view(name: str, asked: Asked, rows: tuple[InboxRow, ...], wording: Wording, language: str) -> FilterView:
    chosen = getattr(asked, name)
    found = {
        code: _label(name, code, row, wording, language)
        for row in rows
        for code in _FIELDS[name](row)
        if code
    }
    if chosen and chosen not in found:
        found[chosen] = chosen
    options = [Option(code, label, code == chosen) for code, label in found.items()]
    options.sort(key=lambda option: option.label.casefold())
    everything = Option("", wording.say(f"inbox.all_{name}", language), not chosen)
    return FilterView(name, wording.say(f"inbox.{name}", language), (everything, *options))


def _label(name: str, code: str, row: InboxRow, wording: Wording, language: str) -> str:
    match name:
        case "language":
            return wording.language(code, language)
        case "place":
            return wording.place(row.profile, language)
        case "reason" | "channel":
            known = wording.panel.find(f"{name}.{code}", language)
            return known.text if known else code
        case "team":
            return row.meant_for_name or code
        case "city":
            return code
        case _:
            return f"#{code}"
