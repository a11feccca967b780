"""Pillow's images as files."""

from __future__ import annotations

from io import BytesIO

from PIL import Image


def encoded(image: Image.Image, media_type: str) -> bytes:
    """Return a PNG, JPEG or WebP file; ``image`` has mode "P" or "RGB".

    Speed comes before size, since flat colours are small either way.
    """
    file = BytesIO()
    if media_type == "image/png":
        image.save(file, "PNG", compress_level=1)
    elif media_type == "image/jpeg":
        image.convert("RGB").save(file, "JPEG", quality=88)
    else:
        # Without loss flat colours are smaller, and sharp.
        image.convert("RGB").save(file, "WEBP", lossless=True, quality=0, method=0)
    return file.getvalue()
