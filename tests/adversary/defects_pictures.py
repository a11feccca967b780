"""Image bytes that are no picture, the wrong one, or in the wrong place."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Callable

from tests.adversary.api import FLASH, GPT_2, PRO
from tests.adversary.api import SIZES as PIXELS
from tests.adversary.call import Call
from tests.adversary.entries import Apply, Defect, Family
from tests.adversary.twists import (
    WhenImage,
    after_error,
    alter,
    always,
    from_image,
    from_request,
    image,
    limit_is,
    new,
    nth_bought,
    of,
    old,
    put,
    wrap,
)
from tests.adversary.world import Image, draw

FAMILY = Family("pictures")
Text = Callable[[str], str]
Bytes = Callable[[bytes], bytes]


def text(change: Text, *forms: str, when: WhenImage = always) -> Apply:
    """Change the base64 text."""
    return image(alter("b64_json", change), *(forms or ("generate", "get")), when=when)


def data(change: Bytes, *forms: str, when: WhenImage = always) -> Apply:
    """Change the bytes of the picture."""

    def recoded(value: str) -> str:
        return base64.b64encode(change(base64.b64decode(value))).decode()

    return text(recoded, *forms, when=when)


def drawn(change: Callable[[Image], bytes], when: WhenImage = always) -> Apply:
    """Draw another picture."""

    def wrapper(inner: Callable[..., bytes], call: Call, item: Image) -> bytes:
        return change(item) if when(call, item) else inner(call, item)

    return wrap("picture", wrapper)


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


def _flip(value: bytes) -> bytes:
    middle = len(value) // 2
    return value[:middle] + bytes([value[middle] ^ 255]) + value[middle + 1 :]


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
        "one model draws 21:9 always",
        drawn(sized(63, 27), of(model=GPT_2, old=False)),
    ),
)


def _per_read(which: WhenImage) -> Apply:
    def wrapper(inner: Callable[..., bytes], call: Call, item: Image) -> bytes:
        if which(call, item):
            return draw(f"{item.id}{call.number}", PIXELS[item.ratio], item.media)
        return inner(call, item)

    return wrap("picture", wrapper)


def _differs(when: WhenImage) -> Apply:
    return drawn(lambda item: draw(item.id + "x", PIXELS[item.ratio], item.media), when)


LATER = (
    FAMILY.plain(
        "bytes-differ-get",
        "getImage gives another picture than generateImage",
        _differs(lambda c, i: c.form == "get" and not i.old),
    ),
    FAMILY.plain(
        "bytes-differ-each-read", "each read gives another picture", _per_read(always)
    ),
    FAMILY.subtle(
        "bytes-differ-third",
        "the third new image has another picture in getImage",
        _differs(lambda c, i: c.form == "get" and nth_bought(3)(c, i)),
    ),
    FAMILY.subtle(
        "bytes-differ-model",
        "one model's images have another picture in getImage",
        _differs(lambda c, i: c.form == "get" and i.model == FLASH and not i.old),
    ),
    FAMILY.subtle(
        "bytes-differ-after-next",
        "pictures of new images change when the next is generated",
        _differs(
            lambda c, i: c.form == "get" and not i.old and i is not c.caller.images[-1]
        ),
    ),
    FAMILY.subtle(
        "bytes-differ-after-error",
        "pictures change once a request was refused",
        _differs(lambda c, i: c.form == "get" and not i.old and after_error(c)),
    ),
    FAMILY.subtle(
        "bytes-differ-old",
        "each read of an older image gives another picture",
        _per_read(old),
    ),
    FAMILY.subtle(
        "bytes-flip", "one byte differs in getImage", data(_flip, "get", when=new)
    ),
    FAMILY.subtle(
        "bytes-appended",
        "a line end follows the bytes in getImage",
        data(lambda b: b + b"\n", "get", when=new),
    ),
    FAMILY.subtle(
        "bytes-of-newest",
        "getImage gives the newest picture for every image",
        wrap(
            "picture",
            lambda inner, call, item: inner(
                call,
                call.caller.images[-1]
                if call.form == "get" and call.caller.images and not item.old
                else item,
            ),
        ),
    ),
)
PLACES = (
    FAMILY.plain(
        "metadata-bytes",
        "the metadata form has bytes",
        image(put("b64_json", "iVBORw0KGgo="), "metadata"),
    ),
    FAMILY.plain(
        "list-bytes",
        "the list has bytes",
        image(put("b64_json", "iVBORw0KGgo="), "list"),
    ),
    FAMILY.plain(
        "metadata-bytes-null",
        "the metadata form has null bytes",
        image(put("b64_json", None), "metadata"),
    ),
    FAMILY.plain(
        "get-no-bytes",
        "getImage has no bytes",
        image(lambda s: s.pop("b64_json"), "get"),
    ),
    FAMILY.plain(
        "generate-no-bytes",
        "generateImage has no bytes",
        image(lambda s: s.pop("b64_json"), "generate"),
    ),
    FAMILY.subtle(
        "metadata-ignored-old",
        "the metadata form of older images has bytes",
        image(put("b64_json", "iVBORw0KGgo="), "metadata", when=old),
    ),
    FAMILY.subtle(
        "metadata-ignored-new",
        "the metadata form of new images has bytes",
        image(put("b64_json", "iVBORw0KGgo="), "metadata", when=new),
    ),
    FAMILY.subtle(
        "list-bytes-newest",
        "the newest new image has bytes in the list",
        image(
            put("b64_json", "iVBORw0KGgo="),
            "list",
            when=lambda c, i: not i.old and i is c.caller.images[-1],
        ),
    ),
    FAMILY.subtle(
        "list-bytes-old-one",
        "one older image has bytes in the list",
        image(put("b64_json", "iVBORw0KGgo="), "list", when=of(number=9, old=True)),
    ),
    FAMILY.subtle(
        "list-bytes-limit-1",
        "limit=1 shows bytes",
        image(
            put("b64_json", "iVBORw0KGgo="), "list", when=lambda c, _: limit_is(1)(c)
        ),
    ),
    FAMILY.subtle(
        "list-bytes-limit-100",
        "limit=100 shows bytes",
        image(
            put("b64_json", "iVBORw0KGgo="), "list", when=lambda c, _: limit_is(100)(c)
        ),
    ),
    FAMILY.subtle(
        "get-no-bytes-deep",
        "images with thinking deep have no bytes in getImage",
        image(lambda s: s.pop("b64_json"), "get", when=of(thinking="deep")),
    ),
    FAMILY.subtle(
        "generate-empty-third",
        "the third image is answered with empty bytes",
        image(put("b64_json", ""), "generate", when=lambda c, _: from_image(2)(c)),
    ),
    FAMILY.subtle(
        "get-empty-after-30",
        "after 30 requests getImage has empty bytes",
        image(put("b64_json", ""), "get", when=lambda c, _: from_request(31)(c)),
    ),
)
DEFECTS: tuple[Defect, ...] = (
    *TEXT_DEFECTS,
    *BYTE_DEFECTS,
    *GET_ONLY,
    *OLD_ONLY,
    *MODEL_ONLY,
    *MEDIA,
    *SIZES,
    *LATER,
    *PLACES,
)
