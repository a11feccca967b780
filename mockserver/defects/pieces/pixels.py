"""Alterations of images as they are shown: their fields, and their bytes."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from io import BytesIO
from typing import TYPE_CHECKING, Any

from mockserver.defects.entry import Make
from mockserver.defects.pieces.around import When, after
from mockserver.defects.pieces.conditions import (
    GENERATE,
    GET,
    LIST,
    always,
    both,
    ok,
    on,
)
from mockserver.defects.pieces.occasion import Occasion

if TYPE_CHECKING:
    from PIL.Image import Image

SHOWS = (GENERATE, LIST, GET)
"""The operations that show images."""
DRAWS = (GENERATE, GET)
"""The operations that bring bytes."""


def shown(
    change: Callable[[dict[str, Any]], object], when: When = always, *places: str
) -> Make:
    """Change every image where these operations (all) show it."""

    def alter(it: Occasion) -> None:
        for image in it.images:
            change(image)

    return after(both(on(*(places or SHOWS)), ok, when), alter)


def written(
    change: Callable[[Occasion, str], str], when: When = always, *places: str
) -> Make:
    """Change the text of ``b64_json`` where these operations (both) bring it."""

    def alter(it: Occasion) -> None:
        for image in it.images:
            if "b64_json" in image:
                image["b64_json"] = change(it, image["b64_json"])

    return after(both(on(*(places or DRAWS)), ok, when), alter)


def encoded(content: bytes) -> str:
    """Return bytes in base64, as they should stand in ``b64_json``."""
    return binascii.b2a_base64(content, newline=False).decode("ascii")


def bytewise(
    change: Callable[[bytes], bytes], when: When = always, *places: str
) -> Make:
    """Change the bytes of pictures."""
    return written(
        lambda it, text: encoded(change(base64.b64decode(text))), when, *places
    )


def redrawn(
    change: Callable[[Image], Image], when: When = always, *places: str
) -> Make:
    """Change pictures as such, and keep their format."""
    return bytewise(lambda content: redraw(content, change), when, *places)


def square(image: Image) -> Image:
    """Return the square at the upper left of a picture."""
    side = min(image.size)
    return image.crop((0, 0, side, side))


def half(image: Image) -> Image:
    """Return the picture at half its size."""
    return image.resize((max(1, image.width // 2), max(1, image.height // 2)))


def redraw(content: bytes, change: Callable[[Image], Image]) -> bytes:
    """Return the file of the changed picture, in the format that it had."""
    from PIL import Image

    with Image.open(BytesIO(content)) as image:
        file = BytesIO()
        change(image).save(file, image.format or "PNG", quality=80)
        return file.getvalue()
