"""Alterations of lists: other rows than those that a page should have."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mockserver.defects.entry import Make
from mockserver.defects.pieces.around import When, after
from mockserver.defects.pieces.conditions import LIST, LISTS, always, both, ok, on
from mockserver.defects.pieces.occasion import Occasion
from mockserver.getimages.behaviours import image_body, transaction_body

Row = dict[str, Any]
Cut = Callable[[Occasion, int, int], list[Row]]
"""Makes the rows of a page, of the occasion, its limit and its offset."""


def between(it: Occasion, start: int, stop: int) -> list[Row]:
    """Return the rows of the whole list from ``start`` to before ``stop``.

    ``it`` is a successful reply with a page; places beyond the list are left out.
    """
    total = it.body["total"]
    start, stop = max(0, start), min(total, stop)
    if it.account is None or start >= stop:
        return []
    number, storage = it.account.number, it.parts.storage
    span = {"limit": stop - start, "offset": start}
    if it.operation == LIST:
        return [image_body(row) for row in storage.images(number, **span)[1]]
    return [transaction_body(row) for row in storage.transactions(number, **span)[1]]


def rows(it: Occasion) -> list[Row]:
    """Return the rows of a successful reply with a page; changes are sent."""
    return it.images or it.transactions


def put(it: Occasion, found: list[Row]) -> None:
    """Replace the rows of a successful reply with a page."""
    it.body["images" if it.operation == LIST else "transactions"] = found


def cut(change: Cut, when: When = always, *lists: str) -> Make:
    """Fill pages of these lists (of both) in another way; limit and offset are told as asked."""

    def recut(it: Occasion) -> None:
        put(it, change(it, it.body["limit"], it.body["offset"]))

    return after(both(on(*(lists or LISTS)), ok, when), recut)


def framed(change: Callable[[Occasion], object], when: When = always) -> Make:
    """Change what stands around the rows: total, limit, offset."""
    return after(both(on(*LISTS), ok, when), change)


def unseen(hidden: Callable[[Occasion, Row], bool], *lists: str) -> Make:
    """Leave rows out of these lists (of both) altogether, and do not count them."""

    def leave_out(it: Occasion) -> None:
        limit, offset = it.body["limit"], it.body["offset"]
        every = between(it, 0, it.body["total"])
        found = [row for row in every if not hidden(it, row)]
        it.body["total"] = len(found)
        put(it, found[offset : offset + limit])

    return after(both(on(*(lists or LISTS)), ok), leave_out)


def without(hidden: Callable[[Row], bool], *lists: str) -> Make:
    """Leave rows out as :func:`unseen` does, whoever asks."""
    return unseen(lambda it, row: hidden(row), *lists)
