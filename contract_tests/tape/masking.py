"""No API key leaves the process except to the target.

A key is replaced by a mark that tells whose it is, so that a reply that echoes one
can still be seen to do so.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from urllib.parse import quote

# A key that is shorter could stand in any text by chance once its end is off.
_SHORTEST = 6


class Mask:
    """Replaces every known key in a text by its mark, such as `[key:main]`."""

    def __init__(self, keys: Mapping[str, str]) -> None:
        """Take the keys by whose they are; empty ones are left out."""
        spellings = {
            spelling: f"[key:{name}]"
            for name, key in keys.items()
            if key
            for spelling in _spellings(key)
        }
        # What is tried as a wrong key must not tell the right one.
        spellings |= {
            key[:-1]: f"[key:{name} without its end]"
            for name, key in keys.items()
            if len(key) >= _SHORTEST
        }
        # The longest first: one key may begin another.
        self._marks = sorted(spellings.items(), key=lambda each: -len(each[0]))

    def text(self, text: str) -> str:
        """Return a text without keys."""
        for key, mark in self._marks:
            if key in text:
                text = text.replace(key, mark)
        return text

    def value(self, value: object) -> object:
        """Return a JSON value without keys."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self.value(item) for item in value]
        if isinstance(value, dict):
            return {self.text(key): self.value(item) for key, item in value.items()}
        return value


def _spellings(key: str) -> list[str]:
    """Return a key as it is, percent-encoded, and as the user of Basic credentials."""
    basic = base64.b64encode(f"{key}:".encode()).decode()
    return [key, quote(key, safe=""), basic]


def names_a_key(text: str) -> bool:
    """Tell whether a masked text held a key."""
    return "[key:" in text
