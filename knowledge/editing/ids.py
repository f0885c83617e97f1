"""Ids that read like names."""

import re
import secrets
import unicodedata
from typing import Final

from sqlalchemy.orm import Session

from knowledge.database import Base

LONGEST: Final = 80


def free_id(session: Session, kind: type[Base], name: str) -> str:
    """Small letters, digits and hyphens of the name; some more where another one has that id."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain)[: LONGEST - 9].strip("-") or "new"
    return slug if session.get(kind, slug) is None else f"{slug}-{secrets.token_hex(4)}"
