"""Arabic letters joined without a shaping engine, by presentation forms.

Pillow's wheels for Windows and macOS often lack FriBiDi, and with it all shaping.
Fonts that have the block Arabic Presentation Forms-B can still show joined letters:
Unicode's decompositions tell which form stands for which letter.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from functools import cache

_LAM = "\u0644"
_TATWEEL = "\u0640"


@cache
def _forms() -> dict[tuple[str, str], str]:
    """Return (letters, "initial" | "medial" | "final" | "isolated") to form."""
    forms = {}
    for code in range(0xFE70, 0xFEFD):
        parts = unicodedata.decomposition(chr(code)).split()
        if parts and parts[0].startswith("<"):
            letters = "".join(chr(int(part, 16)) for part in parts[1:])
            forms[letters, parts[0].strip("<>")] = chr(code)
    return forms


def joined(clusters: Sequence[str], has: Callable[[str], bool]) -> list[str]:
    """Return clusters in logical order with their letters in joined forms.

    ``has`` tells whether the font has a character; letters without a form stay
    as they are. Lam and alef become one cluster.
    """
    result: list[str] = []
    index = 0
    while index < len(clusters):
        before = clusters[index - 1] if index else ""
        cluster, taken = clusters[index], 1
        following = clusters[index + 1] if index + 1 < len(clusters) else ""
        pair = cluster[:1] + following[:1]
        linked = _joins_next(before) and _joins_previous(cluster)
        shape = "final" if linked else "isolated"
        form = _forms().get((pair, shape)) if cluster[0] == _LAM else None
        if form and has(form):
            taken, marks = 2, cluster[1:] + following[1:]
        else:
            onward = _joins_next(cluster) and _joins_previous(following)
            form, marks = (
                _forms().get((cluster[0], _shape(linked, onward))),
                cluster[1:],
            )
        result.append(form + marks if form and has(form) else cluster)
        index += taken
    return result


def _shape(linked: bool, onward: bool) -> str:
    if linked:
        return "medial" if onward else "final"
    return "initial" if onward else "isolated"


def _joins_next(cluster: str) -> bool:
    letter = cluster[:1]
    return letter == _TATWEEL or (letter, "initial") in _forms()


def _joins_previous(cluster: str) -> bool:
    letter = cluster[:1]
    return letter == _TATWEEL or (letter, "final") in _forms()
