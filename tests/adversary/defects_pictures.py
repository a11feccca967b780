"""Image bytes that are no picture, or the wrong one."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Callable

from tests.adversary.api import FLASH, GPT_2, PRO
from tests.adversary.entries import Family
from tests.adversary.picture_changes import Bytes, Text, data, drawn, text
from tests.adversary.twists import (
    alter,
    image,
    of,
    old,
    put,
)
from tests.adversary.world import Image, draw

FAMILY = Family("pictures")


def sized(width: int, height: int) -> Callable[[Image], bytes]:
    """Draw in a fixed size."""
    return lambda item: draw(item.id, (width, height), item.media)


def _lines(value: str) -> str:
    return "\n".join(value[start : start + 76] for start in range(0, len(value), 76))


def _url_safe(value: str) -> str:
    return value.replace("+", "-").replace("/", "_")


def _hex(value: str) -> str:
    return base64.b64decode(value).hex()


def _noise(value: bytes) -> bytes:
    return bytes(255 - byte for byte in value)


def _svg(_: bytes) -> bytes:
    return b'<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"/>'


def _json(_: bytes) -> bytes:
    return b'{"error": {"message": "upstream failed"}}'


def _header_only(value: bytes) -> bytes:
    return value[:8]


def _other_format(item: Image) -> bytes:
    other = "image/png" if item.media == "image/jpeg" else "image/jpeg"
    return draw(item.id, (64, 64), other)


TEXTS: tuple[tuple[str, str, Text], ...] = (
    ("url-safe", "in the URL alphabet", _url_safe),
    ("lines", "in lines of 76", _lines),
    ("data-url", "as a data URL", lambda v: f"data:image/png;base64,{v}"),
    ("empty", "empty", lambda v: ""),
    ("hex", "as hexadecimal", _hex),
    (
        "unpadded",
        "cut to a length that is no base64",
        lambda v: v.rstrip("=")[:-1] + "=",
    ),
    ("url", "as a link", lambda v: "https://cdn.example.com/image.png"),
    ("blank", "with a blank before it", lambda v: " " + v),
    ("twice", "in base64 twice", lambda v: base64.b64encode(v.encode()).decode()),
    ("word", "as the word redacted!", lambda v: "redacted!"),
)
BYTES: tuple[tuple[str, str, Bytes], ...] = (
    ("truncated", "cut in the middle", lambda b: b[: len(b) // 2]),
    ("header", "a header only", _header_only),
    ("noise", "no picture", _noise),
    ("svg", "an SVG drawing", _svg),
    ("json", "a JSON error", _json),
    ("zipped", "compressed once more", zlib.compress),
    ("text", "plain text", lambda b: b"this is not a picture"),
    ("one-byte", "one byte", lambda b: b"\x89"),
)
TEXT_DEFECTS = tuple(
    FAMILY.plain(f"bytes-{name}", f"bytes come {words}", text(change))
    for name, words, change in TEXTS
)
BYTE_DEFECTS = tuple(
    FAMILY.plain(f"picture-{name}", f"the picture is {words}", data(change))
    for name, words, change in BYTES
)
GET_ONLY = tuple(
    FAMILY.subtle(
        f"bytes-{name}-{form}", f"bytes come {words} in {form}", text(change, form)
    )
    for (name, words, change), form in zip(TEXTS, ("generate", "get") * 5, strict=True)
)
OLD_ONLY = tuple(
    FAMILY.subtle(
        f"picture-old-{name}",
        f"the picture of older images is {words}",
        data(change, "get", when=old),
    )
    for name, words, change in BYTES
)
MODEL_ONLY = tuple(
    FAMILY.subtle(
        f"picture-model-{name}",
        f"the picture is {words} for one model",
        data(change, when=of(model=model)),
    )
    for (name, words, change), model in zip(
        BYTES, (FLASH, PRO, GPT_2, FLASH) * 2, strict=True
    )
)
MEDIA = (
    FAMILY.plain(
        "media-swapped",
        "the media type is the other one",
        image(
            alter(
                "mediaType",
                lambda v: "image/png" if v == "image/jpeg" else "image/jpeg",
            )
        ),
    ),
    FAMILY.plain(
        "media-always-webp",
        "the media type is image/webp always",
        image(put("mediaType", "image/webp")),
    ),
    FAMILY.plain(
        "media-always-png",
        "the media type is image/png always",
        image(put("mediaType", "image/png")),
    ),
    FAMILY.plain(
        "media-octets",
        "the media type is application/octet-stream",
        image(put("mediaType", "application/octet-stream")),
    ),
    FAMILY.plain("media-empty", "the media type is empty", image(put("mediaType", ""))),
    FAMILY.plain(
        "media-word",
        "the media type is png",
        image(alter("mediaType", lambda v: v.removeprefix("image/"))),
    ),
    FAMILY.subtle(
        "media-json",
        "the media type is application/json for one model",
        image(put("mediaType", "application/json"), when=of(model=GPT_2)),
    ),
    FAMILY.subtle(
        "media-model",
        "the media type is the other one for one model",
        image(put("mediaType", "image/png"), when=of(model=FLASH)),
    ),
    FAMILY.subtle(
        "media-old",
        "the media type of older images is image/gif",
        image(put("mediaType", "image/gif"), when=old),
    ),
    FAMILY.subtle(
        "media-list",
        "the media type is video/mp4 in the list",
        image(put("mediaType", "video/mp4"), "list"),
    ),
    FAMILY.subtle(
        "media-format",
        "the bytes are of the other format for one model",
        drawn(_other_format, of(model=PRO)),
    ),
)
SIZES = (
    FAMILY.plain("size-square", "every picture is square", drawn(sized(64, 64))),
    FAMILY.plain(
        "size-pixel", "every picture is one pixel wide and 64 high", drawn(sized(1, 64))
    ),
    *(
        FAMILY.subtle(
            f"size-{ratio.replace(':', '-')}",
            f"{ratio} is drawn in {width} by {height}",
            drawn(sized(width, height), of(ratio=ratio, old=False)),
        )
        for ratio, width, height in (
            ("1:1", 64, 36),
            ("3:2", 42, 63),
            ("2:3", 63, 42),
            ("16:9", 64, 64),
            ("9:16", 64, 36),
            ("4:3", 48, 64),
            ("3:4", 64, 48),
            ("21:9", 64, 64),
        )
    ),
    FAMILY.subtle(
        "size-deep",
        "thinking deep draws a column",
        drawn(sized(16, 64), of(thinking="deep", old=False)),
    ),
    FAMILY.subtle(
        "size-model",
        "one model draws a column always",
        drawn(sized(16, 64), of(model=GPT_2, old=False)),
    ),
)
DEFECTS = (
    *TEXT_DEFECTS,
    *BYTE_DEFECTS,
    *GET_ONLY,
    *OLD_ONLY,
    *MODEL_ONLY,
    *MEDIA,
    *SIZES,
)
