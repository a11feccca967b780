"""Which characters a font has, read from its ``cmap`` table alone.

A small reader of OpenType (ISO/IEC 14496-22): the table directory, for TTC
collections that of the first font, and the subtables of formats 4 (the Basic
Multilingual Plane) and 12 (all of Unicode). Fonts for symbols with an encoding
of their own (platform 3, encoding 0) count as fonts without characters.
"""

from __future__ import annotations

import struct
import sys
from array import array
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO

_SFNT_VERSIONS = (b"\x00\x01\x00\x00", b"OTTO", b"true")
_COLLECTION = b"ttcf"
# Tables of outlines or bitmaps; a font without any of them draws nothing.
_GLYPH_TABLES = frozenset((b"glyf", b"CFF ", b"CFF2", b"CBDT", b"sbix"))
_COLOUR_TABLES = frozenset((b"CBDT", b"sbix", b"COLR"))
_MOST_TABLES = 512
# The largest that is known takes 0.5 MB; a longer one is a broken file.
_LONGEST_CMAP = 8 * 1024 * 1024

# (platform, encoding) of Unicode subtables, the fullest first.
_ENCODINGS = ((3, 10), (0, 6), (0, 4), (3, 1), (0, 3), (0, 2), (0, 1), (0, 0))


class FontFileError(Exception):
    """A file that is not a font which can be read here; the message says why."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """The characters of a font, as sorted ranges; both ends are included.

    ``colour`` tells that the font has coloured glyphs.
    """

    starts: array[int]
    ends: array[int]
    colour: bool

    def __contains__(self, code_point: int) -> bool:
        index = bisect_right(self.starts, code_point) - 1
        return index >= 0 and code_point <= self.ends[index]


def read_coverage(file: BinaryIO) -> Coverage:
    """Return the coverage of an open font file.

    Raises FontFileError when the file is no font or is broken, OSError when it
    cannot be read.
    """
    try:
        tables = _tables(file)
        if not _GLYPH_TABLES & tables.keys():
            raise FontFileError("it has no table of glyphs")
        if b"cmap" not in tables:
            raise FontFileError("it has no cmap table")
        starts, ends = _ranges(_read(file, *tables[b"cmap"]))
    except (struct.error, IndexError) as error:
        raise FontFileError(f"it ends too early ({error})") from error
    return Coverage(starts, ends, bool(_COLOUR_TABLES & tables.keys()))


def _tables(file: BinaryIO) -> dict[bytes, tuple[int, int]]:
    """Return (offset, length) of each table of the file's (first) font."""
    file.seek(0)
    tag = file.read(4)
    if tag == _COLLECTION:
        file.seek(12)
        (first,) = struct.unpack(">I", file.read(4))
        file.seek(first)
        tag = file.read(4)
    if tag not in _SFNT_VERSIONS:
        raise FontFileError(f"it starts with {tag!r}, which is no OpenType font")
    count, _ = struct.unpack(">H6s", file.read(8))
    if count > _MOST_TABLES:
        raise FontFileError(f"it claims to have {count} tables")
    directory = struct.iter_unpack(">4sIII", file.read(16 * count))
    return {tag: (offset, length) for tag, _, offset, length in directory}


def _read(file: BinaryIO, offset: int, length: int) -> bytes:
    if length > _LONGEST_CMAP:
        raise FontFileError(f"its cmap table claims to have {length} bytes")
    file.seek(offset)
    return file.read(length)


def _ranges(table: bytes) -> tuple[array[int], array[int]]:
    """Return the ranges of the fullest Unicode subtable."""
    _, count = struct.unpack_from(">HH", table)
    offsets = {
        (platform, encoding): offset
        for platform, encoding, offset in struct.iter_unpack(
            ">HHI", table[4 : 4 + 8 * count]
        )
    }
    for key in _ENCODINGS:
        if key in offsets:
            subtable = table[offsets[key] :]
            (form,) = struct.unpack_from(">H", subtable)
            if form == 12:
                return _format_12(subtable)
            if form == 4:
                return _format_4(subtable)
    raise FontFileError("its cmap table has no Unicode subtable of format 4 or 12")


def _format_12(subtable: bytes) -> tuple[array[int], array[int]]:
    (groups,) = struct.unpack_from(">I", subtable, 12)
    if 16 + 12 * groups > len(subtable):
        raise FontFileError(f"its cmap table claims to have {groups} groups")
    numbers = _big_endian("I", subtable[16 : 16 + 12 * groups])
    # A group that starts at glyph 0 starts with the sign for "missing".
    return _merged(
        (start + (not glyph), end)
        for start, end, glyph in zip(
            numbers[0::3], numbers[1::3], numbers[2::3], strict=True
        )
    )


def _format_4(subtable: bytes) -> tuple[array[int], array[int]]:
    (twice,) = struct.unpack_from(">H", subtable, 6)
    count = twice // 2
    # The length field is too small for big tables, so it is not asked.
    words = _big_endian("H", subtable[14 : len(subtable) // 2 * 2])
    if len(words) < 4 * count + 1:
        raise FontFileError(f"its cmap table claims to have {count} segments")
    ends, starts = words[:count], words[count + 1 : 2 * count + 1]
    deltas = words[2 * count + 1 : 3 * count + 1]
    offsets = words[3 * count + 1 : 4 * count + 1]
    found: list[tuple[int, int]] = []
    for index, (start, end) in enumerate(zip(starts, ends, strict=True)):
        if start > end or start == 0xFFFF:
            continue
        if offsets[index] == 0:
            missing = -deltas[index] & 0xFFFF
            found += _without(start, end, missing)
        else:
            # An offset counts in bytes from its own place in the table.
            first = 3 * count + 1 + index + offsets[index] // 2
            glyphs = words[first : first + end - start + 1]
            found += _present(start, glyphs)
    return _merged(found)


def _without(start: int, end: int, missing: int) -> Iterable[tuple[int, int]]:
    """Return a range without the one character that maps to glyph 0."""
    return (
        ((start, min(end, missing - 1)), (max(start, missing + 1), end))
        if (start <= missing <= end)
        else ((start, end),)
    )


def _present(start: int, glyphs: array[int]) -> Iterable[tuple[int, int]]:
    """Yield the ranges of characters whose glyph is not 0."""
    if 0 not in glyphs:
        yield start, start + len(glyphs) - 1
        return
    for index, glyph in enumerate(glyphs):
        if glyph:
            yield start + index, start + index


def _merged(ranges: Iterable[tuple[int, int]]) -> tuple[array[int], array[int]]:
    """Sort ranges and join neighbours; empty ranges are left out."""
    starts, ends = array("I"), array("I")
    for start, end in sorted(ranges):
        if start > end:
            continue
        if ends and start <= ends[-1] + 1:
            ends[-1] = max(ends[-1], end)
        else:
            starts.append(start)
            ends.append(end)
    return starts, ends


def _big_endian(code: str, data: bytes) -> array[int]:
    numbers = array(code, data)
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers
