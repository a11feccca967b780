"""Images that are read whole, and whose bytes stand in another place or form."""

from __future__ import annotations

import base64

from mockserver.defects.entry import Defect, Family
from mockserver.defects.pieces.around import after
from mockserver.defects.pieces.conditions import both, bytes_form, ok
from mockserver.defects.pieces.occasion import Occasion
from mockserver.defects.pieces.refusals import not_modified_again

FAMILY = Family.FORMATS


def _takes_no_json_by_name(it: Occasion) -> bool:
    return "json" not in it.request.headers.get("accept", "").lower()


def _as_a_file(it: Occasion) -> None:
    image = it.images[0]
    it.body, it.media_type = base64.b64decode(image["b64_json"]), image["mediaType"]


def _as_a_buffer(it: Occasion) -> None:
    image = it.images[0]
    content = [*base64.b64decode(image["b64_json"])]
    image["b64_json"] = {"type": "Buffer", "data": content}


def _beside_the_image(it: Occasion) -> None:
    it.body["b64_json"] = it.images[0].pop("b64_json")


DEFECTS: tuple[Defect, ...] = (
    FAMILY.plain(
        "read-bytes-as-a-buffer",
        "b64_json of an image that is read is an object with the bytes as an array of numbers",
        "GET-R01",
        after(both(bytes_form, ok), _as_a_buffer),
    ),
    FAMILY.plain(
        "read-bytes-beside-the-image",
        "getImage sends b64_json beside image, not in it",
        "GET-R01",
        after(both(bytes_form, ok), _beside_the_image),
    ),
    FAMILY.subtle(
        "image-is-a-file-unless-json-is-asked-for",
        "getImage sends the picture itself when Accept does not name JSON, such as */*",
        "HTTP-01",
        after(both(bytes_form, ok, _takes_no_json_by_name), _as_a_file),
    ),
    FAMILY.subtle(
        "second-download-is-304",
        "an image that is read whole again is answered with 304, though nobody asked whether it changed",
        "ERR-04",
        after(both(bytes_form, ok), not_modified_again),
    ),
)
