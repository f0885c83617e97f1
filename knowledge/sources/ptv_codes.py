"""The shipped table of the Finnish Service Catalogue's code lists, with what each code means here."""

from functools import cache
from pathlib import Path
from typing import Final

from knowledge.sources.code_table import CodeTable, code_table, read_codes

SHIPPED: Final = Path(__file__).parent / "ptv_codes.csv"


@cache
def ptv_codes() -> CodeTable:
    """Service classes, target groups, life events, types of services, and industries (TOL 2008)."""
    return code_table("ptv", read_codes(SHIPPED))
