"""Encoded content: bytes of a media type, in base64 and the like (RFC 4648)."""

from __future__ import annotations

import base64
import json
import struct
import zlib
from collections.abc import Callable

from mockserver.openapi.generation.draw import Draw
from mockserver.openapi.generation.words import sentence, slug

_OCTETS = 24  # without a media type: encodes to 32 characters without padding


def encoded(encoding: str, media_type: str, draw: Draw) -> str:
    """Return content of a media type in an encoding; plain if that is not known."""
    essence = media_type.partition(";")[0].strip().lower()
    write = _CONTENTS.get(essence)
    if write is None:
        write = _text if essence.startswith("text/") else _octets
    encode = _ENCODINGS.get(encoding.lower())
    if encode is None:
        return write(draw).decode("latin-1") if write is not _octets else slug(draw)
    return encode(write(draw))


def is_encoding(name: str) -> bool:
    """Tell whether a ``contentEncoding`` is one that this module writes."""
    return name.lower() in _ENCODINGS


def png(draw: Draw) -> bytes:
    """Return a PNG picture of one coloured pixel (ISO/IEC 15948)."""
    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixel = zlib.compress(b"\x00" + draw.octets(3))
    chunks = ((b"IHDR", header), (b"IDAT", pixel), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*chunk) for chunk in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    checksum = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)


def _octets(draw: Draw) -> bytes:
    return draw.octets(_OCTETS)


def _text(draw: Draw) -> bytes:
    return sentence(draw).encode("ascii")


def _json(draw: Draw) -> bytes:
    return json.dumps({"name": slug(draw)}).encode("ascii")


_CONTENTS: dict[str, Callable[[Draw], bytes]] = {
    "application/json": _json,
    "image/png": png,
}

_ENCODINGS: dict[str, Callable[[bytes], str]] = {
    "base16": lambda data: data.hex().upper(),
    "base32": lambda data: base64.b32encode(data).decode("ascii"),
    "base64": lambda data: base64.b64encode(data).decode("ascii"),
    "base64url": lambda data: base64.urlsafe_b64encode(data).decode("ascii"),
    "7bit": lambda data: data.decode("ascii", "replace"),
}
