"""Ways to change ledger rows as they are written or shown."""

from __future__ import annotations

from collections.abc import Callable

from tests.adversary.call import Call
from tests.adversary.deployment import Deployment
from tests.adversary.entries import Apply
from tests.adversary.twists import (
    WhenRow,
    after_generation,
    always,
    wrap,
)
from tests.adversary.world import Row


def entering(change: Callable[[Row], object], when: WhenRow = always) -> Apply:
    """Change the row of each new deduction as it is written."""

    def edit(deployment: Deployment, call: Call) -> None:
        written = call.caller.rows[-1]
        if when(call, written):
            change(written)

    return after_generation(edit)


def rows(change: Callable[[Call, list[Row]], list[Row]]) -> Apply:
    """Show other rows."""

    def wrapper(inner: Callable[[Call], list[Row]], call: Call) -> list[Row]:
        return change(call, list(inner(call)))

    return wrap("visible_rows", wrapper)


def bought(number: int) -> WhenRow:
    return lambda call, _: call.caller.bought == number


def model(name: str) -> WhenRow:
    return lambda call, _: call.image is not None and call.image.model == name


def new_deduction(_: Call, item: Row) -> bool:
    return item.kind == "deduction" and not item.old
