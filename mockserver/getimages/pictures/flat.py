"""Plain pictures as JPEG and WebP, which the standard library cannot write."""

from __future__ import annotations

from PIL import Image

from mockserver.getimages.pictures.encoding import encoded
from mockserver.getimages.pictures.plain import PlainPicture


def flat_image(picture: PlainPicture, media_type: str) -> bytes:
    """Return the file of a plain picture in any media type."""
    size = (picture.width, picture.height)
    image = Image.frombytes("P", size, picture.pixels(), "raw", "P;2")
    image.putpalette(picture.palette)
    return encoded(image, media_type)
