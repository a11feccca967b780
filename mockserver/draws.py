"""Draws: every random value derives from (seed, what, who, counter).

Nothing draws from a shared stream, so a value does not depend on how many
other draws came before it, on threads, or on a restart.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Draws:
    """Derives values from a seed (any non-negative integer below 2**64)."""

    seed: int

    def digest(self, *parts: str | int) -> bytes:
        """Return 16 bytes that depend on the seed and on each part."""
        text = "\x1f".join(map(str, parts)).encode("utf-8", "surrogatepass")
        key = self.seed.to_bytes(8, "big")
        return hashlib.blake2b(text, digest_size=16, key=key).digest()

    def integer(self, *parts: str | int) -> int:
        """Return an integer in 0 <= n < 2**128."""
        return int.from_bytes(self.digest(*parts), "big")

    def uuid(self, *parts: str | int) -> str:
        """Return a lower-case UUID of version 4 (RFC 9562, section 5.4)."""
        raw = bytearray(self.digest(*parts))
        raw[6] = raw[6] & 0x0F | 0x40
        raw[8] = raw[8] & 0x3F | 0x80
        text = raw.hex()
        return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
