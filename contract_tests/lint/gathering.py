"""One remark in place of many: what is so nearly everywhere is said once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from contract_tests.lint.findings import Remark

_FEW = 10
_MANY = 50
_SHARE = 0.6
"""From this share of the places on it is a habit of the document, not an oversight."""


def gathered(
    remarks: Iterable[Remark], *, places: int, pointer: str
) -> Iterator[Remark]:
    """Yield the remarks, or one for all at `pointer` if most places have them.

    `places` is how many there could be; below ten each is said by itself, and so many
    that nobody would read them are always said as one.
    """
    found = list(remarks)
    is_habit = places >= _FEW and len(found) >= places * _SHARE
    if not found or not (is_habit or len(found) > _MANY):
        yield from found
        return
    first = found[0]
    message = (
        f"{first.message} ({len(found)} of {places} places, first {first.pointer})"
    )
    yield replace(first, pointer=pointer, message=message)
