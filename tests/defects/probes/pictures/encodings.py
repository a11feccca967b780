from __future__ import annotations

import base64
import binascii
import gzip
from collections.abc import Mapping

from tests.defects.api import MODELS, Api, Probe
from tests.defects.probes.pictures.general import content, pair, text


def literal(api: Api) -> bool:
    return all(text(image).startswith("b'iVBOR") for image in pair(api))


def hexadecimal(api: Api) -> bool:
    return all(text(image).startswith("89504e47") for image in pair(api))


def through_utf_8(api: Api) -> bool:
    return all(content(each).startswith("\ufffdPNG".encode()) for each in pair(api))


def extension(api: Api) -> bool:
    types = [image["mediaType"] for image in (*pair(api), *api.images().rows)]
    return set(types) == {"png"}


def last_byte_lost(api: Api) -> bool:
    return all(content(each).endswith(b"IEND\xaeB\x60") for each in pair(api))


def chunk_sizes(api: Api) -> bool:
    found = content(api.generate().image)
    size, _, rest = found.partition(b"\r\n")
    return rest.endswith(b"\r\n0\r\n\r\n") and int(size, 16) == len(rest) - 7


def compressed(api: Api) -> bool:
    one, other = api.generate(), api.generate(modelId=MODELS[2])
    plain = content(one.image).startswith(b"\x89PNG")
    zipped = content(other.image).startswith(b"\x1f\x8b")
    return (
        plain
        and zipped
        and gzip.decompress(content(other.image)).startswith(b"\x89PNG")
    )


def in_pieces(api: Api) -> bool:
    text = api.generate().image["b64_json"]
    if "=" not in text.rstrip("="):
        return False
    try:
        base64.b64decode(text, validate=True)
    except binascii.Error:
        return True
    return False


def older_octets(api: Api) -> bool:
    bought = api.generate().image
    listed = api.images(limit=100).rows
    types = {row["mediaType"] for row in listed if row["id"] != bought["id"]}
    return "application/octet-stream" in types and bought["mediaType"] == "image/png"


PROBES: Mapping[str, Probe] = {
    "bytes-as-a-python-literal": literal,
    "bytes-in-hexadecimal": hexadecimal,
    "bytes-passed-through-utf-8": through_utf_8,
    "media-type-is-an-extension": extension,
    "last-byte-of-pictures-lost": last_byte_lost,
    "bytes-with-the-sizes-of-chunks": chunk_sizes,
    "google-bytes-still-compressed": compressed,
    "bytes-encoded-in-pieces": in_pieces,
    "older-images-are-octet-streams": older_octets,
}
