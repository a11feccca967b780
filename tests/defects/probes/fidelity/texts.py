from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.defects.api import MODELS, Api, Probe
from tests.defects.probes.fidelity.general import read_again


def told(api: Api, prompt: str, **asked: Any) -> str:
    """Return the prompt that an image tells."""
    return str(api.generate(prompt, **asked).image["prompt"])


def exchanged(api: Api) -> bool:
    image = api.generate("a cat", style="ink").image
    return (image["prompt"], image["style"]) == ("ink", "a cat")


def slug(api: Api) -> bool:
    style = api.generate(style="Oil on Canvas, 1880s").image["style"]
    return bool(style == "oil-on-canvas-1880s")


def talk(api: Api) -> bool:
    asked = (("one", MODELS[0]), ("two", MODELS[1]), ("three", MODELS[0]))
    found = [
        read_again(api, prompt, modelId=model)["prompt"] for prompt, model in asked
    ]
    return found == ["one", "two", "one\nthree"]


def backslashes_lost(api: Api) -> bool:
    return bool(read_again(api, "a\\nb")["prompt"] == "anb")


def first_prompt(api: Api) -> bool:
    told = [api.generate(each).image["prompt"] for each in ("a cat", "a dog")]
    return told == ["a cat", "a cat"]


def stripped(api: Api) -> bool:
    prompt = "a <b>red</b> cat, 1 < 2"
    return bool(api.generate(prompt).image["prompt"] == "a red cat, 1 < 2")


PROBES: Mapping[str, Probe] = {
    "prompt-in-small-letters": lambda api: told(api, "A Cat") == "a cat",
    "prompt-and-style-exchanged": exchanged,
    "style-told-as-a-slug": slug,
    "prompt-decoded-as-a-form": lambda api: told(api, "1+1 %41") == "1 1 A",
    "blanks-in-a-row-become-one": lambda api: told(api, "a  \tb") == "a b",
    "accents-of-prompts-lost": lambda api: told(api, "café 猫") == "cafe 猫",
    "prompt-told-with-the-one-before": talk,
    "backslashes-of-prompts-lost": backslashes_lost,
    "prompt-of-the-first-image-kept": first_prompt,
    "markup-of-prompts-stripped": stripped,
}
