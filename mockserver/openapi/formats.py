"""Formats that are asserted beyond those that the validator knows itself.

``byte`` (OpenAPI 3.0) and ``contentEncoding: base64`` are strict base64 (RFC
4648, section 4), ``base64url`` is section 5 with or without padding. The widths
of numbers (``int32`` and so on) become bounds, since validators assert formats
of strings only.
"""

from __future__ import annotations

from collections.abc import Callable

_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_STANDARD = _ALPHABET + b"+/"
_URL_SAFE = _ALPHABET + b"-_"

FORMAT_OF_ENCODING = {"base64": "byte", "base64url": "base64url"}
"""The format that asserts a ``contentEncoding``."""

_SINGLE = 3.4028234663852886e38

BOUNDS: dict[str, tuple[int | float, int | float]] = {
    "int8": (-(2**7), 2**7 - 1),
    "int16": (-(2**15), 2**15 - 1),
    "int32": (-(2**31), 2**31 - 1),
    "int64": (-(2**63), 2**63 - 1),
    "uint8": (0, 2**8 - 1),
    "uint16": (0, 2**16 - 1),
    "uint32": (0, 2**32 - 1),
    "uint64": (0, 2**64 - 1),
    "float": (-_SINGLE, _SINGLE),
}
"""Least and greatest value by format (OpenAPI format registry).

``double`` is not here: a number beyond it cannot be read at all.
"""


def is_base64(text: str) -> bool:
    """Tell whether a text is base64 with its padding and nothing else."""
    return len(text) % 4 == 0 and _is_encoded(text, _STANDARD)


def is_base64url(text: str) -> bool:
    """Tell whether a text is base64url; padding may be left out."""
    if text.endswith("=") and len(text) % 4 != 0:
        return False
    return len(text.rstrip("=")) % 4 != 1 and _is_encoded(text, _URL_SAFE)


def _is_encoded(text: str, alphabet: bytes) -> bool:
    # Removing the alphabet is several times as fast as decoding or a pattern.
    body = text.rstrip("=")
    if len(text) - len(body) > 2 or not body.isascii():
        return False
    return not body.encode("ascii").translate(None, alphabet)


STRING_FORMATS: dict[str, Callable[[str], bool]] = {
    "base64url": is_base64url,
    "byte": is_base64,
}
"""The checks that are handed to the validator."""
