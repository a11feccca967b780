"""Text that is safe to show: what cannot be seen is written as an escape.

A reply may hold anything: escape sequences of terminals, marks that turn the
direction of writing, halves of surrogate pairs. None of it may reach a reader raw.
"""

from __future__ import annotations

import re

_SURROGATE = re.compile("[\ud800-\udfff]")
# Joiners hold emoji and several scripts together; line ends and tabs are layout.
_KEPT = frozenset("\n\t\u200c\u200d")


def printable(text: str) -> str:
    r"""Return a text with escapes (`\x1b`, `\u202e`) for what cannot be seen.

    Line feeds and tabs stay.
    """
    if text.isprintable():
        return text
    return "".join(
        each if each.isprintable() or each in _KEPT else _escape(each) for each in text
    )


def one_line(text: str) -> str:
    r"""Return a printable text in one line, line feeds and tabs as `\n` and `\t`."""
    return printable(text).replace("\n", "\\n").replace("\t", "\\t")


def well_formed(text: str) -> str:
    r"""Return a text that UTF-8 can hold: lone surrogates as the escape `\ud800`."""
    return _SURROGATE.sub(lambda found: _escape(found.group()), text)


def shortened(text: str, most: int) -> str:
    """Return a text of at most `most` characters before a note of what was cut."""
    if len(text) <= most:
        return text
    return f"{text[:most]}… ({len(text)} characters)"


def encodable(text: str, encoding: str) -> str:
    """Return a text that an encoding can write, escapes for the rest of it."""
    return text.encode(encoding, "backslashreplace").decode(encoding)


def _escape(character: str) -> str:
    if character == "\r":
        return "\\r"
    number = ord(character)
    if number < 0x100:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"
