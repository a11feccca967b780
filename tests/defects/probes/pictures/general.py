from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

from PIL import Image

from tests.defects.api import MODELS, Api, Probe


def text(image: dict[str, Any]) -> str:
    return str(image["b64_json"])


def content(image: dict[str, Any]) -> bytes:
    return base64.b64decode(text(image), validate=True)


def size(image: dict[str, Any]) -> tuple[int, int]:
    with Image.open(BytesIO(content(image))) as picture:
        return picture.size


def pair(api: Api, **asked: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return an image as it was bought and as it is read."""
    bought = api.generate(**asked).image
    return bought, api.image(bought["id"]).image


def both(tell: Callable[[str], bool]) -> Probe:
    """Tell whether the text of the bytes is so, bought and read."""
    return lambda api: all(tell(text(image)) for image in pair(api))


def in_lines(value: str) -> bool:
    return "\n" in value and all(len(line) <= 76 for line in value.split("\n"))


def twice(value: str) -> bool:
    inner = base64.b64decode(value)
    return inner.isascii() and base64.b64decode(inner, validate=True) != b""


def crlf(value: str) -> bool:
    return base64.b64decode(value).startswith(b"\x89PNG\r\r\n\x1a\r\n")


def unpadded(api: Api) -> bool:
    return any(len(text(api.generate(f"no. {n}").image)) % 4 for n in range(12))


def url_alphabet(api: Api) -> bool:
    bought, read = pair(api)
    same = text(bought).replace("+", "-").replace("/", "_") == text(read)
    return same and text(bought) != text(read)


def cut_off(api: Api) -> bool:
    bought, read = map(content, pair(api))
    return read == bought[: len(bought) // 2]


def error_text(api: Api) -> bool:
    found = [content(api.generate().image) for _ in range(3)]
    return b"error" in found[2] and b"error" not in found[1]


def other_type(api: Api) -> bool:
    google, openai = (api.generate(modelId=MODELS[n]).image for n in (2, 0))
    wrong = google["mediaType"] == "image/jpeg" and openai["mediaType"] == "image/png"
    return wrong and content(google).startswith(b"\x89PNG")


def square(api: Api) -> bool:
    width, height = size(api.generate(aspectRatio="16:9").image)
    return width == height


def lying(api: Api) -> bool:
    width, height = size(api.generate(aspectRatio="9:16").image)
    return width > height


def cropped(api: Api) -> bool:
    width, height = size(api.generate(aspectRatio="21:9").image)
    return width / height < 1.85


def marked(api: Api) -> bool:
    bought, read = pair(api)
    with Image.open(BytesIO(content(read))) as picture:
        white = picture.convert("RGB").getpixel((0, 0)) == (255, 255, 255)
    return white and content(bought) != content(read)


def first_for_every(api: Api) -> bool:
    one, other = (pair(api, prompt=prompt) for prompt in ("one", "two"))
    return text(other[1]) == text(one[1]) != text(other[0])


def thumbnail_next(api: Api) -> bool:
    bought, read = pair(api)
    again = size(api.image(bought["id"]).image)
    return size(bought) == size(read) and again[0] * 2 == size(read)[0]


def line_feed_behind(api: Api) -> bool:
    (bought, read), (one, other) = (pair(api, modelId=MODELS[n]) for n in (1, 0))
    return content(read) == content(bought) + b"\n" and text(one) == text(other)


def mirrored_after_an_error(api: Api) -> bool:
    bought, read = pair(api)
    api.generate("")
    again = api.image(bought["id"]).image
    return text(bought) == text(read) != text(again)


def bytes_in(rows: list[dict[str, Any]]) -> list[bool]:
    return ["b64_json" in row for row in rows]


def newest_has_bytes(api: Api) -> bool:
    first, later = api.images(limit=3), api.images(limit=3, offset=3)
    return bytes_in(first.rows + later.rows) == [True] + [False] * 5


def one_has_bytes(api: Api) -> bool:
    return bytes_in(api.images(limit=1).rows) == [True] and not any(
        bytes_in(api.images(limit=2).rows)
    )


def type_differs(api: Api) -> bool:
    bought = api.generate().image
    read = api.image(bought["id"], format="metadata").image
    return bool(read["mediaType"] != bought["mediaType"])


PROBES: Mapping[str, Probe] = {
    "bytes-as-a-data-url": both(lambda value: value.startswith("data:image/png;")),
    "bytes-in-lines-of-76": both(in_lines),
    "bytes-encoded-twice": both(twice),
    "line-feeds-in-bytes-become-crlf": both(crlf),
    "bytes-without-padding": unpadded,
    "url-alphabet-on-reads": url_alphabet,
    "read-picture-cut-off": cut_off,
    "error-text-stored-as-third-picture": error_text,
    "google-pictures-told-as-another-type": other_type,
    "every-picture-is-square": square,
    "upright-pictures-lie": lying,
    "widest-pictures-cropped": cropped,
    "read-picture-is-marked": marked,
    "first-read-picture-for-every-image": first_for_every,
    "second-read-is-a-thumbnail": thumbnail_next,
    "line-feed-behind-read-bytes-gpt-image-2": line_feed_behind,
    "pictures-mirrored-after-an-error": mirrored_after_an_error,
    "list-has-bytes": lambda api: all(bytes_in(api.images().rows)),
    "list-has-bytes-of-the-newest": newest_has_bytes,
    "list-of-one-has-bytes": one_has_bytes,
    "media-type-differs-in-metadata": type_differs,
}
