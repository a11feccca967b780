from __future__ import annotations

from collections.abc import Mapping

from tests.defects.api import Api, Probe
from tests.defects.probes.pictures import content, pair, text


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


PROBES: Mapping[str, Probe] = {
    "bytes-as-a-python-literal": literal,
    "bytes-in-hexadecimal": hexadecimal,
    "bytes-passed-through-utf-8": through_utf_8,
    "media-type-is-an-extension": extension,
    "last-byte-of-pictures-lost": last_byte_lost,
}
