"""Services named by those who write a step: by name, as the list of the field offers them, or by id."""

import re
from typing import Final

from knowledge.catalogue import Catalogue

_OFFERED: Final = re.compile(r".*\(([^()]+)\)")


def offered(service_id: str, name: str) -> str:
    """What the list of the field says: two services may have one name."""
    return f"{name} ({service_id})"


def service_named(catalogue: Catalogue, typed: str) -> str:
    """The id of the only service that is meant; what was typed where there is none, or more than one."""
    words = " ".join(typed.split())
    chosen = _OFFERED.fullmatch(words)
    if chosen and chosen[1] in catalogue.by_id:
        return chosen[1]
    named = [
        each.id
        for each in catalogue.services
        if words and any(text.name.casefold() == words.casefold() for text in each.texts.values())
    ]
    return named[0] if len(named) == 1 and words not in catalogue.by_id else words
