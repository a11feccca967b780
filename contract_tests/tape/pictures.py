"""What can be measured of a picture that came as base64.

The tape keeps these facts instead of megabytes. Base64 is that of RFC 4648,
section 4: its alphabet alone, padded, nothing between.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import logging
import re
import warnings
from io import BytesIO

from contract_tests.tape.exchange import Picture

_ALPHABET = re.compile(r"[A-Za-z0-9+/]*={0,2}")
# Tag 0x0112 of EXIF: with these values a viewer turns the picture by a quarter.
_ORIENTATION = 0x0112
_LYING = (5, 6, 7, 8)
# A picture is decoded whole only up to this many pixels; beyond it its header counts.
_MOST_PIXELS = 40_000_000
_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
)


_FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF")
# Pillow logs what it stumbles over; without a handler that would go to stderr.
logging.getLogger("PIL").addHandler(logging.NullHandler())


def measure(text: str) -> tuple[Picture, bytes]:
    """Return what can be measured of a `b64_json` text, and its decoded bytes."""
    problem = _encoding_problem(text)
    if problem:
        return Picture(characters=len(text), encoding_problem=problem), b""
    content = base64.b64decode(text)
    media_type = sniff(content)
    width, height, broken = _decode(content, media_type)
    facts = Picture(
        characters=len(text),
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        media_type=media_type,
        width=width,
        height=height,
        picture_problem=broken,
    )
    return facts, content


def sniff(content: bytes) -> str | None:
    """Return the media type that the first bytes show, None if it is not known."""
    for magic, media_type in _MAGIC:
        if content.startswith(magic):
            return media_type
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content[4:8] == b"ftyp":
        brand = content[8:12]
        return "image/avif" if brand in (b"avif", b"avis") else "image/heic"
    if content.lstrip()[:5] in (b"<svg ", b"<?xml") and b"<svg" in content[:1000]:
        return "image/svg+xml"
    return None


def _encoding_problem(text: str) -> str | None:
    if not text:
        return "it is empty"
    if text.startswith("data:"):
        return "it is a data URL, not base64 alone"
    if not _ALPHABET.fullmatch(text):
        return _foreign(text)
    if len(text) % 4:
        return f"{len(text)} characters are no whole number of groups of four"
    try:
        base64.b64decode(text, validate=True)
    except binascii.Error as error:
        return str(error)
    return None


def _foreign(text: str) -> str:
    if re.search(r"\s", text):
        return "it holds line breaks or blanks"
    if re.fullmatch(r"[A-Za-z0-9_-]*={0,2}", text):
        return "it is in the URL-safe alphabet"
    found = re.search(r"[^A-Za-z0-9+/=]", text)
    if found is None:
        return "padding stands before its end"
    return f"it holds {found.group()!r}, which is not in the alphabet"


def _decode(
    content: bytes, media_type: str | None
) -> tuple[int | None, int | None, str | None]:
    if media_type in (None, "image/svg+xml", "image/heic", "image/avif"):
        return None, None, None if media_type else "the bytes are of no known picture"
    from PIL import Image

    width = height = None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(BytesIO(content), formats=_FORMATS) as image:
                width, height = image.size
                if image.getexif().get(_ORIENTATION, 1) in _LYING:
                    width, height = height, width
                if width * height <= _MOST_PIXELS:
                    image.load()
    except Image.DecompressionBombError:
        return width, height, None
    # Whatever a decoder stumbles over, TypeError and struct.error too, is in the bytes.
    except Exception as error:
        return width, height, f"it cannot be decoded: {str(error)[:120]}"
    return width, height, _cut_off(content, media_type)


def _cut_off(content: bytes, media_type: str | None) -> str | None:
    """Return what is missing at the end, which decoders do not look at."""
    if media_type == "image/png":
        # PNG, section 11.2.5: IEND is the last chunk; its CRC has four bytes.
        whole = content.rfind(b"IEND") not in (
            -1,
            *range(len(content) - 7, len(content)),
        )
        return None if whole else "it is cut off: its IEND chunk is not whole"
    if media_type == "image/jpeg" and b"\xff\xd9" not in content[-4096:]:
        # ITU-T T.81, section B.2.1: EOI ends a picture; padding may follow.
        return "it is cut off: it has no end of image"
    if media_type == "image/webp":
        # RFC 9649, section 2.4: the file size of the header counts from byte 8.
        told = int.from_bytes(content[4:8], "little") + 8
        return None if len(content) >= told else "it is cut off: its header tells more"
    return None
