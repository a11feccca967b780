"""What goes wrong when two images are bought at the same time."""

from __future__ import annotations

import anyio

from mockserver.defects.entry import Defect, Family
from mockserver.defects.pieces.around import Go, around
from mockserver.defects.pieces.books import enter_again, hide_deduction, open_books
from mockserver.defects.pieces.conditions import GENERATE
from mockserver.defects.pieces.meeting import MAKING, booked, met
from mockserver.defects.pieces.occasion import Occasion

FAMILY = Family.CONCURRENCY


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


def _image_lost(later: Occasion, earlier: Occasion) -> None:
    open_books(later).books.hide(later.images[0]["id"])


def _charged_again(later: Occasion, earlier: Occasion) -> None:
    enter_again(later)


def _row_of_the_earlier(later: Occasion, earlier: Occasion) -> None:
    hide_deduction(later)
    amount = enter_again(later, reference_id=earlier.images[0]["id"])
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
        await anyio.sleep(MAKING)
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
        booked(_lost_update),
    ),
    FAMILY.subtle(
        "two-at-once-one-deduction-shown",
        "of two images at once both are taken from the balance, one has a deduction",
        "LED-03",
        booked(lambda later, earlier: hide_deduction(later)),
    ),
    FAMILY.subtle(
        "two-at-once-charged-again",
        "of two images at once the later is charged twice, as its lock was retried",
        "LED-03",
        booked(_charged_again),
    ),
    FAMILY.subtle(
        "two-at-once-deductions-of-the-first",
        "both deductions of two images at once refer to the earlier image",
        "LED-03",
        booked(_row_of_the_earlier),
    ),
    FAMILY.subtle(
        "two-at-once-one-stored",
        "of two images at once the later is paid and not stored",
        "GEN-P13",
        booked(_image_lost),
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
