from __future__ import annotations

from collections.abc import Mapping

from tests.defects.api import MODELS, Api, Probe


def images_not_charged(api: Api) -> bool:
    before = api.balance()
    return api.generate().ok and api.balance() == before


def charged_told_too_high(api: Api) -> bool:
    bought = api.generate(modelId=MODELS[1]).body
    return bool(bought["credits"]["charged"] == bought["image"]["creditCost"] + 1)


def refused_request_costs(api: Api) -> bool:
    before = api.balance()
    return api.generate("").status == 400 and api.balance() == before - 1


PROBES: Mapping[str, Probe] = {
    "images-not-charged": images_not_charged,
    "charged-told-too-high-gpt-image-2": charged_told_too_high,
    "refused-request-costs-a-credit": refused_request_costs,
}
