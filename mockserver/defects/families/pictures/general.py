"""Pictures that are no pictures, of another shape, or others each time."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from mockserver.defects.entry import Defect, Family
from mockserver.defects.pieces.around import When, after
from mockserver.defects.pieces.conditions import (
    GENERATE,
    GET,
    LIST,
    after_error,
    always,
    both,
    bytes_form,
    first_of_its_id,
    metadata_form,
    ok,
    on,
    unless,
)
from mockserver.defects.pieces.occasion import Occasion
from mockserver.defects.pieces.pixels import (
    bytewise,
    encoded,
    half,
    redrawn,
    shown,
    square,
    written,
)

if TYPE_CHECKING:
    from PIL.Image import Image


FAMILY = Family.PICTURES

# A picture of one pixel, whole and valid.
_THUMBNAIL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6"
    "kgAAAABJRU5ErkJggg=="
)


def _mime_lines(it: Occasion, text: str) -> str:
    return "\n".join(text[at : at + 76] for at in range(0, len(text), 76))


def _url_alphabet(it: Occasion, text: str) -> str:
    return text.replace("+", "-").replace("/", "_")


def _other_type(image: dict[str, object]) -> None:
    jpeg = image["mediaType"] == "image/jpeg"
    image["mediaType"] = "image/png" if jpeg else "image/jpeg"


def _google_type(image: dict[str, object]) -> None:
    if image["providerId"] == "google":
        _other_type(image)


def _ratio(it: Occasion) -> float:
    width, _, height = str(it.images[0]["aspectRatio"]).partition(":")
    return int(width) / int(height)


def _lying(image: Image) -> Image:
    from PIL.Image import Transpose

    return image.transpose(Transpose.ROTATE_90)


def _cropped(image: Image) -> Image:
    return image.crop((0, 0, image.height * 16 // 9, image.height))


def _mirrored(image: Image) -> Image:
    from PIL.Image import Transpose

    return image.transpose(Transpose.FLIP_LEFT_RIGHT)


def _marked(image: Image) -> Image:
    marked = image.convert("RGB")
    marked.paste((255, 255, 255), (0, 0, 8, 8))
    return marked


def _error_text(it: Occasion, text: str) -> str:
    return encoded(json.dumps({"error": "upstream timed out"}).encode())


def _of_model(model: str) -> When:
    return lambda it: bool(it.images) and it.images[0].get("modelId") == model


def _first_read(it: Occasion, text: str) -> str:
    return str(it.memory.setdefault(it.key, text))


def _first_only(it: Occasion) -> None:
    if it.images:
        it.images[0]["b64_json"] = _THUMBNAIL


DEFECTS: tuple[Defect, ...] = (
    # Whole pictures in base64
    FAMILY.plain(
        "bytes-as-a-data-url",
        "b64_json begins with data:image",
        "GEN-P05",
        written(lambda it, text: f"data:{it.images[0]['mediaType']};base64,{text}"),
    ),
    FAMILY.plain(
        "bytes-in-lines-of-76",
        "b64_json has a line break after each 76 characters",
        "GEN-P05",
        written(_mime_lines),
    ),
    FAMILY.plain(
        "bytes-encoded-twice",
        "b64_json is base64 of base64",
        "GEN-P05",
        written(lambda it, text: encoded(text.encode())),
    ),
    FAMILY.plain(
        "line-feeds-in-bytes-become-crlf",
        "each line feed in the bytes of a picture has a carriage return before it",
        "GEN-P05",
        bytewise(lambda content: content.replace(b"\n", b"\r\n")),
    ),
    FAMILY.subtle(
        "bytes-without-padding",
        "b64_json lacks the equals signs at its end, if there were any",
        "GEN-P05",
        written(lambda it, text: text.rstrip("=")),
    ),
    FAMILY.subtle(
        "url-alphabet-on-reads",
        "getImage writes b64_json with - and _ instead of + and /",
        "GEN-P05",
        written(_url_alphabet, always, GET),
    ),
    FAMILY.subtle(
        "read-picture-cut-off",
        "getImage gives the first half of the bytes",
        "GEN-P05",
        bytewise(lambda content: content[: len(content) // 2], always, GET),
    ),
    FAMILY.subtle(
        "error-text-stored-as-third-picture",
        "the third image that is generated has the text of an error as its bytes",
        "GEN-P05",
        written(_error_text, lambda it: it.bought == 2, GENERATE),
    ),
    FAMILY.subtle(
        "google-pictures-told-as-another-type",
        "images of one provider tell another media type than their bytes are of",
        "GEN-P05",
        shown(_google_type),
    ),
    # The shape
    FAMILY.plain(
        "every-picture-is-square",
        "every picture is square, whatever ratio its image tells",
        "GEN-P06",
        redrawn(square),
    ),
    FAMILY.subtle(
        "upright-pictures-lie",
        "pictures that should be taller than wide are turned by a quarter",
        "GEN-P06",
        redrawn(_lying, lambda it: _ratio(it) < 1),
    ),
    FAMILY.subtle(
        "widest-pictures-cropped",
        "pictures of images of 21:9 are cropped to 16:9",
        "GEN-P06",
        redrawn(_cropped, lambda it: _ratio(it) > 2),
    ),
    # The same bytes
    FAMILY.plain(
        "read-picture-is-marked",
        "getImage gives a picture with a mark in its corner",
        "GET-07",
        redrawn(_marked, always, GET),
    ),
    FAMILY.plain(
        "first-read-picture-for-every-image",
        "getImage gives the bytes that it gave first, whatever image is asked for",
        "GET-07",
        written(_first_read, bytes_form, GET),
    ),
    FAMILY.subtle(
        "second-read-is-a-thumbnail",
        "from its second read on an image has a picture of half the size",
        "GET-07",
        redrawn(half, both(bytes_form, unless(first_of_its_id)), GET),
    ),
    FAMILY.subtle(
        "line-feed-behind-read-bytes-gpt-image-2",
        "getImage gives the bytes of one model with a line feed at their end",
        "GET-07",
        bytewise(lambda content: content + b"\n", _of_model("openai:gpt-image-2"), GET),
    ),
    FAMILY.subtle(
        "pictures-mirrored-after-an-error",
        "once a request was refused, getImage gives pictures that are mirrored",
        "GET-07",
        redrawn(_mirrored, after_error, GET),
    ),
    # No bytes in lists
    FAMILY.plain(
        "list-has-bytes",
        "each image of a list has its bytes",
        "LST-11",
        shown(lambda image: image.update(b64_json=_THUMBNAIL), always, LIST),
    ),
    FAMILY.subtle(
        "list-has-bytes-of-the-newest",
        "the first image of a list that is read from its beginning has bytes",
        "LST-11",
        after(both(on(LIST), ok, lambda it: it.body["offset"] == 0), _first_only),
    ),
    FAMILY.subtle(
        "list-of-one-has-bytes",
        "a list that is asked for one image has its bytes",
        "LST-11",
        after(both(on(LIST), ok, lambda it: it.body["limit"] == 1), _first_only),
    ),
    # Sameness
    FAMILY.subtle(
        "media-type-differs-in-metadata",
        "with format=metadata an image tells another media type than with bytes",
        "IMG-01",
        shown(_other_type, metadata_form, GET),
    ),
)
