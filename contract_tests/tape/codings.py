"""Content codings of replies: the two that are asked for, undone.

Source: RFC 9110, section 8.4.
"""

from __future__ import annotations

import zlib

ASKED = "gzip, deflate"
"""The value of Accept-Encoding that requests carry."""
# What zlib is told: gzip's header, that of zlib, or none, as some servers send it.
_WINDOWS = {"gzip": (31,), "x-gzip": (31,), "deflate": (15, -15)}


def decode(
    content: bytes, coding: str | None, *, largest: int
) -> tuple[bytes, str | None]:
    """Return the bytes without their coding, and what is wrong with it, if anything.

    Bytes that are not in the coding that is told, or would be more than `largest`, are
    returned as they came.
    """
    for name in reversed([part.strip().lower() for part in (coding or "").split(",")]):
        if name in ("", "identity"):
            continue
        if name not in _WINDOWS:
            return content, f"Content-Encoding {name!r}, which was not asked for"
        plain = _inflated(content, _WINDOWS[name], largest)
        if plain is None:
            return content, f"Content-Encoding is {name}, but the body is not {name}"
        content = plain
    return content, None


def _inflated(content: bytes, windows: tuple[int, ...], largest: int) -> bytes | None:
    if not content:
        return b""
    for window in windows:
        parts, size, rest = [], 0, content
        while rest:
            machine = zlib.decompressobj(window)
            try:
                part = machine.decompress(rest, largest - size + 1)
            except zlib.error:
                break
            size += len(part)
            if not machine.eof or size > largest:
                break
            parts.append(part)
            # A gzip file may have several members (RFC 1952, section 2.2).
            rest = machine.unused_data
        else:
            return b"".join(parts)
    return None
