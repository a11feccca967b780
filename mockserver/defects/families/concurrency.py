"""What goes wrong when two images are bought at the same time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import anyio

from mockserver.defects.around import Go, around, together
from mockserver.defects.books import copy_of, keeping_books, open_books
from mockserver.defects.conditions import GENERATE
from mockserver.defects.entry import Defect, Family, Make
from mockserver.defects.occasion import Occasion
from mockserver.storage.records import Event

FAMILY = Family.CONCURRENCY

_MAKING = 0.05
"""Seconds that an image takes, so that two of an account can meet."""

Pair = Callable[[Occasion, Occasion], object]
"""Changes the later of two requests or replies; given are the later and the earlier."""


def _nothing(later: Occasion, earlier: Occasion) -> None:
    """Change nothing."""


def met(change: Pair = _nothing, *, request: Pair = _nothing) -> Make:
    """Change the later of two purchases that meet: its request, or its reply."""

    async def hook(it: Occasion, go: Go) -> None:
        if it.operation != GENERATE or it.account is None:
            await go()
            return
        running: list[Occasion] = it.memory.setdefault(it.account.number, [])
        earlier = running[-1] if running else None
        running.append(it)
        try:
            if earlier is not None:
                request(it, earlier)
            await anyio.sleep(_MAKING)
            await go()
        finally:
            running.remove(it)
        if earlier is not None and earlier.ok and it.ok:
            change(it, earlier)

    return around(hook)


def _booked(change: Pair) -> Make:
    return together(*keeping_books(met(change)))


def _same_id(later: Occasion, earlier: Occasion) -> None:
    later.images[0]["id"] = earlier.images[0]["id"]


def _same_reply(later: Occasion, earlier: Occasion) -> None:
    later.body = earlier.body


def _other_prompt(later: Occasion, earlier: Occasion) -> None:
    if isinstance(later.sent, dict) and isinstance(earlier.sent, dict):
        later.send({**later.sent, "prompt": earlier.sent.get("prompt")})


def _stale_remaining(later: Occasion, earlier: Occasion) -> None:
    later.body["credits"]["remaining"] += earlier.body["credits"]["charged"]


def _other_charge(later: Occasion, earlier: Occasion) -> None:
    later.body["credits"]["charged"] = earlier.body["credits"]["charged"]


def _other_picture(later: Occasion, earlier: Occasion) -> None:
    later.images[0]["b64_json"] = earlier.images[0]["b64_json"]


def _lost_update(later: Occasion, earlier: Occasion) -> None:
    opened = open_books(later)
    opened.books.give(opened.account_number, later.body["credits"]["charged"])


def _row_lost(later: Occasion, earlier: Occasion) -> None:
    opened = open_books(later)
    opened.books.hide(opened.deduction(later.images[0]["id"]).id)


def _image_lost(later: Occasion, earlier: Occasion) -> None:
    open_books(later).books.hide(later.images[0]["id"])


def _enter(later: Occasion, **changes: Any) -> int:
    """Enter the deduction of the later once more, changed; return its amount."""
    opened = open_books(later)
    row = copy_of(opened.deduction(later.images[0]["id"]))._replace(**changes)
    draws = opened.books.draws(opened.account_number)
    opened.books.record(opened.account_number, Event(draws, None, (row,)))
    return row.amount


def _charged_again(later: Occasion, earlier: Occasion) -> None:
    _enter(later)


def _row_of_the_earlier(later: Occasion, earlier: Occasion) -> None:
    _row_lost(later, earlier)
    amount = _enter(later, reference_id=earlier.images[0]["id"])
    opened = open_books(later)
    opened.books.give(opened.account_number, -amount)


async def _one_at_a_time(it: Occasion, go: Go) -> None:
    if it.operation != GENERATE or it.account is None:
        await go()
        return
    running: set[int] = it.memory.setdefault("running", set())
    if it.account.number in running:
        it.refuse(400, "Another image is being made for this account")
        return
    running.add(it.account.number)
    try:
        await anyio.sleep(_MAKING)
        await go()
    finally:
        running.discard(it.account.number)


DEFECTS: tuple[Defect, ...] = (
    FAMILY.plain(
        "second-image-at-once-refused",
        "a valid request for an image is refused while another one is made",
        "GEN-P01",
        around(_one_at_a_time),
    ),
    FAMILY.plain(
        "two-at-once-share-a-reply",
        "of two requests at once the later is answered with the image of the earlier",
        "CON-1",
        met(_same_reply),
    ),
    FAMILY.subtle(
        "two-at-once-share-an-id",
        "of two images at once the later is told with the id of the earlier",
        "GEN-P08",
        met(_same_id),
    ),
    FAMILY.subtle(
        "two-at-once-stale-remaining",
        "of two images at once each tells a remaining without the other's charge",
        "CON-1",
        met(_stale_remaining),
    ),
    FAMILY.subtle(
        "two-at-once-lost-update",
        "two images at once have two deductions, and the balance falls by one",
        "LED-02",
        _booked(_lost_update),
    ),
    FAMILY.subtle(
        "two-at-once-one-deduction-shown",
        "of two images at once both are taken from the balance, one has a deduction",
        "LED-03",
        _booked(_row_lost),
    ),
    FAMILY.subtle(
        "two-at-once-charged-again",
        "of two images at once the later is charged twice, as its lock was retried",
        "LED-03",
        _booked(_charged_again),
    ),
    FAMILY.subtle(
        "two-at-once-deductions-of-the-first",
        "both deductions of two images at once refer to the earlier image",
        "LED-03",
        _booked(_row_of_the_earlier),
    ),
    FAMILY.subtle(
        "two-at-once-one-stored",
        "of two images at once the later is paid and not stored",
        "GEN-P13",
        _booked(_image_lost),
    ),
    FAMILY.subtle(
        "two-at-once-one-prompt",
        "of two images at once the later is made from the prompt of the earlier",
        "GEN-P02",
        met(request=_other_prompt),
    ),
    FAMILY.subtle(
        "two-at-once-one-charge-told",
        "of two images at once the later is told with the charge of the earlier",
        "GEN-P09",
        met(_other_charge),
    ),
    FAMILY.subtle(
        "two-at-once-one-picture",
        "of two images at once the later comes with the picture of the earlier",
        "GET-07",
        met(_other_picture),
    ),
)
