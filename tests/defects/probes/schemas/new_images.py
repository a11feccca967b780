from __future__ import annotations

from collections.abc import Mapping

from tests.defects.api import MODELS, Api, Probe


def id_without_hyphens(api: Api) -> bool:
    told, listed = api.generate().image["id"], api.images(limit=1).rows[0]["id"]
    return bool(told == listed.replace("-", "") != listed)


def unset_left_out(api: Api) -> bool:
    return "style" not in api.generate().image and (
        api.generate(style="pencil").image["style"] == "pencil"
    )


def size_told(api: Api) -> bool:
    ratios = [("21:9", 0), ("9:16", 1), ("1:1", 2)]
    told = [
        api.generate(modelId=MODELS[place], aspectRatio=ratio).image["aspectRatio"]
        for ratio, place in ratios
    ]
    return told == ["1536x1024", "1024x1536", "1:1"]


def bytes_come_later(api: Api) -> bool:
    deep = api.generate(modelId=MODELS[4], thinkingLevel="deep").image
    return deep["b64_json"] is None and bool(api.generate().image["b64_json"])


def null_ratio(api: Api) -> bool:
    asked = api.generate(aspectRatio="16:9").image["aspectRatio"]
    return api.generate().image["aspectRatio"] is None and asked == "16:9"


PROBES: Mapping[str, Probe] = {
    "new-image-id-without-hyphens": id_without_hyphens,
    "unset-fields-left-out-of-new-images": unset_left_out,
    "ratio-told-as-size-for-openai": size_told,
    "deep-images-without-bytes-yet": bytes_come_later,
    "ratio-null-where-none-was-asked": null_ratio,
}
