"""Dates of images that are malformed, far off, or unstable."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta, timezone
from email.utils import format_datetime
from typing import Any

from tests.adversary.api import FLASH
from tests.adversary.call import Call
from tests.adversary.deployment import Deployment
from tests.adversary.entries import Apply, Family
from tests.adversary.twists import (
    WhenImage,
    alter,
    always,
    image,
    new,
    nth_bought,
    of,
    old,
    wrap,
)
from tests.adversary.world import Image, timestamp

FAMILY = Family("times")


def shifted(shift: timedelta, when: Callable[[Call], bool] = always) -> Apply:
    """Date new images off."""

    def wrapper(inner: Callable[..., Image], call: Call, *rest: Any) -> Image:
        item = inner(call, *rest)
        if when(call):
            item.created += shift
        return item

    return wrap("make", wrapper)


def written(
    change: Callable[[str], Any], *forms: str, when: WhenImage = always
) -> Apply:
    """Write dates another way."""
    return image(alter("createdAt", change), *forms, when=when)


def _read_time(deployment: Deployment) -> None:
    def edit(call: Call, item: Image, shown: dict[str, Any]) -> None:
        if not item.old:
            shown["createdAt"] = timestamp(deployment.now())

    deployment.image_edits.append(edit)


def _old_later(deployment: Deployment) -> None:
    def edit(call: Call, item: Image, shown: dict[str, Any]) -> None:
        if item.old:
            moved = item.created + timedelta(seconds=call.number)
            shown["createdAt"] = timestamp(moved)

    deployment.image_edits.append(edit)


def _local(deployment: Deployment) -> None:
    zone = timezone(timedelta(hours=5, minutes=30))

    def edit(_: Call, item: Image, shown: dict[str, Any]) -> None:
        moved = item.created.astimezone(zone).replace(tzinfo=None)
        shown["createdAt"] = moved.isoformat(timespec="seconds")

    deployment.image_edits.append(edit)


def _epoch_millis(deployment: Deployment) -> None:
    def edit(_: Call, item: Image, shown: dict[str, Any]) -> None:
        shown["createdAt"] = int(item.created.timestamp() * 1000)

    deployment.image_edits.append(edit)


def _mail(deployment: Deployment) -> None:
    def edit(_: Call, item: Image, shown: dict[str, Any]) -> None:
        shown["createdAt"] = format_datetime(item.created, usegmt=True)

    deployment.image_edits.append(edit)


def _month_13(value: str) -> str:
    return value[:5] + "13" + value[7:]


OFF = (
    FAMILY.plain(
        "created-tomorrow",
        "new images are dated a day ahead",
        shifted(timedelta(days=1)),
    ),
    FAMILY.plain(
        "created-yesterday",
        "new images are dated a day back",
        shifted(timedelta(days=-1)),
    ),
    FAMILY.plain(
        "created-next-year",
        "new images are dated a year ahead",
        shifted(timedelta(days=365)),
    ),
    FAMILY.subtle(
        "created-two-hours-ahead",
        "new images are dated 2 hours ahead: local time with Z",
        shifted(timedelta(hours=2)),
    ),
    FAMILY.subtle(
        "created-hour-back",
        "new images are dated an hour back: local time with Z",
        shifted(timedelta(hours=-1)),
    ),
    FAMILY.subtle(
        "created-third-ahead",
        "the third image is dated a day ahead",
        shifted(timedelta(days=1), lambda c: c.caller.bought == 3),
    ),
    FAMILY.subtle(
        "created-model-back",
        "images of one model are dated a day back",
        shifted(timedelta(days=-1), lambda c: c.payload["modelId"] == FLASH),
    ),
    FAMILY.subtle(
        "created-deep-back",
        "images with thinking deep are dated an hour back",
        shifted(timedelta(hours=-1), lambda c: c.payload["thinkingLevel"] == "deep"),
    ),
    FAMILY.plain(
        "created-1970",
        "every image is dated 1970",
        written(lambda v: "1970-01-01T00:00:00Z", when=new),
    ),
    FAMILY.subtle(
        "created-old-ahead",
        "older images are dated in the year 2099",
        written(lambda v: "2099" + v[4:], when=old),
    ),
    FAMILY.subtle(
        "created-old-one-ahead",
        "one older image is dated in the year 2099",
        written(lambda v: "2099" + v[4:], when=of(number=20, old=True)),
    ),
    FAMILY.subtle(
        "created-month-swapped",
        "day and month are swapped in the list",
        written(lambda v: v[:5] + "01-02" + v[10:], "list", when=new),
    ),
)
WRITTEN = (
    FAMILY.plain(
        "created-no-zone", "dates have no zone", written(lambda v: v.rstrip("Z"))
    ),
    FAMILY.plain(
        "created-blank",
        "dates have a blank for T",
        written(lambda v: v.replace("T", " ")),
    ),
    FAMILY.plain("created-day", "dates are days", written(lambda v: v[:10])),
    FAMILY.plain(
        "created-epoch-text",
        "dates are seconds as text",
        written(lambda v: "1764170000"),
    ),
    FAMILY.plain("created-millis", "dates are milliseconds as numbers", _epoch_millis),
    FAMILY.plain("created-mail", "dates are written as in mails", _mail),
    FAMILY.plain("created-local", "dates are local time without a zone", _local),
    FAMILY.plain("created-month-13", "the month is 13", written(_month_13)),
    FAMILY.plain(
        "created-no-seconds", "dates have no seconds", written(lambda v: v[:16] + "Z")
    ),
    FAMILY.plain(
        "created-short-zone",
        "the zone is written +00",
        written(lambda v: v.replace("Z", "+00")),
    ),
    FAMILY.plain(
        "created-slashes", "dates have slashes", written(lambda v: v.replace("-", "/"))
    ),
    FAMILY.plain(
        "created-compact",
        "dates have no separators",
        written(lambda v: v.replace("-", "").replace(":", "")),
    ),
    FAMILY.subtle(
        "created-zone-name",
        "the zone is written UTC in the list",
        written(lambda v: v.replace("Z", " UTC"), "list"),
    ),
    FAMILY.subtle(
        "created-no-zone-generate",
        "dates have no zone in generateImage",
        written(lambda v: v.rstrip("Z"), "generate"),
    ),
    FAMILY.subtle(
        "created-no-zone-third",
        "the third image's date has no zone",
        written(lambda v: v.rstrip("Z"), when=nth_bought(3)),
    ),
    FAMILY.subtle(
        "created-hour-24",
        "one older date has the hour 25",
        written(lambda v: v[:11] + "25" + v[13:], when=of(number=33, old=True)),
    ),
    FAMILY.subtle(
        "created-february-30",
        "one older date is the 30th of February",
        written(lambda v: v[:5] + "02-30" + v[10:], when=of(number=44, old=True)),
    ),
)
UNSTABLE = (
    FAMILY.plain(
        "created-now", "new images are dated with the time of the read", _read_time
    ),
    FAMILY.subtle("created-old-moves", "older dates move with every read", _old_later),
    FAMILY.subtle(
        "created-get-later",
        "getImage dates new images a second later",
        written(
            lambda v: v[:17] + f"{(int(v[17:19]) + 1) % 60:02}" + v[19:],
            "get",
            when=new,
        ),
    ),
    FAMILY.subtle(
        "created-metadata-local",
        "the metadata form writes local time as Z",
        written(
            lambda v: v[:11] + f"{(int(v[11:13]) + 3) % 24:02}" + v[13:], "metadata"
        ),
    ),
)
DEFECTS = (*OFF, *WRITTEN, *UNSTABLE)
