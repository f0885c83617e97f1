"""Which field an occupation belongs to."""

from typing import Final

_GROUPS: Final = {
    "care": "1342 1343 1344 221 222 223 224 226 2634 2635 32 3412 532",
    "technology": "133 2144 2151 2152 2153 25 311 35 742",
    "construction": "1323 2142 2161 2162 2164 2165 3112 3123 71 7411 8342 9312 9313",
    "industry": "1321 2141 3122 313 72 73 74 75 81 82 932",
    "trade_service": "14 243 3321 3322 3434 42 51 52 91 94",
    "transport": "1324 315 4321 4323 83 933",
    "education": "1341 1345 23 531",
    "creative": "2163 2166 2431 264 265 3431 3432 3433 3435",
    "other": "324 2643 8341",
}
"""Beginnings of codes in ISCO-08, the International Labour Organization's classification of occupations."""
_FIELDS: Final = {group: field for field, groups in _GROUPS.items() for group in groups.split()}
_LONGEST: Final = 4


def field_of(code: str) -> str:
    """A code of `knowledge.vocabulary.FIELDS` for an occupation's place in ESCO ("5120.1")."""
    beginnings = (code[:length] for length in range(_LONGEST, 0, -1))
    return next((_FIELDS[each] for each in beginnings if each in _FIELDS), "other")
