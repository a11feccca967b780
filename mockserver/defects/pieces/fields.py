"""Images and transactions as they are shown: which ones, and what becomes of them."""

from __future__ import annotations

import html
from collections.abc import Callable
from datetime import datetime, timedelta

from mockserver.clock import timestamp
from mockserver.defects.pieces.around import Change
from mockserver.defects.pieces.conditions import GENERATE
from mockserver.defects.pieces.occasion import Occasion
from mockserver.defects.pieces.pages import Row
from mockserver.storage.records import Image

WhichRow = Callable[[Occasion, Row], bool]

_DAY = 24 * 60 * 60 * 1000


def any_row(it: Occasion, row: Row) -> bool:
    """Hold for every image or transaction."""
    return True


def bought(it: Occasion, image: Row) -> bool:
    """Hold for images that the caller bought before this request."""
    return image["id"] in it.ids


def new(it: Occasion, image: Row) -> bool:
    """Hold for images that the caller bought, also by this request."""
    return it.operation == GENERATE or bought(it, image)


def older_than_a_day(it: Occasion, row: Row) -> bool:
    """Hold for what was made more than a day ago."""
    made = datetime.fromisoformat(row["createdAt"]).timestamp() * 1000
    return made < it.parts.clock.now() - _DAY


def shows_older_than_a_day(it: Occasion) -> bool:
    """Hold for replies whose first image was made more than a day ago."""
    return bool(it.images) and older_than_a_day(it, it.images[0])


def deduction(it: Occasion, row: Row) -> bool:
    """Hold for transactions that are deductions."""
    return bool(row["type"] == "deduction")


def addition(it: Occasion, row: Row) -> bool:
    """Hold for transactions that are additions."""
    return bool(row["type"] == "addition")


def referred_image(it: Occasion, row: Row) -> Image | None:
    """Return the caller's image that a transaction refers to; None without one."""
    if it.account is None or not isinstance(row["referenceId"], str):
        return None
    return it.parts.storage.image(it.account.number, row["referenceId"])


def in_images(which: WhichRow, change: Callable[[Row], object]) -> Change:
    """Change the images of a reply of which this holds."""
    return lambda it: [change(row) for row in it.images if which(it, row)]


def in_transactions(which: WhichRow, change: Callable[[Row], object]) -> Change:
    """Change the transactions of a reply of which this holds."""
    return lambda it: [change(row) for row in it.transactions if which(it, row)]


def nulls_left_out(row: Row) -> None:
    """Leave out the fields that are null."""
    for name in [name for name, value in row.items() if value is None]:
        del row[name]


def escaped(image: Row) -> None:
    """Write the markup, ampersands and quotes of the prompt as HTML entities."""
    image["prompt"] = html.escape(image["prompt"])


def moved(row: Row, **by: float) -> None:
    """Move createdAt by so many days, hours, ... ."""
    time = datetime.fromisoformat(row["createdAt"]) + timedelta(**by)
    row["createdAt"] = timestamp(round(time.timestamp() * 1000))


def dated_by_the_day(row: Row) -> None:
    """Move createdAt to the midnight before."""
    row["createdAt"] = row["createdAt"][:10] + "T00:00:00.000Z"
