"""Images that are stored otherwise, twice, or not for long."""

from __future__ import annotations

from mockserver.defects.around import after, together
from mockserver.defects.books import keeping_books, once_bought, open_books
from mockserver.defects.conditions import GENERATE, GET, LIST, always, both, ok, on
from mockserver.defects.entry import Defect, Family
from mockserver.defects.fields import bought, in_images
from mockserver.defects.occasion import Occasion
from mockserver.defects.pages import Row
from mockserver.defects.traces import leave_image

FAMILY = Family.PERSISTENCE


def _quotes_doubled(image: Row) -> None:
    image["prompt"] = image["prompt"].replace("'", "''")


def _one_a_second(it: Occasion) -> None:
    opened = open_books(it)
    for earlier in opened.newest(2)[1:]:
        if earlier.created_at // 1000 == opened.newest(1)[0].created_at // 1000:
            opened.books.hide(earlier.id)


def _rolled_back(it: Occasion) -> None:
    if it.ok:
        it.memory[it.tenant] = it.images[0]["id"]
    elif it.account is not None and it.tenant in it.memory:
        open_books(it).books.hide(it.memory.pop(it.tenant))


DEFECTS: tuple[Defect, ...] = (
    FAMILY.plain(
        "new-image-stored-twice",
        "a new image is stored again under another id, and charged once",
        "GEN-P15",
        once_bought(always, leave_image),
    ),
    FAMILY.plain(
        "ratio-not-stored",
        "the ratio that a new image tells is 1:1 when the image is read",
        "IMG-01",
        after(
            both(on(LIST, GET), ok),
            in_images(bought, lambda image: image.update(aspectRatio="1:1")),
        ),
    ),
    FAMILY.subtle(
        "images-of-the-same-second-overwritten",
        "an image is gone when another one was bought in the second in which it was made",
        "GEN-P13",
        together(*keeping_books(once_bought(always, _one_a_second))),
    ),
    FAMILY.subtle(
        "refusal-rolls-back-the-image-before",
        "a new image is gone when the account's next request for one is refused",
        "GEN-P13",
        together(*keeping_books(after(on(GENERATE), _rolled_back))),
    ),
    FAMILY.subtle(
        "quotes-doubled-when-stored",
        "each apostrophe in the prompt of a new image is two when the image is read",
        "IMG-01",
        after(both(on(LIST, GET), ok), in_images(bought, _quotes_doubled)),
    ),
)
