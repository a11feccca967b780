"""Strings that match a regular expression, of a wanted length.

The pattern is parsed by the parser behind :mod:`re`. A tree of nodes knows the
least and the greatest length of what it writes, so repeats and alternatives are
steered towards the length. What cannot be steered (look-arounds, boundaries,
anchors in the middle) is drawn and then tested.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from mockserver.openapi.generation.draw import Draw, derive
from mockserver.openapi.generation.regex_syntax import UnsupportedPattern, to_python
from mockserver.openapi.generation.regex_tree import (
    Node,
    Writing,
    lookahead_contents,
    parse,
)

ENDLESS = 1 << 40  # stands for "no upper bound" of a length

_TRIES = 120  # look-aheads of a password need tens; the rest one or two


class Pattern:
    """A compiled ECMA-262 pattern; see :func:`compile_pattern`."""

    __slots__ = ("_asserted", "_expression", "_root", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        source = to_python(text)
        try:
            self._expression = re.compile(source, re.ASCII)
            self._root: Node = parse(source)
        except (re.error, OverflowError, RecursionError) as error:
            raise UnsupportedPattern(f"{text!r}: {error}") from error
        self._asserted = tuple(lookahead_contents(self._root))

    def matches(self, text: str) -> bool:
        """Tell whether the pattern matches anywhere in ``text``."""
        return self._expression.search(text) is not None

    def sample(self, seed: bytes, low: int = 0, high: int = ENDLESS) -> str | None:
        """Return a match of ``low`` to ``high`` characters, None if none is found."""
        return next(self.samples(seed, low, high), None)

    def samples(self, seed: bytes, low: int, high: int) -> Iterator[str]:
        """Yield matches of ``low`` to ``high`` characters, a bounded number."""
        if low > high:
            return
        for turn in range(_TRIES):
            draw = Draw(derive(seed, str(turn)))
            text = self._candidate(draw, Length(low, high), turn)
            if text is not None and low <= len(text) <= high and self.matches(text):
                yield text

    def _candidate(self, draw: Draw, length: Length, turn: int) -> str | None:
        """Write one text: readable at first, of any usual character later."""
        wide = turn % 4 > 1
        writing = Writing(draw, wide=wide)
        if self._asserted and turn % 2:
            return self._with_asserted(writing, length)
        fitted = length.within(self._root)
        if fitted is None:
            return self._padded(writing, length)
        text = self._root.write(writing, *fitted)
        if text is not None and turn >= 2 and turn % 3 == 0:
            return _pad(text, draw, max(length.low, len(text) + 4), draw.below(3))
        return text

    def _padded(self, writing: Writing, length: Length) -> str | None:
        """Write a match too short for ``length`` and put letters around it."""
        if self._root.least > length.high:
            return None
        text = self._root.write(writing, self._root.least, self._root.most)
        if text is None:
            return None
        return _pad(text, writing.draw, length.low, writing.draw.below(3))

    def _with_asserted(self, writing: Writing, length: Length) -> str | None:
        """Write what each look-ahead asks for, then fill up with the rest."""
        pieces = [
            node.write(writing, node.least, node.least) for node in self._asserted
        ]
        asked = "".join(piece for piece in pieces if piece)
        rest = Length(
            max(length.low - len(asked), 0), max(length.high - len(asked), 0)
        ).within(self._root)
        filling = self._root.write(writing, *rest) if rest else ""
        return f"{asked}{filling or ''}"


@dataclass(frozen=True, slots=True)
class Length:
    """The least and the greatest wanted number of characters."""

    low: int
    high: int

    def within(self, node: Node) -> tuple[int, int] | None:
        """Return the lengths that ``node`` can write too, None if there are none."""
        low, high = max(self.low, node.least), min(self.high, node.most)
        return (low, high) if low <= high else None


def _pad(text: str, draw: Draw, low: int, side: int) -> str:
    """Put letters before, behind or on both sides, up to ``low`` characters.

    Every other time spaces, which are a boundary of words where letters are not.
    """
    missing = max(low - len(text), 0)
    before = (0, missing, missing // 2)[side % 3]
    letters = " " if draw.below(2) else "abcdefghijklmnopqrstuvwxyz"
    return (
        draw.letters(letters, before) + text + draw.letters(letters, missing - before)
    )


@lru_cache(maxsize=2048)
def compile_pattern(text: str) -> Pattern | None:
    """Return the compiled pattern, None if its syntax is not understood."""
    try:
        return Pattern(text)
    except UnsupportedPattern:
        return None
