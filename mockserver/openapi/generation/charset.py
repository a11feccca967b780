"""Sets of characters as sorted ranges, and the plausible ones among them."""

from __future__ import annotations

import string
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from mockserver.openapi.generation.draw import Draw

LAST = 0x10FFFF
_SURROGATES = (0xD800, 0xDFFF)  # never drawn: they are not text that UTF-8 can carry
_PRINTABLE = string.ascii_letters + string.digits + string.punctuation + " "
_PREFERRED = (
    string.ascii_lowercase + string.digits,
    string.ascii_letters + string.digits,
)

Ranges = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Charset:
    """Characters to draw from; ``ranges`` are inclusive and do not overlap."""

    ranges: Ranges

    def draw(self, draw: Draw, *, wide: bool) -> str:
        """Return a character: letters and digits only, or if ``wide`` any usual one.

        Characters that are not ASCII come only where the set has no others.
        """
        narrow, every = alphabets(self.ranges)
        alphabet = every if wide else narrow
        if alphabet:
            return draw.choice(alphabet)
        low, high = draw.choice(self.ranges)
        return chr(draw.between(low, high))


@lru_cache(maxsize=4096)
def alphabets(ranges: Ranges) -> tuple[str, str]:
    """Return (the most readable characters of a set, all printable ASCII of it)."""
    every = "".join(c for c in _PRINTABLE if _holds(ranges, ord(c)))
    for preferred in _PREFERRED:
        narrow = "".join(c for c in preferred if c in every)
        if narrow and not narrow.isdigit():
            return narrow, every
    return narrow or every, every


def _holds(ranges: Ranges, code: int) -> bool:
    return any(low <= code <= high for low, high in ranges)


def union(ranges: Iterable[tuple[int, int]]) -> Ranges:
    """Return the ranges sorted, joined where they touch, without surrogates."""
    joined: list[tuple[int, int]] = []
    for low, high in sorted(ranges):
        if joined and low <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(high, joined[-1][1]))
        else:
            joined.append((low, high))
    return tuple(_without_surrogates(joined))


def complement(ranges: Iterable[tuple[int, int]]) -> Ranges:
    """Return every character that ``ranges`` do not hold."""
    gaps = []
    start = 0
    for low, high in union(ranges):
        gaps.append((start, low - 1))
        start = high + 1
    gaps.append((start, LAST))
    return union((low, high) for low, high in gaps if low <= high)


def _without_surrogates(
    ranges: Iterable[tuple[int, int]],
) -> Iterable[tuple[int, int]]:
    first, last = _SURROGATES
    for low, high in ranges:
        if low < first:
            yield low, min(high, first - 1)
        if high > last:
            yield max(low, last + 1), high
