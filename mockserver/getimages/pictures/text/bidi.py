"""The order in which right-to-left and left-to-right text stand in a line.

The Unicode Bidirectional Algorithm (UAX #9) for plain text: rules P2 and P3, W1 to
W7, N1, N2, I1, I2, L1 and L2. Directional controls are not obeyed (they are dropped
before), and paired brackets (N0) count as other neutrals.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

_STRONG = ("L", "R", "AL")
_NEUTRAL = ("B", "S", "WS", "ON", "BN")

T = TypeVar("T")


def base_level(classes: Sequence[str]) -> int:
    """Return 1 when the first strong character is right-to-left, else 0 (P2, P3)."""
    for kind in classes:
        if kind in _STRONG:
            return int(kind != "L")
    return 0


def embedding_levels(classes: Sequence[str], base: int) -> list[int]:
    """Return the level of each character of a paragraph; odd is right-to-left.

    ``classes`` are those of ``unicodedata.bidirectional``.
    """
    if base == 0 and all(kind not in ("R", "AL", "AN") for kind in classes):
        return [0] * len(classes)
    kinds = [kind or "L" for kind in classes]
    outside = "R" if base else "L"
    _resolve_numbers(kinds, outside)
    _resolve_separators(kinds)
    _resolve_latin_numbers(kinds, outside)
    _resolve_neutrals(kinds, outside)
    return [_level(kind, base) for kind in kinds]


def visual_order(pieces: Sequence[T], levels: Sequence[int]) -> list[T]:
    """Return the pieces of a line from left to right (L2)."""
    order = list(range(len(pieces)))
    for level in range(max(levels, default=0), 0, -1):
        start = 0
        while start < len(order):
            end = start
            while end < len(order) and levels[order[end]] >= level:
                end += 1
            order[start:end] = order[start:end][::-1]
            start = max(end, start + 1)
    return [pieces[index] for index in order]


def _resolve_numbers(kinds: list[str], outside: str) -> None:
    """Apply W1 to W3: marks, and European numbers after Arabic letters."""
    previous = strong = outside
    for index, kind in enumerate(kinds):
        if kind == "NSM":
            kind = previous
        if kind in _STRONG:
            strong = kind
        elif kind == "EN" and strong == "AL":
            kind = "AN"
        kinds[index] = previous = kind
    for index, kind in enumerate(kinds):
        if kind == "AL":
            kinds[index] = "R"


def _resolve_separators(kinds: list[str]) -> None:
    """Apply W4 to W6: signs within and beside numbers."""
    for index in range(1, len(kinds) - 1):
        around = kinds[index - 1]
        if around == kinds[index + 1] and (
            (around == "EN" and kinds[index] in ("ES", "CS"))
            or (around == "AN" and kinds[index] == "CS")
        ):
            kinds[index] = around
    for order in (range(1, len(kinds)), range(len(kinds) - 2, -1, -1)):
        for index in order:
            if kinds[index] == "ET" and kinds[index - order.step] == "EN":
                kinds[index] = "EN"
    for index, kind in enumerate(kinds):
        if kind in ("ES", "ET", "CS"):
            kinds[index] = "ON"


def _resolve_latin_numbers(kinds: list[str], outside: str) -> None:
    """Apply W7: a European number after a Latin letter is as that letter."""
    strong = outside
    for index, kind in enumerate(kinds):
        if kind in ("L", "R"):
            strong = kind
        elif kind == "EN" and strong == "L":
            kinds[index] = "L"


def _resolve_neutrals(kinds: list[str], outside: str) -> None:
    """Apply N1 and N2: neutrals go with their neighbours if those agree."""
    index = 0
    while index < len(kinds):
        end = index
        while end < len(kinds) and kinds[end] in _NEUTRAL:
            end += 1
        if end > index:
            before = _side(kinds[index - 1]) if index else outside
            after = _side(kinds[end]) if end < len(kinds) else outside
            direction = before if before == after else outside
            kinds[index:end] = [direction] * (end - index)
        index = end + 1


def _side(kind: str) -> str:
    return "L" if kind == "L" else "R"


def _level(kind: str, base: int) -> int:
    if kind == "R":
        return 1
    if kind == "L":
        return base + base % 2
    return 2
