from __future__ import annotations

from collections.abc import Mapping

from tests.defects.api import MODELS, Api, Probe
from tests.defects.probes.paging import ids


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


PROBES: Mapping[str, Probe] = {
    "usage-redirects-to-a-slash": redirected,
    "refused-images-are-200": refused_is_200,
    "prompt-with-markup-is-403": markup_forbidden,
    "older-images-redirect-to-storage": older_redirected,
    "empty-page-is-204": empty_is_204,
    "slow-model-is-202": job_told,
}
