"""Pictures that differ between reads, and bytes in the wrong place."""

from __future__ import annotations

from collections.abc import Callable

from tests.adversary.api import FLASH
from tests.adversary.api import SIZES as PIXELS
from tests.adversary.call import Call
from tests.adversary.entries import Apply, Family
from tests.adversary.picture_changes import data, drawn
from tests.adversary.twists import (
    WhenImage,
    after_error,
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


def _flip(value: bytes) -> bytes:
    middle = len(value) // 2
    return value[:middle] + bytes([value[middle] ^ 255]) + value[middle + 1 :]


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
DEFECTS = (
    *LATER,
    *PLACES,
)
