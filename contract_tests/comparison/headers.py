"""The headers that a client acts on; those of a server's own are left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from contract_tests.comparison.difference import Aspect, Difference, Gravity
from contract_tests.tape.exchange import Reply


def compare_headers(left: Reply, right: Reply) -> Iterator[Difference]:
    """Yield how the headers that matter differ: presence, and what they say."""
    if left.media_type != right.media_type:
        yield Difference(
            Aspect.MEDIA_TYPE, "Content-Type", left.media_type, right.media_type
        )
    else:
        yield from _parameters(left, right)
    for name, meaning in _MEANINGS.items():
        here, there = left.header(name), right.header(name)
        if (here is None) is not (there is None):
            yield Difference(Aspect.HEADER, name, here or "", there or "")
        elif here is not None and there is not None:
            said = meaning(here), meaning(there)
            if said[0] != said[1]:
                yield Difference(Aspect.HEADER, name, *said)


def _parameters(left: Reply, right: Reply) -> Iterator[Difference]:
    here, there = (
        _directives((each.header("content-type") or "").partition(";")[2].lower())
        for each in (left, right)
    )
    if here != there:
        place = "Content-Type parameters"
        yield Difference(Aspect.HEADER, place, here, there, Gravity.NOTE)


def _waiting(value: str) -> str:
    return "seconds" if re.fullmatch(r"\s*\d+\s*", value) else "a date or other text"


def _scheme(value: str) -> str:
    """Return the scheme of a challenge; its realm is each deployment's own."""
    return value.split(" ")[0].strip(",").lower()


def _directives(value: str) -> str:
    parts = (re.sub(r"\s+", "", each).lower() for each in re.split(r"[,;]", value))
    return ", ".join(sorted(each for each in parts if each))


_MEANINGS: dict[str, Callable[[str], str]] = {
    "Retry-After": _waiting,
    "WWW-Authenticate": _scheme,
    "Cache-Control": _directives,
}
