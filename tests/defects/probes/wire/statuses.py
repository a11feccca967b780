from __future__ import annotations

from collections.abc import Mapping

from tests.defects.api import MODELS, Api, Probe
from tests.defects.probes.paging.general import ids


def redirected(api: Api) -> bool:
    asked = api.usage(limit=1)
    return asked.status == 307 and "location" in asked.headers


def refused_is_200(api: Api) -> bool:
    asked = api.generate("")
    return asked.ok and "error" in asked.body


def markup_forbidden(api: Api) -> bool:
    return api.generate("<b>").status == 403 and api.generate("b>").ok


def older_redirected(api: Api) -> bool:
    older, bought = ids(api.images(limit=100))[0], api.generate().image["id"]
    whole = api.image(older).status, api.image(bought).status
    return (*whole, api.image(older, format="metadata").status) == (302, 200, 200)


def empty_is_204(api: Api) -> bool:
    return api.images(offset=99).status == 204 and api.images().ok


def job_told(api: Api) -> bool:
    before = len(ids(api.images(limit=100)))
    asked = api.generate(modelId=MODELS[4])
    listed = len(ids(api.images(limit=100))) == before + 1
    return asked.status == 202 and "image" not in asked.body and listed


def model_is_404(api: Api) -> bool:
    found = api.generate(modelId="openai:dall-e-3"), api.generate("")
    return [each.status for each in found] == [404, 400]


def metadata_not_modified(api: Api) -> bool:
    image = api.images(limit=1).rows[0]["id"]
    forms: list[dict[str, str]] = [
        {},
        {"format": "metadata"},
        {"format": "metadata"},
        {},
    ]
    found = [api.image(image, **form) for form in forms]
    empty = found[2].content == b""
    return empty and [each.status for each in found] == [200, 200, 304, 200]


def outlasts_the_gateway(api: Api) -> bool:
    before = api.balance()
    told = [
        api.generate(modelId=MODELS[3], thinkingLevel=each).status
        for each in ("deep", "default")
    ]
    return told == [504, 200] and api.balance() < before


PROBES: Mapping[str, Probe] = {
    "usage-redirects-to-a-slash": redirected,
    "refused-images-are-200": refused_is_200,
    "prompt-with-markup-is-403": markup_forbidden,
    "older-images-redirect-to-storage": older_redirected,
    "empty-page-is-204": empty_is_204,
    "slow-model-is-202": job_told,
    "unknown-model-is-404": model_is_404,
    "metadata-read-twice-is-304": metadata_not_modified,
    "deep-thinking-outlasts-the-gateway": outlasts_the_gateway,
}
