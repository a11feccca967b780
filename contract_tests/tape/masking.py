"""No API key leaves the process except to the target.

A key is replaced by a mark that tells whose it is, so that a reply that echoes one
can still be seen to do so.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote


class Mask:
    """Replaces every known key in a text by its mark, such as `[key:main]`."""

    def __init__(self, keys: Mapping[str, str]) -> None:
        """Take the keys by whose they are; empty ones are left out."""
        spellings = {
            spelling: f"[key:{name}]"
            for name, key in keys.items()
            if key
            for spelling in (key, quote(key, safe=""))
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


def names_a_key(text: str) -> bool:
    """Tell whether a masked text held a key."""
    return "[key:" in text
