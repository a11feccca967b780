"""One remark in place of many: what is so nearly everywhere is said once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from contract_tests.lint.findings import Remark

_FEW = 10
_SHARE = 0.6
"""From this share of the places on it is a habit of the document, not an oversight."""


def gathered(
    remarks: Iterable[Remark], *, places: int, pointer: str
) -> Iterator[Remark]:
    """Yield the remarks, or one for all at `pointer` if most places have them.

    `places` is how many there could be; below ten each is said by itself.
    """
    found = list(remarks)
    if places < _FEW or len(found) < places * _SHARE:
        yield from found
        return
    first = found[0]
    message = (
        f"{first.message} ({len(found)} of {places} places, first {first.pointer})"
    )
    yield replace(first, pointer=pointer, message=message)
