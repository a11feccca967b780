"""Bytes of pictures that are written, or named, in another way."""

from __future__ import annotations

import base64
import gzip
from typing import Any

from mockserver.defects.entry import Defect, Family
from mockserver.defects.pieces.around import after
from mockserver.defects.pieces.conditions import GET, LIST, both, ok, on
from mockserver.defects.pieces.fields import in_images, older_than_a_day
from mockserver.defects.pieces.occasion import Occasion
from mockserver.defects.pieces.pages import Row
from mockserver.defects.pieces.pixels import bytewise, encoded, shown, written

FAMILY = Family.PICTURES

Image = dict[str, Any]


def _literal(it: Occasion, text: str) -> str:
    return f"b'{text}'"


def _hexadecimal(it: Occasion, text: str) -> str:
    return base64.b64decode(text).hex()


def _through_utf_8(content: bytes) -> bytes:
    return content.decode("utf-8", "replace").encode()


def _extension(image: Image) -> None:
    image["mediaType"] = image["mediaType"].partition("/")[2]


def _of_google(it: Occasion) -> bool:
    return any(image["providerId"] == "google" for image in it.images)


def _compressed(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)


def _in_chunks(content: bytes) -> bytes:
    return b"%x\r\n%b\r\n0\r\n\r\n" % (len(content), content)


def _in_pieces(it: Occasion, text: str) -> str:
    content = base64.b64decode(text)
    parts = range(0, len(content), 64)
    return "".join(encoded(content[start : start + 64]) for start in parts)


def _octet_stream(image: Row) -> None:
    image["mediaType"] = "application/octet-stream"


DEFECTS: tuple[Defect, ...] = (
    FAMILY.plain(
        "bytes-as-a-python-literal",
        "b64_json stands in b'...', as Python writes bytes",
        "GEN-P05",
        written(_literal),
    ),
    FAMILY.plain(
        "bytes-in-hexadecimal",
        "b64_json has the bytes in hexadecimal digits",
        "GEN-P05",
        written(_hexadecimal),
    ),
    FAMILY.plain(
        "bytes-passed-through-utf-8",
        "bytes of a picture that are no UTF-8 are replaced, as in a text",
        "GEN-P05",
        bytewise(_through_utf_8),
    ),
    FAMILY.plain(
        "media-type-is-an-extension",
        "mediaType is png where it should be image/png",
        "GEN-P05",
        shown(_extension),
    ),
    FAMILY.subtle(
        "last-byte-of-pictures-lost",
        "the bytes of each picture lack the last one",
        "GEN-P05",
        bytewise(lambda content: content[:-1]),
    ),
    FAMILY.plain(
        "bytes-with-the-sizes-of-chunks",
        "the bytes of a picture stand between the sizes of the chunks that brought them",
        "GEN-P05",
        bytewise(_in_chunks),
    ),
    FAMILY.subtle(
        "google-bytes-still-compressed",
        "the bytes of images of one provider are compressed by gzip",
        "GEN-P05",
        bytewise(_compressed, _of_google),
    ),
    FAMILY.plain(
        "bytes-encoded-in-pieces",
        "b64_json is base64 of pieces of the bytes, with padding within",
        "GEN-P05",
        written(_in_pieces),
    ),
    FAMILY.subtle(
        "older-images-are-octet-streams",
        "mediaType of images of more than a day ago is application/octet-stream",
        "GEN-P05",
        after(both(on(LIST, GET), ok), in_images(older_than_a_day, _octet_stream)),
    ),
)
