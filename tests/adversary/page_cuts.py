"""Ways to cut pages, and to frame them, wrongly."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from tests.adversary.call import Call
from tests.adversary.entries import Apply
from tests.adversary.twists import (
    Change,
    When,
    always,
    body,
    wrap,
)

Items = list[Any]
Cut = Callable[[Items, int, int], Items]
Make = Callable[[str], Apply]


def cut(change: Cut, when: When = always) -> Make:
    """Cut pages another way: of (items, limit, offset)."""

    def make(operation: str) -> Apply:
        def wrapper(
            inner: Callable[..., Items],
            call: Call,
            items: Items,
            limit: int,
            offset: int,
        ) -> Items:
            if call.operation == operation and when(call):
                return change(items, limit, offset)
            return inner(call, items, limit, offset)

        return wrap("page", wrapper)

    return make


def total(change: Callable[[int, Call], int], when: When = always) -> Make:
    """Tell another total."""

    def make(operation: str) -> Apply:
        def wrapper(inner: Callable[..., int], call: Call, items: Items) -> int:
            value = inner(call, items)
            chosen = call.operation == operation and when(call)
            return change(value, call) if chosen else value

        return wrap("total", wrapper)

    return make


def echo(change: Change, when: When = always) -> Make:
    """Change the frame around a page."""
    return lambda operation: body(change, operation, when=when)


def name(shown: dict[str, Any]) -> str:
    return "images" if "images" in shown else "transactions"


def shuffled(items: Items, limit: int, offset: int) -> Items:
    copy = list(items)
    random.shuffle(copy)
    return copy[offset : offset + limit]


def by_limit(items: Items, limit: int, offset: int) -> Items:
    copy = list(items)
    random.Random(limit).shuffle(copy)
    return copy[offset : offset + limit]


def page_reversed(items: Items, limit: int, offset: int) -> Items:
    return items[offset : offset + limit][::-1]


def last_page(items: Items, limit: int, offset: int) -> Items:
    if offset + limit >= len(items):
        return items[-limit:]
    return items[offset : offset + limit]


def last_short(items: Items, limit: int, offset: int) -> Items:
    page = items[offset : offset + limit]
    return page[:-1] if offset and offset + limit >= len(items) else page


def rounded(items: Items, limit: int, offset: int) -> Items:
    start = offset // limit * limit
    return items[start : start + limit]


def repeat(items: Items, limit: int, offset: int) -> Items:
    start = offset - 1 if offset else 0
    return items[start : start + limit]


def gap(items: Items, limit: int, offset: int) -> Items:
    start = offset + 1 if offset else 0
    return items[start : start + limit]


def tail(items: Items, limit: int, offset: int) -> Items:
    page = items[offset : offset + limit]
    return page or items[-limit:]


def remaining(value: int, call: Call) -> int:
    return max(0, value - call.whole("offset", 0))


def shown(value: int, call: Call) -> int:
    return min(value, call.whole("limit", 20))
