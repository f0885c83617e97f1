"""Whether two words are one slip of the fingers apart."""

from collections.abc import Iterator


def shorter_by_one(word: str) -> Iterator[str]:
    """The word with each of its letters left out."""
    return (word[:i] + word[i + 1 :] for i in range(len(word)))


def near(one: str, other: str) -> bool:
    """Whether one edit (or swap of neighbours) leads from one word to the other."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    rest, other_rest = one[start:], other[start:]
    if rest[1:] == other_rest[1:] or rest[1:] == other_rest or rest == other_rest[1:]:
        return True
    return rest[:2] == other_rest[1::-1] and rest[2:] == other_rest[2:]
