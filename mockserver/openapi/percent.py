"""Percent-encoding (RFC 3986, section 2.1), decoded strictly."""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes

_MALFORMED = re.compile(r"%(?![0-9A-Fa-f]{2})")


class EncodingProblem(ValueError):
    """A text with malformed percent-encoding, or whose bytes are not UTF-8."""


def decode_percent(text: str, *, plus_is_space: bool = False) -> str:
    """Return a text decoded; characters up to U+00FF stand for bytes.

    Raises :class:`EncodingProblem`.
    """
    if plus_is_space and "+" in text:
        text = text.replace("+", " ")
    if text.isascii() and "%" not in text:
        return text
    if _MALFORMED.search(text):
        raise EncodingProblem("has a % that is not followed by two hexadecimal digits")
    try:
        raw = text.encode("latin-1")
    except UnicodeEncodeError:
        raw = text.encode("utf-8", "surrogatepass")
    try:
        return unquote_to_bytes(raw).decode("utf-8")
    except UnicodeDecodeError as error:
        raise EncodingProblem("is not UTF-8 when percent-decoded") from error
