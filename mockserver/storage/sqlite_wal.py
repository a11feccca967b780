"""Whether the log beside a state file is whole.

After a kill, what was written last stands only in the ``-wal`` file, and SQLite
reads that file up to the first frame whose checksum is wrong and drops
the rest without a word. A state file's log only ever grows from nothing (it is cut to nothing at each
checkpoint, and after each write that failed), so a kill leaves at most one frame at its
end that is short. A complete frame with a wrong checksum is damage.

Format: https://www.sqlite.org/fileformat2.html#the_write_ahead_log
"""

from __future__ import annotations

import struct
import sys
from array import array
from pathlib import Path
from typing import BinaryIO

_HEADER = struct.Struct(">8I")
_FRAME = struct.Struct(">6I")
_MAGIC = 0x377F0682  # the lowest bit says whether checksums read big-endian words
_MASK = 0xFFFFFFFF

_Sums = tuple[int, int]


def wal_damage(path: Path) -> str | None:
    """Say what is wrong with a ``-wal`` file, or None if it is whole.

    A file that is not there, or a log whose last frame is short, is whole.
    """
    try:
        with path.open("rb") as file:
            return _damage(file)
    except FileNotFoundError:
        return None


def _damage(file: BinaryIO) -> str | None:
    header = file.read(_HEADER.size)
    if len(header) < _HEADER.size:
        return None
    magic, _, page_size, _, *salts, first, second = _HEADER.unpack(header)
    big = magic & 1
    sums = _checksum(header[:24], bool(big), (0, 0))
    if magic & ~1 != _MAGIC or sums != (first, second):
        return "the header of its -wal is damaged"
    number = 1
    while len(frame := file.read(_FRAME.size + page_size)) == _FRAME.size + page_size:
        _, _, *found, first, second = _FRAME.unpack_from(frame)
        sums = _checksum(frame[:8] + frame[_FRAME.size :], bool(big), sums)
        if found != salts or sums != (first, second):
            return f"frame {number} of its -wal is damaged"
        number += 1
    return None


def _checksum(data: bytes, big_endian: bool, sums: _Sums) -> _Sums:
    words = array("I", data)
    if big_endian != (sys.byteorder == "big"):
        words.byteswap()
    first, second = sums
    pairs = iter(words)
    for even, odd in zip(pairs, pairs, strict=True):
        first = (first + even + second) & _MASK
        second = (second + odd + first) & _MASK
    return first, second
