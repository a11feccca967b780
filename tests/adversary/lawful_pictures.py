"""Pictures in other formats and sizes."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from typing import Any

from PIL import Image as Pillow

from tests.adversary.api import SIZES as PIXELS
from tests.adversary.call import Call
from tests.adversary.entries import Apply, Family
from tests.adversary.twists import (
    image,
    put,
    together,
    wrap,
)
from tests.adversary.world import Image, draw

FAMILY = Family("bodies")


def encoded(kind: str, **options: Any) -> Apply:
    """Draw pictures in another format; `mode` turns the colours."""
    mode = options.pop("mode", "RGB")

    def wrapper(inner: Callable[..., bytes], call: Call, item: Image) -> bytes:
        picture = Pillow.open(io.BytesIO(inner(call, item))).convert(mode)
        file = io.BytesIO()
        picture.save(file, kind, **options)
        return file.getvalue()

    media = f"image/{kind.lower()}"
    return together(wrap("picture", wrapper), image(put("mediaType", media)))


def _snapped(_: Any, call: Call, item: Image) -> bytes:
    width, height = PIXELS[item.ratio]
    return draw(item.id, (width * 4, round(height * 4 * 1.04)), item.media)


def _huge(_: Any, call: Call, item: Image) -> bytes:
    width, height = (side * 14 for side in PIXELS[item.ratio])
    noise = random.Random(item.id).randbytes(width * height * 3)
    file = io.BytesIO()
    Pillow.frombytes("RGB", (width, height), noise).save(
        file, item.media.removeprefix("image/").upper(), compress_level=0, quality=100
    )
    return file.getvalue()


PICTURES = (
    FAMILY.lawful("jpeg", "every picture is a JPEG", encoded("JPEG")),
    FAMILY.lawful("webp", "every picture is a WebP", encoded("WEBP")),
    FAMILY.lawful(
        "webp-lossless",
        "every picture is a lossless WebP",
        encoded("WEBP", lossless=True),
    ),
    FAMILY.lawful("gif", "every picture is a GIF", encoded("GIF")),
    FAMILY.lawful(
        "png-alpha",
        "every picture is a PNG with transparency",
        encoded("PNG", mode="RGBA"),
    ),
    FAMILY.lawful("png-grey", "every picture is a grey PNG", encoded("PNG", mode="L")),
    FAMILY.lawful(
        "png-palette", "every picture is a PNG with a palette", encoded("PNG", mode="P")
    ),
    FAMILY.lawful(
        "png-bits", "every picture is a PNG of one bit", encoded("PNG", mode="1")
    ),
    FAMILY.lawful(
        "jpeg-progressive",
        "every picture is a progressive JPEG",
        encoded("JPEG", progressive=True),
    ),
    FAMILY.lawful(
        "snapped-sizes", "pictures are 4 % off their ratio", wrap("picture", _snapped)
    ),
    FAMILY.lawful("huge-pictures", "pictures are about 2 MB", wrap("picture", _huge)),
    FAMILY.lawful(
        "one-picture",
        "every picture of a size is the same",
        wrap(
            "picture",
            lambda inner, call, item: draw("same", PIXELS[item.ratio], item.media),
        ),
    ),
)
VARIANTS = (*PICTURES,)
