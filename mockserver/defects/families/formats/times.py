"""Times of images in a form that is no date-time."""

from __future__ import annotations

from datetime import datetime

from mockserver.defects.entry import Defect, Family
from mockserver.defects.pieces.around import after
from mockserver.defects.pieces.conditions import GENERATE, GET, always, both, ok, on
from mockserver.defects.pieces.fields import in_images, older_than_a_day
from mockserver.defects.pieces.pages import Row
from mockserver.defects.pieces.pixels import SHOWS, shown

FAMILY = Family.FORMATS


def _zone_twice(image: Row) -> None:
    image["createdAt"] = image["createdAt"].removesuffix("Z") + "+00:00Z"


def _in_unix_seconds(row: Row) -> None:
    row["createdAt"] = int(datetime.fromisoformat(row["createdAt"]).timestamp())


DEFECTS: tuple[Defect, ...] = (
    FAMILY.plain(
        "read-created-at-with-offset-and-z",
        "createdAt of an image that is read ends in +00:00Z, which is no date-time",
        "GET-R01",
        shown(_zone_twice, ok, GET),
    ),
    FAMILY.plain(
        "new-image-with-zone-twice",
        "createdAt of a new image ends in +00:00Z",
        "GEN-R01",
        shown(_zone_twice, always, GENERATE),
    ),
    FAMILY.subtle(
        "older-times-in-unix-seconds",
        "createdAt of images of more than a day ago is a number",
        "LST-12",
        after(
            both(on(*SHOWS), ok),
            in_images(older_than_a_day, _in_unix_seconds),
        ),
    ),
)
