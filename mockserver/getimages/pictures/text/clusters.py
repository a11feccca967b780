"""Text cut into what is set as one: a letter with its marks, an emoji, a space.

A simplification of the grapheme clusters of UAX #29 that depends on no data
but Python's own. White space becomes one space, line ends one line feed; format
characters that have no place of their own (zero-width spaces, directional
controls, soft hyphens, byte order marks) are dropped.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

# Text beyond this never fits in a caption; an ellipsis stands for the rest.
MOST_CHARACTERS = 2048
# Beyond this, marks stacked on a letter would cover the lines around it.
MOST_IN_CLUSTER = 12

BREAK = "\n"
SPACE = " "
ELLIPSIS = "…"

ZWNJ, ZWJ = "\u200c", "\u200d"
_FIRST_MARK = "\u0300"
_LINE_ENDS = frozenset("\n\r\v\f\x85\u2028\u2029")
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0\u034f\u17b4\u17b5")


def clusters(text: str) -> Iterator[str]:
    """Yield clusters, SPACE and BREAK; lone surrogates and controls by themselves."""
    cluster = ""
    gap = ""
    for character in unicodedata.normalize("NFC", text[:MOST_CHARACTERS]):
        if character in _LINE_ENDS:
            gap = BREAK
        elif character.isspace():
            gap = gap or SPACE
        elif cluster and not gap and _extends(cluster, character):
            if len(cluster) < MOST_IN_CLUSTER:
                cluster += character
        elif not is_ignorable(character):
            if cluster:
                yield cluster
                if gap:
                    yield gap
            cluster, gap = character, ""
    if cluster:
        yield cluster
    if len(text) > MOST_CHARACTERS:
        yield ELLIPSIS


def is_ignorable(character: str) -> bool:
    """Tell whether a character is without ink of its own, whatever the font."""
    if character.isascii():
        return False
    return (
        unicodedata.category(character) == "Cf"
        or is_selector(character)
        or character in _FILLERS
    )


def is_selector(character: str) -> bool:
    """Tell whether a character is a variation selector or a tag."""
    code = ord(character)
    return (
        0xFE00 <= code <= 0xFE0F
        or 0xE0000 <= code <= 0xE0FFF
        or 0x180B <= code <= 0x180F
    )


def is_emoji(cluster: str) -> bool:
    """Tell whether a cluster is meant as an emoji rather than as a sign."""
    first = ord(cluster[0])
    if "\ufe0e" in cluster:
        return False
    if "\ufe0f" in cluster or 0x1F1E6 <= first <= 0x1F1FF:
        return True
    wide = unicodedata.east_asian_width(cluster[0]) == "W"
    return wide and unicodedata.category(cluster[0]) in ("So", "Sk")


def _extends(cluster: str, character: str) -> bool:
    """Tell whether a character belongs to the cluster before it."""
    if character < _FIRST_MARK:
        return False
    if character in (ZWJ, ZWNJ) or is_selector(character):
        return True
    category = unicodedata.category(character)
    if category in ("Mn", "Me", "Mc"):
        return unicodedata.category(cluster[0]) not in ("Cc", "Cs")
    code = ord(character)
    if 0x1F3FB <= code <= 0x1F3FF or (cluster[-1] == ZWJ and code > 0x2000):
        return is_emoji(cluster)
    if 0x1F1E6 <= code <= 0x1F1FF:
        return len(cluster) == 1 and 0x1F1E6 <= ord(cluster) <= 0x1F1FF
    # Korean syllables spelt out: leading consonant, vowel, trailing consonant.
    if 0x1160 <= code <= 0x11FF:
        return 0x1100 <= ord(cluster[0]) <= 0x11FF
    return False
