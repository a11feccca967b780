"""Rows in flat memory: a text, a time and a small number each.

A million Python objects cost hundreds of bytes each and are walked by every
full run of the garbage collector. Here a row costs its text and 20 bytes, and
the collector sees one object per thousand rows. Rows are kept in segments, so that
growing never copies more than one of them.
"""

from __future__ import annotations

from array import array
from collections.abc import Hashable
from typing import Generic, TypeVar

SEGMENT_ROWS = 1024

Row = tuple[str, int, int]
T = TypeVar("T", bound=Hashable)


class _Segment:
    """Up to ``SEGMENT_ROWS`` rows; ``ends`` holds where each text ends."""

    __slots__ = ("ends", "numbers", "text", "times")

    def __init__(self) -> None:
        self.text = bytearray()
        self.ends = array("Q")
        self.times = array("q")
        self.numbers = array("I")

    def read(self, start: int, stop: int) -> list[Row]:
        """Return the rows from ``start`` up to ``stop``."""
        text, ends = self.text, self.ends
        begin = ends[start - 1] if start else 0
        rows: list[Row] = []
        for index in range(start, stop):
            end = ends[index]
            content = text[begin:end].decode("utf-8", "surrogatepass")
            rows.append((content, self.times[index], self.numbers[index]))
            begin = end
        return rows

    def truncate(self, count: int) -> None:
        """Drop all rows from ``count`` on."""
        del self.text[self.ends[count - 1] if count else 0 :]
        del self.ends[count:], self.times[count:], self.numbers[count:]


class Rows:
    """A sequence of rows that grows at its end; positions count from 0."""

    __slots__ = ("_count", "_segments")

    def __init__(self) -> None:
        self._segments: list[_Segment] = []
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def append(self, text: str, time: int, number: int) -> None:
        """Add a row.

        ``time`` fits in 64 bits with its sign, ``number`` in 32 without.
        """
        if self._count % SEGMENT_ROWS == 0:
            self._segments.append(_Segment())
        segment = self._segments[-1]
        segment.text += text.encode("utf-8", "surrogatepass")
        segment.ends.append(len(segment.text))
        segment.times.append(time)
        segment.numbers.append(number)
        self._count += 1

    def read(self, start: int, stop: int) -> list[Row]:
        """Return the rows from ``start`` up to ``stop``, both within the rows."""
        rows: list[Row] = []
        while start < stop:
            segment, first = divmod(start, SEGMENT_ROWS)
            last = min(SEGMENT_ROWS, first + stop - start)
            rows += self._segments[segment].read(first, last)
            start += last - first
        return rows

    def newest(self, *, limit: int, offset: int) -> list[Row]:
        """Return up to ``limit`` rows, newest first, after the ``offset`` newest."""
        stop = max(0, self._count - offset)
        rows = self.read(max(0, stop - limit), stop)
        rows.reverse()
        return rows

    def truncate(self, count: int) -> None:
        """Drop all rows from position ``count`` on."""
        full, rest = divmod(count, SEGMENT_ROWS)
        del self._segments[full + (rest > 0) :]
        if rest:
            self._segments[full].truncate(rest)
        self._count = count


class Shared(Generic[T]):
    """Values that repeat, each kept once and known by a number."""

    __slots__ = ("_numbers", "_values")

    def __init__(self) -> None:
        self._numbers: dict[T, int] = {}
        self._values: list[T] = []

    def number(self, value: T) -> int:
        """Return the number of the value, a new one if it is new."""
        found = self._numbers.get(value)
        if found is None:
            found = self._numbers[value] = len(self._values)
            self._values.append(value)
        return found

    def __getitem__(self, number: int) -> T:
        return self._values[number]
