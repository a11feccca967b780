"""Pictures in other formats and sizes."""

from __future__ import annotations

import binascii
import random
from collections.abc import Callable
from io import BytesIO
from typing import Any

from mockserver.defects.entry import Make, Variant
from mockserver.defects.pieces.states import with_settings
from mockserver.defects.variants.shown import Row, images_shown

Paint = Callable[[bytes, Row], bytes]

_NOISY_PIXELS = 350_000
_PRECISE_PIXELS = 600


def _painted(paint: Paint) -> Make:
    """Make another picture of each; ``paint`` may change the media type, too."""

    def change(image: Row) -> None:
        told = "b64_json" in image
        picture = binascii.a2b_base64(image["b64_json"]) if told else b""
        painted = paint(picture, image)
        if told:
            image["b64_json"] = binascii.b2a_base64(painted, newline=False).decode()

    return images_shown(change)


def _saved(form: str, *, mode: str = "RGB", **options: Any) -> Paint:
    def paint(picture: bytes, image: Row) -> bytes:
        image["mediaType"] = f"image/{form.lower()}"
        return _encoded(picture, form, mode=mode, **options) if picture else b""

    return paint


def _encoded(picture: bytes, form: str, *, mode: str, **options: Any) -> bytes:
    # Pillow takes longer to load than a mock takes to start.
    from PIL import Image

    file = BytesIO()
    Image.open(BytesIO(picture)).convert(mode).save(file, form, **options)
    return file.getvalue()


def _jpeg_of_google(picture: bytes, image: Row) -> bytes:
    if image["providerId"] != "google":
        return picture
    return _saved("JPEG")(picture, image)


def _wider(picture: bytes, image: Row) -> bytes:
    if not picture:
        return picture
    from PIL import Image

    file = BytesIO()
    opened = Image.open(BytesIO(picture)).convert("RGB")
    width, height = opened.size
    # Small ones are made larger first: of few pixels 3 % can't be taken.
    scale = max(1, round(_PRECISE_PIXELS / width))
    opened.resize((round(width * scale * 1.03), height * scale)).save(file, "PNG")
    return file.getvalue()


def _noise(picture: bytes, image: Row) -> bytes:
    if not picture:
        return picture
    from PIL import Image

    width, height = Image.open(BytesIO(picture)).size
    scale = max(1, round((_NOISY_PIXELS / (width * height)) ** 0.5))
    size = (width * scale, height * scale)
    noise = random.Random(image["id"]).randbytes(size[0] * size[1] * 3)
    file = BytesIO()
    Image.frombytes("RGB", size, noise).save(file, "PNG", compress_level=0)
    return file.getvalue()


def _one_for_all(picture: bytes, image: Row) -> bytes:
    if not picture:
        return picture
    from PIL import Image

    size = Image.open(BytesIO(picture)).size
    file = BytesIO()
    Image.new("RGB", size, "teal").save(file, "PNG")
    return file.getvalue()


VARIANTS: tuple[Variant, ...] = (
    Variant("jpeg", "pictures are JPEGs", with_settings(picture_format="jpeg")),
    Variant("webp", "pictures are WebPs", with_settings(picture_format="webp")),
    Variant("gif", "pictures are GIFs", _painted(_saved("GIF"))),
    Variant(
        "jpeg-progressive",
        "pictures are grey, progressive JPEGs",
        _painted(_saved("JPEG", mode="L", progressive=True)),
    ),
    Variant(
        "png-with-alpha",
        "pictures are PNGs with an alpha channel",
        _painted(_saved("PNG", mode="RGBA")),
    ),
    Variant(
        "media-type-by-provider",
        "pictures of Google's models are JPEGs, the others PNGs",
        _painted(_jpeg_of_google),
    ),
    Variant(
        "pictures-snapped",
        "pictures are 3 % too wide for their ratio",
        _painted(_wider),
    ),
    Variant("pictures-large", "pictures have a megabyte or more", _painted(_noise)),
    Variant(
        "one-picture-for-all",
        "all pictures of a ratio are the same",
        _painted(_one_for_all),
    ),
)
