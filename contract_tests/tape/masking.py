"""No API key leaves the process except to the target.

A key is replaced by a mark that tells whose it is, so that a reply that echoes one
can still be seen to do so.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping

# A key that is shorter could stand in any text by chance once its end is off.
_SHORTEST = 6
# So short, or a word of letters alone (`test`), a key may stand in any reply by chance:
# marking it there would break fields and values, and call an ordinary word an echo.
_WEAK = re.compile(r"[A-Za-z]{1,15}|.{1,5}")


class Mask:
    """Replaces every known key in a text by its mark, such as `[key:main]`.

    A key that could be an ordinary word is replaced only where credentials stand.
    """

    def __init__(self, keys: Mapping[str, str]) -> None:
        """Take the keys by whose they are; empty ones are left out."""
        self._whole = {key: _mark(name) for name, key in keys.items() if key}
        whole: list[tuple[int, str, str]] = []
        parts: list[tuple[int, str, str]] = []
        for name, key in keys.items():
            if not key:
                continue
            weak = bool(_WEAK.fullmatch(key))
            whole.append((len(key), _where(key, weak=weak), _mark(name)))
            if not weak:
                for coded in _codings(key):
                    whole.append((len(coded), re.escape(coded), _mark(name)))
            if len(key) >= _SHORTEST:
                mark = _mark(f"{name} without its end")
                parts.append((len(key), _most_of(key, weak=weak), mark))
        # The longest first, as one key may begin another; whole ones before parts.
        found = [*sorted(whole, reverse=True), *sorted(parts, reverse=True)]
        self._marks = [mark for _, _, mark in found]
        self._pattern = re.compile("|".join(f"({where})" for _, where, _ in found))

    def text(self, text: str) -> str:
        """Return a text without keys."""
        if not self._marks:
            return text
        return self._pattern.sub(self._replacement, text)

    def name(self, name: str) -> str:
        """Return the name of a header field, of which the case may be lost."""
        for key, mark in self._whole.items():
            if not _WEAK.fullmatch(key):
                name = mark.join(re.split(re.escape(key), name, flags=re.IGNORECASE))
        return name

    def credentials(self, text: str) -> str:
        """Return the value of a field that a request carries, without keys."""
        return self._whole.get(text) or self.text(text)

    def value(self, value: object) -> object:
        """Return a JSON value without keys."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self.value(item) for item in value]
        if isinstance(value, dict):
            return {self.text(key): self.value(item) for key, item in value.items()}
        return value

    def _replacement(self, found: re.Match[str]) -> str:
        assert found.lastindex is not None
        return self._marks[found.lastindex - 1]


def _mark(name: str) -> str:
    return f"[key:{name}]"


def _where(key: str, *, weak: bool) -> str:
    """Return a pattern for a key, however its characters are escaped."""
    return _placed("".join(map(_spellings, key)), weak=weak)


def _most_of(key: str, *, weak: bool) -> str:
    """Return a pattern for a key without its end.

    What is tried as a wrong key must not tell the right one, nor may an echo of most of
    it: up to a quarter may lack.
    """
    spellings = list(map(_spellings, key[:-1]))
    least = len(key) - (1 if weak else max(1, len(key) // 4))
    tail = ""
    for spelling in reversed(spellings[least:]):
        tail = f"(?:{spelling}{tail})?"
    return _placed("".join(spellings[:least]) + tail, weak=weak)


def _placed(pattern: str, *, weak: bool) -> str:
    """Return a pattern that finds a weak key only where credentials stand."""
    return rf"(?:(?<=Bearer )|(?<==)){pattern}(?!\w)" if weak else pattern


def _spellings(character: str) -> str:
    """Return a pattern: as it is, percent-encoded, or escaped as in JSON."""
    code = f"(?i:{ord(character):02x})"
    plain = f"(?i:{re.escape(character)})"
    escaped = plain if character.isalnum() else rf"\\?{plain}"
    return rf"(?:{escaped}|%(?:25)?{code}|\\u00{code})"


def _codings(key: str) -> list[str]:
    """Return what a key looks like in base64, by itself and in Basic credentials, and hex."""
    content = key.encode()
    plain = base64.b64encode(content).decode().rstrip("=")
    basic = base64.b64encode(content + b":").decode().rstrip("=")
    safe = base64.urlsafe_b64encode(content).decode().rstrip("=")
    return [*dict.fromkeys((plain, basic, safe)), content.hex()]


def names_a_key(text: str) -> bool:
    """Tell whether a masked text held a key."""
    return "[key:" in text
