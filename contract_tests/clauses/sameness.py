"""Whether two sightings show the same thing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from contract_tests.judgement.clause import (
    Finding,
)
from contract_tests.judgement.evidence import (
    Sighting,
    instant,
)
from contract_tests.judgement.findings import (
    broken,
    held,
)
from contract_tests.tape.exchange import (
    Json,
)


def short(value: Json, other: Json = None) -> str:
    """Return a value, a long text from where it first differs from the other."""
    text = repr(value)
    if len(text) <= 80:
        return text
    start = 0
    if isinstance(value, str) and isinstance(other, str):
        start = max(0, _first_difference(value, other) - 10)
        text = repr(value[start:])
    told = text if len(text) <= 80 else f"{text[:60]} ..."
    return f"{told} (from character {start} of {len(str(value))})"


def _first_difference(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    shorter = min(len(one), len(other))
    return next((place for place, (left, right) in pairs if left != right), shorter)


def unchanged(
    sightings: list[Sighting], noun: str, left_out: tuple[str, ...]
) -> Iterator[Finding]:
    """Judge that all sightings of one thing show the same fields with the same values.

    Fields that the first does not have are left out: a reply may show more than another.
    """
    first = sightings[0]
    for each in sightings[1:]:
        for name, value in first.value.items():
            if name in left_out or name not in each.value:
                continue
            if not same(name, value, each.value[name]):
                yield broken(
                    each.exchange,
                    first.exchange,
                    expected=f"{name} {short(value, each.value[name])}, as before",
                    observed=f"{name} {short(each.value[name], value)} ({noun} {each.id})",
                )
                return
    if len(sightings) > 1:
        yield held(
            *{each.exchange.number: each.exchange for each in sightings}.values()
        )


def same(name: str, one: Json, other: Json) -> bool:
    """Tell whether two values of a field are the same thing in other words, perhaps."""
    if one == other:
        return True
    if (
        name in ("id", "referenceId")
        and isinstance(one, str)
        and isinstance(other, str)
    ):
        return one.lower() == other.lower()
    if name == "style":
        return not one and not other
    if name == "createdAt":
        moments = instant(one), instant(other)
        if None in moments or moments[0] is None or moments[1] is None:
            return False
        digits = min(_digits(one), _digits(other))
        # Replies may be written with other precision, cut off or rounded.
        return abs(moments[0] - moments[1]) < (
            10.0**-digits if _digits(one) != _digits(other) else 1e-6
        )
    return False


def _digits(value: Json) -> int:
    match = re.search(r"\.(\d+)", str(value))
    return len(match.group(1)) if match else 0
