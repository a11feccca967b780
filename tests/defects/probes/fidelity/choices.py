from __future__ import annotations

from collections.abc import Mapping

from tests.defects.api import MODELS, Api, Probe
from tests.defects.probes.fidelity.general import read_again


def snapped(api: Api) -> bool:
    openai = api.generate(aspectRatio="16:9").image["aspectRatio"]
    google = api.generate(aspectRatio="16:9", modelId=MODELS[2]).image["aspectRatio"]
    return (openai, google) == ("3:2", "16:9")


def ratio_of_style(api: Api) -> bool:
    styled = api.generate(aspectRatio="16:9", style="ink").image["aspectRatio"]
    plain = api.generate(aspectRatio="16:9").image["aspectRatio"]
    return (styled, plain) == ("1:1", "16:9")


def falls_back(api: Api) -> bool:
    models = [api.generate(modelId=MODELS[1]).image["modelId"] for _ in range(4)]
    return models == [MODELS[1]] * 3 + [MODELS[0]]


def style_lost(api: Api) -> bool:
    asked = {"modelId": MODELS[4], "style": "ink"}
    deep = api.generate(**asked, thinkingLevel="deep").image["style"]
    plain = api.generate(**asked).image["style"]
    return (deep, plain) == (None, "ink")


def ratios_shifted(api: Api) -> bool:
    asked = ("2:3", "16:9", "3:4")
    found = [read_again(api, aspectRatio=each)["aspectRatio"] for each in asked]
    return found == ["2:3", "9:16", "21:9"]


def preset(api: Api) -> bool:
    found = [read_again(api, style=each)["style"] for each in ("in ink", "watercolour")]
    return found == ["photographic", "watercolour"]


def style_counted(api: Api) -> bool:
    long = "a" * 1998
    refused = api.generate(long, style="ink")
    return refused.status == 400 and api.generate(long).ok


def style_natural(api: Api) -> bool:
    return bool(api.generate().image["style"] == "natural")


def square(api: Api) -> bool:
    told = [api.generate(aspectRatio=each).image for each in ("16:9", "2:3")]
    return [each["aspectRatio"] for each in told] == ["1:1", "1:1"]


def always_deep(api: Api) -> bool:
    image = api.generate(modelId=MODELS[4], thinkingLevel="default").image
    none = api.generate(modelId=MODELS[4]).image
    return (image["thinkingLevel"], none["thinkingLevel"]) == ("deep", None)


PROBES: Mapping[str, Probe] = {
    "openai-ratios-snapped": snapped,
    "style-brings-its-own-ratio": ratio_of_style,
    "dear-models-fall-back-after-three-images": falls_back,
    "style-lost-with-a-thinking-level": style_lost,
    "ratios-told-by-a-shifted-enum": ratios_shifted,
    "style-replaced-by-a-preset": preset,
    "style-counted-with-the-prompt": style_counted,
    "style-natural-when-none-is-given": style_natural,
    "ratio-never-passed-on": square,
    "any-level-is-deep": always_deep,
}
