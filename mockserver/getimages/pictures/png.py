"""PNG files of few flat colours, with the standard library alone (RFC 2083)."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_INDEXED = 3
_NO_FILTER, _UP = b"\x00", b"\x02"

# Runs are all that the compressor has to see, so a window of 1 KiB is enough;
# setting up the usual 32 KiB would take ten times as long as a small picture.
_WINDOW_BITS, _MEMORY_LEVEL = 10, 2


def indexed_png(
    width: int,
    height: int,
    palette: bytes,
    bands: Sequence[tuple[bytes, int]],
) -> bytes:
    """Return a PNG of four colours, two bits a pixel.

    ``palette`` holds up to four RGB triples; ``bands`` are packed rows from the
    top, each with the number of times that it is repeated.
    """
    header = struct.pack(">IIBBBBB", width, height, 2, _INDEXED, 0, 0, 0)
    return b"".join(
        (
            _SIGNATURE,
            _chunk(b"IHDR", header),
            _chunk(b"PLTE", palette),
            _chunk(b"IDAT", _compressed(_filtered(width, bands))),
            _chunk(b"IEND", b""),
        )
    )


def _filtered(width: int, bands: Sequence[tuple[bytes, int]]) -> bytes:
    """Return the scan lines, where a repeated row is a row of zeros (filter Up)."""
    same = _UP + bytes((width + 3) // 4)
    return b"".join(
        [_NO_FILTER + row + same * (count - 1) for row, count in bands if count]
    )


def _compressed(data: bytes) -> bytes:
    compressor = zlib.compressobj(
        1, zlib.DEFLATED, _WINDOW_BITS, _MEMORY_LEVEL, zlib.Z_RLE
    )
    return compressor.compress(data) + compressor.flush()


def _chunk(kind: bytes, data: bytes) -> bytes:
    checksum = zlib.crc32(data, zlib.crc32(kind))
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)
