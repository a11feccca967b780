"""Images of another ratio, model or style than was asked for."""

from __future__ import annotations

from typing import Any

from mockserver.defects.entry import Defect, Family
from mockserver.defects.pieces.around import instead
from mockserver.defects.pieces.asking import RATIOS, prompt, refusing
from mockserver.defects.pieces.bodies import read_as, replaced, turned
from mockserver.defects.pieces.conditions import after_purchases
from mockserver.defects.pieces.occasion import Occasion
from mockserver.defects.pieces.pages import Row
from mockserver.defects.pieces.pixels import shown

FAMILY = Family.FIDELITY

Body = dict[str, Any]

_SNAPPED = {"16:9": "3:2", "4:3": "3:2", "21:9": "3:2", "9:16": "2:3", "3:4": "2:3"}

_CHEAPER = {
    "openai:gpt-image-2": "openai:gpt-image-1.5",
    "google:gemini-3-pro-image-preview": "google:gemini-3.1-flash-image-preview",
}


def _snapped(body: Body) -> None:
    ratio = body.get("aspectRatio")
    if str(body.get("modelId")).startswith("openai:") and ratio in RATIOS:
        body["aspectRatio"] = _SNAPPED.get(ratio, ratio)


def _ratio_of_the_style(body: Body) -> None:
    if body.get("style") and body.get("aspectRatio") in RATIOS:
        body["aspectRatio"] = "1:1"


def _fall_back(body: Body) -> None:
    for dear, cheaper in _CHEAPER.items():
        if body.get("modelId") == dear:
            body["modelId"] = cheaper


def _no_style_when_thinking(body: Body) -> None:
    level, style = body.get("thinkingLevel"), body.get("style")
    if level in ("default", "deep") and isinstance(style, str):
        del body["style"]


_PRESETS = ("watercolour", "line drawing", "35 mm film", "photographic", "")

_NEXT_RATIO = {"16:9": "9:16", "9:16": "4:3", "4:3": "3:4", "3:4": "21:9"}


def _next_ratio(image: Row) -> None:
    image["aspectRatio"] = _NEXT_RATIO.get(image["aspectRatio"], image["aspectRatio"])


def _preset(style: Any) -> Any:
    known = not isinstance(style, str) or style in _PRESETS
    return style if known else "photographic"


def _long_with_its_style(it: Occasion) -> bool:
    text = prompt(it)
    style = it.sent.get("style") if text else None
    return isinstance(style, str) and len(text) <= 2000 < len(text) + len(style)


def _natural(image: Row) -> None:
    if image["style"] is None:
        image["style"] = "natural"


DEFECTS: tuple[Defect, ...] = (
    FAMILY.plain(
        "openai-ratios-snapped",
        "images of one provider are 1:1, 3:2 or 2:3, whichever is near to what was asked for",
        "GEN-P02",
        read_as(_snapped),
    ),
    FAMILY.plain(
        "style-brings-its-own-ratio",
        "an image with a style is 1:1, whatever ratio was asked for",
        "GEN-P02",
        read_as(_ratio_of_the_style),
    ),
    FAMILY.subtle(
        "dear-models-fall-back-after-three-images",
        "from the fourth image on the dearest model of a provider is replaced by its next",
        "GEN-P02",
        read_as(_fall_back, after_purchases(3)),
    ),
    FAMILY.subtle(
        "style-lost-with-a-thinking-level",
        "the style of an image is null when a thinkingLevel was asked for, too",
        "GEN-P02",
        read_as(_no_style_when_thinking),
    ),
    FAMILY.plain(
        "ratios-told-by-a-shifted-enum",
        "images of 16:9, 9:16, 4:3 and 3:4 tell the ratio that the document lists next",
        "GEN-P02",
        shown(_next_ratio),
    ),
    FAMILY.plain(
        "style-replaced-by-a-preset",
        "a style that is none of four presets is told as photographic",
        "GEN-P02",
        turned("style", _preset),
    ),
    FAMILY.subtle(
        "style-counted-with-the-prompt",
        "a request is refused when prompt and style have more than 2000 characters together",
        "GEN-P10",
        instead(
            _long_with_its_style,
            refusing("body.prompt", "The prompt has more than 2000 characters."),
        ),
    ),
    FAMILY.plain(
        "style-natural-when-none-is-given",
        "an image that was asked for without style tells the style natural",
        "GEN-P02",
        shown(_natural),
    ),
    FAMILY.plain(
        "ratio-never-passed-on",
        "every image is made and told as 1:1, whatever ratio was asked for",
        "GEN-P02",
        replaced("aspectRatio", lambda ratio: ratio in RATIOS, "1:1"),
    ),
    FAMILY.subtle(
        "any-level-is-deep",
        "an image that was asked for with thinkingLevel default tells deep",
        "GEN-P02",
        replaced("thinkingLevel", lambda level: level == "default", "deep"),
    ),
)
