"""Ways to charge wrongly, and to tell so."""

from __future__ import annotations

from collections.abc import Callable

from tests.adversary.call import Call
from tests.adversary.entries import Apply
from tests.adversary.twists import (
    When,
    always,
    wrap,
)
from tests.adversary.world import Image

Charge = Callable[[Call, Image], None]


def remaining(change: Callable[[int, Call], int], when: When = always) -> Apply:
    """Tell another `remaining`."""

    def wrapper(inner: Callable[[Call], int], call: Call) -> int:
        value = inner(call)
        return max(0, change(value, call)) if when(call) else value

    return wrap("remaining", wrapper)
