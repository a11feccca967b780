"""The size in pixels of a picture with a given aspect ratio.

The size is exact: for a ratio w:h and a longest allowed side S it is (k*w, k*h)
with the largest k for which neither exceeds S, so width * h == height * w.
The terms are taken as they are written when they fit (21:9 in 1024 gives
1008x432, 3:2 gives 1023x682), otherwise in lowest terms (1920:1080 in 1024
gives 1024x576). Decimals are understood (1.91:1 is 191:100).

What cannot be exact falls back:

- terms that do not fit even in lowest terms (1001:1000 in 512): the longer
  side is S and the other is rounded;
- anything longer than 32:1: the same, at 32:1;
- what is not a ratio of two positive numbers: a square.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

# A thinner strip shows nothing; no model makes pictures anywhere near it.
LONGEST_RATIO = 32

_RATIO = re.compile(
    r"\s*(\d{1,9}(?:\.\d{1,9})?)\s*:\s*(\d{1,9}(?:\.\d{1,9})?)\s*", re.A
)


@lru_cache(maxsize=256)
def picture_size(aspect_ratio: str, longer_side: int) -> tuple[int, int]:
    """Return (width, height) in pixels; see the module for the rule."""
    terms = _terms(aspect_ratio)
    if terms is None:
        return longer_side, longer_side
    lowest = Fraction(terms[0]) / Fraction(terms[1])
    if not Fraction(1, LONGEST_RATIO) <= lowest <= LONGEST_RATIO:
        return _rounded(
            Fraction(LONGEST_RATIO) ** (1 if lowest > 1 else -1), longer_side
        )
    written = _integers(terms)
    for width, height in (written, (lowest.numerator, lowest.denominator)):
        times = longer_side // max(width, height)
        if times:
            return width * times, height * times
    return _rounded(lowest, longer_side)


def _terms(aspect_ratio: str) -> tuple[str, str] | None:
    match = _RATIO.fullmatch(aspect_ratio)
    if match is None or not Fraction(match[1]) or not Fraction(match[2]):
        return None
    return match[1], match[2]


def _integers(terms: tuple[str, str]) -> tuple[int, int]:
    """Return the terms as integers, both multiplied alike when decimal."""
    width, height = map(Fraction, terms)
    scale = width.denominator * height.denominator
    return int(width * scale), int(height * scale)


def _rounded(ratio: Fraction, longer_side: int) -> tuple[int, int]:
    if ratio >= 1:
        return longer_side, max(1, round(longer_side / ratio))
    return max(1, round(longer_side * ratio)), longer_side
