"""Images that are bought at the same time: the later of two, and the earlier."""

from __future__ import annotations

from collections.abc import Callable

import anyio

from mockserver.defects.entry import Make
from mockserver.defects.pieces.around import Change, Go, Hook, around, together
from mockserver.defects.pieces.books import keeping_books
from mockserver.defects.pieces.conditions import GENERATE
from mockserver.defects.pieces.occasion import Occasion

MAKING = 0.05
"""Seconds that an image takes, so that two of an account can meet."""

Pair = Callable[[Occasion, Occasion], object]
"""Changes the later of two requests or replies; given are the later and the earlier."""


def _nothing(later: Occasion, earlier: Occasion) -> None:
    """Change nothing."""


def meeting(
    change: Pair = _nothing,
    *,
    request: Pair = _nothing,
    elsewhere: Change | None = None,
) -> Hook:
    """Change the later of two purchases that meet: its request, or its reply.

    ``elsewhere`` changes the successful replies of the other operations, with the
    memory of the purchases.
    """

    async def hook(it: Occasion, go: Go) -> None:
        if it.operation != GENERATE or it.account is None:
            await go()
            if elsewhere is not None and it.ok and it.account is not None:
                elsewhere(it)
            return
        running: list[Occasion] = it.memory.setdefault(it.account.number, [])
        earlier = running[-1] if running else None
        running.append(it)
        try:
            if earlier is not None:
                request(it, earlier)
            await anyio.sleep(MAKING)
            await go()
        finally:
            running.remove(it)
        if earlier is not None and earlier.ok and it.ok:
            change(it, earlier)

    return hook


def met(
    change: Pair = _nothing,
    *,
    request: Pair = _nothing,
    elsewhere: Change | None = None,
) -> Make:
    """Stand around every answer with :func:`meeting`."""
    return around(meeting(change, request=request, elsewhere=elsewhere))


def booked(change: Pair) -> Make:
    """Change the later reply of two that meet, with books that can be opened."""
    return together(*keeping_books(met(change)))
