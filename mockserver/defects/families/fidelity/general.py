"""Images that tell something else than what was asked for, or change it."""

from __future__ import annotations

from typing import Any

from mockserver.defects.entry import Defect, Family
from mockserver.defects.pieces.around import after, before, instead
from mockserver.defects.pieces.asking import GPT_2, PRO, asked_for, prompt, refusing
from mockserver.defects.pieces.conditions import (
    GENERATE,
    GET,
    LIST,
    both,
    metadata_form,
    ok,
    on,
)
from mockserver.defects.pieces.occasion import Occasion
from mockserver.defects.pieces.pixels import shown

FAMILY = Family.FIDELITY

Image = dict[str, Any]


def _sent_field(it: Occasion, name: str) -> Any:
    return it.sent.get(name) if isinstance(it.sent, dict) else None


def _revised(image: Image) -> None:
    image["prompt"] = f"A highly detailed picture of {image['prompt']}"


def _turned_ratio(image: Image) -> None:
    width, _, height = image["aspectRatio"].partition(":")
    if width != "21":
        image["aspectRatio"] = f"{height}:{width}"


def _first_provider(image: Image) -> None:
    image["providerId"] = "openai"


def _without_ratio(it: Occasion) -> bool:
    return isinstance(it.sent, dict) and "aspectRatio" not in it.sent


def _first_id(it: Occasion) -> None:
    image = it.body["image"]
    image["id"] = it.memory.setdefault("id", image["id"])


def _id_before(it: Occasion) -> None:
    image = it.body["image"]
    before = it.memory.get(it.key) or _second_newest(it)
    it.memory[it.key] = image["id"]
    image["id"] = before or image["id"]


def _second_newest(it: Occasion) -> str:
    assert it.account is not None
    _, newest = it.parts.storage.images(it.account.number, limit=1, offset=1)
    return newest[0].id if newest else ""


def _style_overwritten(it: Occasion) -> None:
    if it.operation == GENERATE:
        image = it.body["image"]
        it.memory.setdefault("new", set()).add(image["id"])
        it.memory["style"] = image["style"]
        return
    for image in it.images:
        if image["id"] in it.memory.get("new", ()):
            image["style"] = it.memory["style"]


DEFECTS: tuple[Defect, ...] = (
    FAMILY.plain(
        "prompt-told-as-revised",
        "an image tells the prompt that the provider made of the one that was sent",
        "GEN-P02",
        shown(_revised),
    ),
    FAMILY.plain(
        "style-lost",
        "the style of an image is null whatever was sent",
        "GEN-P02",
        shown(lambda image: image.update(style=None)),
    ),
    FAMILY.plain(
        "thinking-level-lost",
        "the thinking level of an image is null whatever was sent",
        "GEN-P02",
        shown(lambda image: image.update(thinkingLevel=None)),
    ),
    FAMILY.plain(
        "ratio-told-turned",
        "an image tells height and width of its ratio in turned order",
        "GEN-P02",
        shown(_turned_ratio),
    ),
    FAMILY.plain(
        "default-ratio-is-3-2",
        "an image without aspectRatio is one of 3:2",
        "GEN-P03",
        before(both(on(GENERATE), _without_ratio), asked_for(aspectRatio="3:2")),
    ),
    FAMILY.plain(
        "provider-is-openai-always",
        "providerId is openai for every model",
        "GEN-P04",
        shown(_first_provider),
    ),
    FAMILY.plain(
        "id-is-that-of-the-image-before",
        "a new image is told with the id of the newest image before it",
        "IMG-01",
        after(both(on(GENERATE), ok), _id_before),
    ),
    FAMILY.plain(
        "id-made-once-at-the-start",
        "every image that is bought is told with the same id",
        "GEN-P08",
        after(both(on(GENERATE), ok), _first_id),
    ),
    FAMILY.plain(
        "style-overwritten-by-the-next-image",
        "each new image overwrites the style of those that were bought before it",
        "IMG-01",
        after(both(on(GENERATE, GET, LIST), ok), _style_overwritten),
    ),
    FAMILY.plain(
        "model-differs-in-metadata",
        "with format=metadata the model of an image is gpt-image-2",
        "IMG-01",
        shown(lambda image: image.update(modelId=GPT_2), metadata_form, GET),
    ),
    FAMILY.plain(
        "gemini-3-pro-refused",
        "a request for an image by gemini-3-pro-image-preview is refused with 400",
        "GEN-P11",
        instead(
            lambda it: bool(prompt(it)) and _sent_field(it, "modelId") == PRO,
            refusing("body.modelId", "The model is not available."),
        ),
    ),
    FAMILY.plain(
        "one-letter-refused",
        "a prompt of one character is refused with 400",
        "GEN-P10",
        instead(
            lambda it: len(prompt(it)) == 1,
            refusing("body.prompt", "The prompt is too short."),
        ),
    ),
)
