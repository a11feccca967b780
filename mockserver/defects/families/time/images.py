"""Images that are dated wrongly."""

from __future__ import annotations

from datetime import datetime

from mockserver.clock import timestamp
from mockserver.defects.entry import Defect, Family
from mockserver.defects.pieces.around import after
from mockserver.defects.pieces.conditions import (
    GENERATE,
    GET,
    LIST,
    always,
    both,
    bytes_form,
    ok,
    on,
)
from mockserver.defects.pieces.fields import (
    any_row,
    in_images,
    moved,
    new,
    older_than_a_day,
)
from mockserver.defects.pieces.occasion import Occasion
from mockserver.defects.pieces.pages import Row
from mockserver.defects.pieces.pixels import shown

FAMILY = Family.TIME


def _minutes_by_the_month(image: Row) -> None:
    told = image["createdAt"]
    image["createdAt"] = told[:14] + told[5:7] + told[16:]


def _at_the_start(it: Occasion) -> None:
    start = it.memory.setdefault("start", it.parts.clock.now() - 3 * 60 * 60 * 1000)
    for image in it.images:
        if new(it, image):
            image["createdAt"] = timestamp(start)


def _touched(it: Occasion) -> None:
    for image in it.images:
        if image["id"] in it.memory:
            image["createdAt"] = it.memory[image["id"]]
    if bytes_form(it):
        it.memory[it.path_id] = timestamp(it.parts.clock.now())


def _of_the_coast(image: Row) -> None:
    if image["providerId"] == "openai":
        moved(image, hours=-8)


def _zero_time(it: Occasion) -> None:
    if it.operation == GENERATE and it.account is not None:
        if not it.ok:
            it.memory["refused", it.key] = True
        elif it.memory.pop(("refused", it.key), False):
            it.memory[it.images[0]["id"]] = "0001-01-01T00:00:00Z"
    for image in it.images:
        image["createdAt"] = it.memory.get(image["id"], image["createdAt"])


def _clock_of_the_provider(image: Row) -> None:
    moved(image, seconds=-2)


_HOUR = 60 * 60 * 1000


def _month_from_0(image: Row) -> None:
    told = image["createdAt"]
    image["createdAt"] = f"{told[:5]}{int(told[5:7]) - 1:02d}{told[7:]}"


def _at_the_migration(it: Occasion) -> None:
    time = it.memory.setdefault("migrated", it.parts.clock.now() - _HOUR)
    for image in it.images:
        if image["id"] not in it.ids:
            image["createdAt"] = timestamp(time)


def _on_a_clock_of_twelve(image: Row) -> None:
    text = image["createdAt"]
    image["createdAt"] = f"{text[:11]}{int(text[11:13]) % 12 or 12:02d}{text[13:]}"


_DAY = 24 * 60 * 60


def _no_seconds(row: Row) -> None:
    row["createdAt"] = row["createdAt"][:16] + "Z"


def _in_words(it: Occasion) -> None:
    now = it.parts.clock.now() / 1000
    for image in it.images:
        if older_than_a_day(it, image):
            made = datetime.fromisoformat(image["createdAt"]).timestamp()
            image["createdAt"] = f"{int((now - made) / _DAY)} days ago"


def _dated_like_the_one_before(it: Occasion) -> None:
    if it.operation == GENERATE and it.account is not None:
        newest = it.parts.storage.images(it.account.number, limit=2, offset=0)[1]
        it.memory[it.images[0]["id"]] = timestamp(newest[-1].created_at)
    for image in it.images:
        image["createdAt"] = it.memory.get(image["id"], image["createdAt"])


DEFECTS: tuple[Defect, ...] = (
    FAMILY.plain(
        "minutes-are-the-month",
        "createdAt of an image has the month in the place of its minutes",
        "GEN-P07",
        shown(_minutes_by_the_month),
    ),
    FAMILY.plain(
        "new-images-dated-with-the-start",
        "createdAt of every new image is when the service was started, hours before",
        "GEN-P07",
        after(both(on(GENERATE, LIST, GET), ok), _at_the_start),
    ),
    FAMILY.subtle(
        "images-touched-by-a-download",
        "once an image was read with its bytes, its createdAt is the time of that reading",
        "IMG-01",
        after(both(on(LIST, GET), ok), _touched),
    ),
    FAMILY.subtle(
        "openai-images-dated-eight-hours-early",
        "createdAt of images of one provider is eight hours early",
        "GEN-P07",
        shown(_of_the_coast),
    ),
    FAMILY.subtle(
        "image-after-a-refusal-dated-in-year-1",
        "the image that follows a refused request is dated in the year 1",
        "GEN-P07",
        after(always, _zero_time),
    ),
    FAMILY.subtle(
        "reply-dated-by-the-provider",
        "a new image is told with a createdAt that is two seconds before what reads tell",
        "IMG-01",
        shown(_clock_of_the_provider, always, GENERATE),
    ),
    FAMILY.plain(
        "months-counted-from-0",
        "createdAt of an image has the number of the month less one",
        "GEN-P07",
        shown(_month_from_0),
    ),
    FAMILY.plain(
        "older-images-dated-with-their-migration",
        "all older images are dated with one time, long after their deductions",
        "USE-03",
        after(both(on(LIST, GET), ok), _at_the_migration),
    ),
    FAMILY.subtle(
        "list-on-a-clock-of-twelve-hours",
        "in the list the afternoon's images are dated twelve hours early",
        "IMG-01",
        shown(_on_a_clock_of_twelve, always, LIST),
    ),
    FAMILY.plain(
        "listed-times-without-seconds",
        "createdAt of listed images ends with its minutes",
        "LST-12",
        after(both(on(LIST), ok), in_images(any_row, _no_seconds)),
    ),
    FAMILY.subtle(
        "older-times-in-words",
        "in the list createdAt of images of more than a day ago is such as 3 days ago",
        "LST-12",
        after(both(on(LIST), ok), _in_words),
    ),
    FAMILY.subtle(
        "images-dated-like-the-one-before",
        "createdAt of a new image is that of the image before it",
        "GEN-P07",
        after(both(on(GENERATE, LIST, GET), ok), _dated_like_the_one_before),
    ),
)
