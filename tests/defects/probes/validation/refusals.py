from __future__ import annotations

from collections.abc import Mapping

from tests.defects.api import MODELS, Api, Probe


def zero_refused(api: Api) -> bool:
    asked = api.images(offset=0), api.images(), api.images(offset=1)
    return [each.status for each in asked] == [400, 200, 200]


def ratio_refused(api: Api) -> bool:
    asked = [api.generate(modelId=each, aspectRatio="21:9") for each in MODELS[1:3]]
    usual = api.generate(aspectRatio="3:2").status
    return [each.status for each in asked] + [usual] == [400, 200, 200]


def empty_style_refused(api: Api) -> bool:
    return api.generate(style="").status == 400 and api.generate(style="x").ok


def counted_in_utf_16(api: Api) -> bool:
    prompts = ("\U0001f408" + "a" * 1999, "猫" * 2000, "\U0001f408" * 1000)
    return [api.generate(each).status for each in prompts] == [400, 200, 200]


def flash_refuses(api: Api) -> bool:
    asked = [
        {"modelId": MODELS[3], "thinkingLevel": "deep"},
        {"modelId": MODELS[3]},
        {"modelId": MODELS[4], "thinkingLevel": "deep"},
    ]
    return [api.generate(**each).status for each in asked] == [400, 200, 200]


def ratio_required(api: Api) -> bool:
    return api.generate().status == 400 and api.generate(aspectRatio="1:1").ok


def longest_refused(api: Api) -> bool:
    return [api.generate("x" * size).status for size in (1999, 2000)] == [200, 400]


def default_refused(api: Api) -> bool:
    levels = ("deep", "default")
    told = [
        api.generate(modelId=MODELS[4], thinkingLevel=each).status for each in levels
    ]
    return told == [200, 400]


PROBES: Mapping[str, Probe] = {
    "offset-of-zero-refused": zero_refused,
    "ratios-refused-that-openai-lacks": ratio_refused,
    "empty-style-refused": empty_style_refused,
    "length-counted-in-utf-16": counted_in_utf_16,
    "thinking-level-refused-by-gemini-3.1-flash": flash_refuses,
    "ratio-is-required": ratio_required,
    "prompt-of-2000-refused": longest_refused,
    "level-default-refused": default_refused,
}
