"""Whom a counsellor can pass a conversation on to or name in a note."""

import re
from collections.abc import Collection, Iterable
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from admin.models import StaffRow
from bot.models import Conversation
from bot.team_models import TeamMemberRow, TeamRow
from bot.transfer import Colleague, Receiver

AT_DESK: Final = ("counsellor", "coordinator", "administrator")


def colleagues(session: Session, but: str, cities: Collection[str] = ()) -> tuple[Colleague, ...]:
    """Everybody who works at the desk but one, by name. `cities`: only who works for one of them."""
    found = session.execute(
        select(StaffRow.id, StaffRow.name, StaffRow.cities)
        .where(StaffRow.active, StaffRow.role.in_(AT_DESK), StaffRow.id != but)
        .order_by(StaffRow.name, StaffRow.id)
    )
    return tuple(Colleague(row.id, row.name) for row in found if _shares(row.cities, cities))


def teams(session: Session, language: str, cities: Collection[str] = ()) -> tuple[Receiver, ...]:
    """Those with members, by their names in a language: what the person is told too. `cities` as above."""
    manned = TeamRow.id.in_(select(TeamMemberRow.team_id))
    found = session.scalars(select(TeamRow).where(manned).order_by(TeamRow.id))
    near = (each for each in found if _shares(each.cities, cities))
    return tuple(Receiver("team", each.id, _called(each, language)) for each in near)


def cities_of(conversation: Conversation) -> tuple[str, ...]:
    """Who can be named or given it works for one of these; () for everybody."""
    return (conversation.city,) if conversation.city else ()


def _shares(own: Collection[str], cities: Collection[str]) -> bool:
    return not own or not cities or not set(own).isdisjoint(cities)


def _called(team: TeamRow, language: str) -> str:
    wanted = (language, language.partition("-")[0], "fi", *team.names)
    return next((team.names[each] for each in wanted if team.names.get(each)), team.id)


def mentioned(text: str, among: Iterable[Colleague]) -> tuple[Colleague, ...]:
    """Those whom a note names: "@Aino Laine", or "@Aino" where only one of them is called so."""
    everybody = tuple(among)
    first_names = [_first(each.name) for each in everybody]
    return tuple(
        each
        for each in everybody
        if _names(text, each.name)
        or (first_names.count(_first(each.name)) == 1 and _names(text, _first(each.name)))
    )


def _first(name: str) -> str:
    return name.split()[0].casefold() if name.split() else ""


def _names(text: str, name: str) -> bool:
    return bool(name) and re.search(rf"(?<!\w)@{re.escape(name)}(?!\w)", text, re.IGNORECASE) is not None
