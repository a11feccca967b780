from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

from PIL import Image

from tests.defects.api import MODELS, Api, Probe
from tests.defects.probes.paging.general import ids
from tests.defects.probes.pictures.general import content, pair, size, text


def placeholder(api: Api) -> bool:
    bought, read = pair(api)
    with Image.open(BytesIO(content(bought))) as picture:
        grey = picture.convert("RGB").getcolors() == [
            (picture.width * picture.height, (128, 128, 128))
        ]
    return grey and size(bought) == size(read) and text(bought) != text(read)


def buffer_of_the_last(api: Api) -> bool:
    (one, read), (other, own) = (pair(api, prompt=each) for each in ("one", "two"))
    return text(one) == text(read) == text(other) != text(own)


def error_of_the_store(api: Api) -> bool:
    listed = ids(api.images(limit=100))
    newest, oldest = (api.image(listed[at]).image for at in (0, -1))
    return b"AccessDenied" in content(oldest) and content(newest)[1:4] == b"PNG"


def square_beyond(api: Api) -> bool:
    width, height = size(api.generate(aspectRatio="16:9").image)
    other = size(api.generate(aspectRatio="16:9", modelId=MODELS[2]).image)
    known = size(api.generate(aspectRatio="3:2").image)
    return width == height and other[0] > other[1] and known[0] > known[1]


def draft_read(api: Api) -> bool:
    deep, read = pair(api, modelId=MODELS[4], thinkingLevel="deep")
    plain, same = pair(api, modelId=MODELS[4])
    half = tuple(side // 2 for side in size(deep))
    return size(read) == half and text(plain) == text(same)


PROBES: Mapping[str, Probe] = {
    "new-picture-is-a-placeholder": placeholder,
    "new-picture-is-that-of-the-image-before": buffer_of_the_last,
    "pictures-of-yesterday-are-an-error": error_of_the_store,
    "openai-pictures-square-where-not-drawn": square_beyond,
    "drafts-of-deep-images-read": draft_read,
}
