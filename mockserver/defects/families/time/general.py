"""Times that are not those of what happened."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mockserver.clock import timestamp
from mockserver.defects.entry import Defect, Family
from mockserver.defects.pieces.around import after
from mockserver.defects.pieces.conditions import (
    GET,
    LIST,
    USAGE,
    after_purchases,
    both,
    every,
    later_page,
    metadata_form,
    ok,
    on,
    tenant,
)
from mockserver.defects.pieces.fields import (
    addition,
    any_row,
    dated_by_the_day,
    deduction,
    in_images,
    in_transactions,
    moved,
    new,
)
from mockserver.defects.pieces.occasion import Occasion
from mockserver.defects.pieces.pages import Row

FAMILY = Family.TIME


def _new_and_deep(it: Occasion, image: Row) -> bool:
    return new(it, image) and image["thinkingLevel"] == "deep"


def _every_third(it: Occasion, image: Row) -> bool:
    known = image["id"] in it.ids
    place = it.ids.index(image["id"]) if known else len(it.ids)
    return new(it, image) and place % 3 == 2


def _new_deduction(it: Occasion, row: Row) -> bool:
    return row["referenceId"] in it.ids


def _deduction_of_gpt_image_2(it: Occasion, row: Row) -> bool:
    return _new_deduction(it, row) and "gpt-image-2" in str(row["description"])


def _by(**by: float) -> Callable[[Row], object]:
    return lambda row: moved(row, **by)


def _epoch(row: Row) -> None:
    row["createdAt"] = timestamp(0)


def _indian_zone(row: Row) -> None:
    row["createdAt"] = row["createdAt"].replace("Z", "+05:30")


def _now(it: Occasion) -> None:
    for row in [*it.images, *it.transactions]:
        row["createdAt"] = timestamp(it.parts.clock.now())


def _minutes_bought(it: Occasion) -> None:
    for row in it.transactions:
        if row["referenceId"] not in it.ids:
            moved(row, minutes=it.bought)


def _read_only_images(it: Occasion) -> bool:
    return it.ok and it.operation in (LIST, GET)


def _zone_of_the_worker(it: Occasion) -> None:
    rows: list[dict[str, Any]] = [*it.images, *it.transactions]
    for row in rows:
        moved(row, hours=-5)


_usage = both(on(USAGE), ok)

DEFECTS: tuple[Defect, ...] = (
    FAMILY.plain(
        "new-images-dated-tomorrow",
        "createdAt of a new image is a day after its request",
        "GEN-P07",
        after(ok, in_images(new, _by(days=1))),
    ),
    FAMILY.plain(
        "local-time-told-as-utc",
        "createdAt of every image is two hours ahead, local time that is marked as UTC",
        "GEN-P07",
        after(ok, in_images(any_row, _by(hours=2))),
    ),
    FAMILY.plain(
        "images-dated-with-their-reading",
        "createdAt of an image is the time at which it is read",
        "IMG-01",
        after(_read_only_images, _now),
    ),
    FAMILY.plain(
        "deductions-dated-a-day-early",
        "a deduction is dated a day before the image that it pays for",
        "USE-06",
        after(_usage, in_transactions(deduction, _by(days=-1))),
    ),
    FAMILY.plain(
        "deductions-dated-at-their-settlement",
        "a new deduction is dated thirty days ahead",
        "IMG-02",
        after(_usage, in_transactions(_new_deduction, _by(days=30))),
    ),
    FAMILY.subtle(
        "one-node-ten-minutes-ahead",
        "every third new image is dated ten minutes ahead, as the clock of its node is",
        "GEN-P07",
        after(ok, in_images(_every_third, _by(minutes=10))),
    ),
    FAMILY.subtle(
        "deep-thinking-dated-1970",
        "a new image with thinkingLevel deep is dated 1970",
        "GEN-P07",
        after(ok, in_images(_new_and_deep, _epoch)),
    ),
    FAMILY.subtle(
        "second-account-in-another-zone",
        "images of one account have the time of UTC with the offset of another zone",
        "GEN-P07",
        after(both(ok, tenant("second")), in_images(any_row, _indian_zone)),
    ),
    FAMILY.subtle(
        "metadata-form-an-hour-off",
        "with format=metadata createdAt is an hour later than anywhere else",
        "IMG-01",
        after(both(metadata_form, ok), in_images(any_row, _by(hours=1))),
    ),
    FAMILY.subtle(
        "list-dates-images-by-the-day",
        "in the list createdAt is the midnight before, in getImage the time",
        "IMG-01",
        after(both(on(LIST), ok), in_images(any_row, dated_by_the_day)),
    ),
    FAMILY.subtle(
        "grant-dated-when-it-expires",
        "an addition is dated a year ahead of when it was made",
        "IMG-02",
        after(_usage, in_transactions(addition, _by(days=365))),
    ),
    FAMILY.subtle(
        "deduction-of-gpt-image-2-three-hours-late",
        "the deduction for one model is dated three hours after its image",
        "USE-06",
        after(_usage, in_transactions(_deduction_of_gpt_image_2, _by(hours=3))),
    ),
    FAMILY.subtle(
        "older-transactions-touched-by-purchases",
        "older transactions are dated a minute later with each image that is bought",
        "USE-05",
        after(both(_usage, after_purchases(1)), _minutes_bought),
    ),
    FAMILY.subtle(
        "later-pages-dated-now",
        "transactions that are read from an offset on are dated with their reading",
        "USE-05",
        after(both(_usage, later_page), _now),
    ),
    FAMILY.subtle(
        "one-worker-in-another-zone",
        "each third read of an operation tells every createdAt five hours early",
        "IMG-01",
        after(both(on(LIST, GET, USAGE), ok, every(3)), _zone_of_the_worker),
    ),
)
