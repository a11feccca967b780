from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.defects.api import Api, Probe


def told(api: Api, prompt: str, **asked: Any) -> str:
    """Return the prompt that an image tells."""
    return str(api.generate(prompt, **asked).image["prompt"])


def exchanged(api: Api) -> bool:
    image = api.generate("a cat", style="ink").image
    return (image["prompt"], image["style"]) == ("ink", "a cat")


def slug(api: Api) -> bool:
    style = api.generate(style="Oil on Canvas, 1880s").image["style"]
    return bool(style == "oil-on-canvas-1880s")


PROBES: Mapping[str, Probe] = {
    "prompt-in-small-letters": lambda api: told(api, "A Cat") == "a cat",
    "prompt-and-style-exchanged": exchanged,
    "style-told-as-a-slug": slug,
    "prompt-decoded-as-a-form": lambda api: told(api, "1+1 %41") == "1 1 A",
    "blanks-in-a-row-become-one": lambda api: told(api, "a  \tb") == "a b",
    "accents-of-prompts-lost": lambda api: told(api, "café 猫") == "cafe 猫",
}
