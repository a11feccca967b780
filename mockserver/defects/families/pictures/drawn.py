"""Pictures of another image, or not as they should be drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mockserver.defects.entry import Defect, Family
from mockserver.defects.pieces.conditions import GENERATE, GET, always
from mockserver.defects.pieces.fields import shows_older_than_a_day
from mockserver.defects.pieces.occasion import Occasion
from mockserver.defects.pieces.pixels import bytewise, half, redrawn, square, written

if TYPE_CHECKING:
    from PIL import Image as Pictures

FAMILY = Family.PICTURES

Image = dict[str, Any]

_DRAWN_BY_OPENAI = ("1:1", "3:2", "2:3")

_EXPIRED = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n'
    b"<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>"
)


def _grey(picture: Pictures.Image) -> Pictures.Image:
    from PIL import Image

    return Image.new("RGB", picture.size, (128, 128, 128))


def _buffer_of_the_last(it: Occasion, text: str) -> str:
    last: str = it.memory.get(it.tenant, text)
    it.memory[it.tenant] = text
    return last


def _beyond_openai(it: Occasion) -> bool:
    image = it.images[0]
    return (
        image["providerId"] == "openai" and image["aspectRatio"] not in _DRAWN_BY_OPENAI
    )


def _deep(it: Occasion) -> bool:
    return bool(it.images[0]["thinkingLevel"] == "deep")


DEFECTS: tuple[Defect, ...] = (
    FAMILY.plain(
        "new-picture-is-a-placeholder",
        "a new image comes with a grey picture, and with its own when it is read",
        "GET-07",
        redrawn(_grey, always, GENERATE),
    ),
    FAMILY.subtle(
        "new-picture-is-that-of-the-image-before",
        "from an account's second image on, a new image comes with the bytes of the one before",
        "GET-07",
        written(_buffer_of_the_last, always, GENERATE),
    ),
    FAMILY.subtle(
        "pictures-of-yesterday-are-an-error",
        "images older than a day are read with the error of a file store as their bytes",
        "GEN-P05",
        bytewise(lambda content: _EXPIRED, shows_older_than_a_day, GET),
    ),
    FAMILY.subtle(
        "openai-pictures-square-where-not-drawn",
        "pictures of one provider are square unless their ratio is 1:1, 3:2 or 2:3",
        "GEN-P06",
        redrawn(square, _beyond_openai),
    ),
    FAMILY.subtle(
        "drafts-of-deep-images-read",
        "an image with thinkingLevel deep is read with a picture of half its size",
        "GET-07",
        redrawn(half, _deep, GET),
    ),
)
