from __future__ import annotations

from collections.abc import Mapping

from tests.defects.api import Api, Probe
from tests.defects.probes.pictures.general import content


def recoded(api: Api) -> bool:
    bought = api.generate()
    read = api.image(bought.image["id"])
    jpeg = content(read.image).startswith(b"\xff\xd8\xff")
    return jpeg and read.image["mediaType"] == bought.image["mediaType"] == "image/png"


def written_twice(api: Api) -> bool:
    bought = [api.generate() for _ in range(3)]
    read = [content(api.image(each.image["id"]).image) for each in bought]
    told = [content(each.image) for each in bought]
    return read == [*told[:2], told[2] * 2]


def wrong_byte(api: Api) -> bool:
    image_id = api.images().rows[0]["id"]
    read = [content(api.image(image_id).image) for _ in range(5)]
    return read[0] == read[1] == read[2] == read[4] != read[3]


def empty_read(api: Api) -> bool:
    bought = api.generate().image
    return bool(bought["b64_json"]) and api.image(bought["id"]).image["b64_json"] == ""


def made_again(api: Api) -> bool:
    bought = api.generate().image["id"]
    return len({api.image(bought).image["b64_json"] for _ in range(3)}) == 3


PROBES: Mapping[str, Probe] = {
    "read-picture-recoded-as-jpeg": recoded,
    "each-third-file-written-twice": written_twice,
    "each-fourth-download-has-a-wrong-byte": wrong_byte,
    "read-bytes-are-empty": empty_read,
    "picture-made-again-at-each-reading": made_again,
}
