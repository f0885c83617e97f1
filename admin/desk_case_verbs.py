"""What comes from outside with the desk's verbs on a case, checked: receivers, times, languages."""

from datetime import datetime, tzinfo

from sqlalchemy.orm import Session

from admin.colleagues import cities_of, colleagues, teams
from admin.interpreters import INTERPRETED
from bot import store
from bot.transfer import Receiver


class Refused(Exception):  # noqa: N818
    """What was asked for cannot be: `code` names a text of the panel."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def receiver(session: Session, wanted: str, but: str, conversation_id: str) -> Receiver:
    """From "counsellor:<staff id>" or "team:<id>". Raises Refused and store.NotFound."""
    conversation = store.row(session, conversation_id)
    cities = cities_of(conversation)
    counsellors = (Receiver("counsellor", each.id, each.name) for each in colleagues(session, but, cities))
    for each in (*counsellors, *teams(session, conversation.language, cities)):
        if wanted == f"{each.kind}:{each.id}":
            return each
    raise Refused("no_receiver")


def moment(text: str, zone: tzinfo, now: datetime) -> datetime:
    """From a day and time as a browser's field gives it, in the service's zone. Raises Refused."""
    try:
        asked = datetime.fromisoformat(text)
    except ValueError:
        raise Refused("bad_time") from None
    local = asked if asked.tzinfo else asked.replace(tzinfo=zone)
    if not now < local or local.year > now.year + 2:
        raise Refused("bad_time")
    return local


def interpreted(code: str) -> str | None:
    """ "" means that no interpreter is needed. Raises Refused."""
    if code and code not in INTERPRETED:
        raise Refused("no_receiver")
    return code or None
